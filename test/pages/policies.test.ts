import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicKeyOf } from '../../src/cli/signing/key-files.js';
import { releaseManifest } from '../../src/cli/signing/release-manifest.js';
import type { Sdk } from '../../src/index.js';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { encodeTentsAndTeapots } from '../support/tents-and-teapots.js';
import { writeSnapshot } from '../support/write-snapshot.js';

const NONCE = 'n0nce';
const FROM_ANYWHERE = { 'access-control-allow-origin': '*' };

const { privateKey } = generateKeyPairSync('ed25519');

/** What a shop's own page runs: the package from another origin, without a word about workers. */
const PROGRAM = `
import { init } from '/ws/index.js';
const trust = { keys: ['${publicKeyOf(privateKey)}'] };
window.sdk = init({ snapshot: new URL('/snapshot/manifest.json', import.meta.url), capture: false, trust });
`;

/** Where the service is to run. */
type Place = 'contained' | 'worker' | 'main thread';

// The policies that windowshop was measured under; CDN stands for the origin of its script and of the snapshot.
const POLICIES: [name: string, policy: string, place: Place][] = [
  ['none at all', '', 'contained'],
  ['script-src CDN', 'script-src CDN', 'main thread'],
  ["default 'self' and the script", "default-src 'self'; script-src 'self' CDN", 'main thread'],
  ['scripts and connections only', "default-src 'none'; script-src CDN; connect-src CDN", 'main thread'],
  ['blob workers, no connections', "default-src 'none'; script-src CDN; worker-src blob:", 'contained'],
  ['blob workers', "default-src 'none'; script-src CDN; worker-src blob:; connect-src CDN", 'contained'],
  ["workers from 'self'", "default-src 'none'; script-src CDN; worker-src 'self'; connect-src CDN", 'main thread'],
  ['workers from the CDN', "default-src 'none'; script-src CDN; worker-src CDN; connect-src CDN", 'main thread'],
  ['workers from both', "default-src 'none'; script-src CDN; worker-src blob: CDN; connect-src CDN", 'contained'],
  ['child-src blob:', "default-src 'none'; script-src CDN; child-src blob:; connect-src CDN", 'contained'],
  ['script-src blob:', "default-src 'none'; script-src CDN blob:; connect-src CDN", 'contained'],
  ['strict-dynamic', `script-src 'nonce-${NONCE}' 'strict-dynamic'; object-src 'none'; base-uri 'none'`, 'contained'],
  ['strict-dynamic, blob workers', `script-src 'nonce-${NONCE}' 'strict-dynamic'; worker-src blob:`, 'contained'],
  ['Trusted Types', "script-src CDN; worker-src blob:; require-trusted-types-for 'script'", 'contained'],
  [
    'Trusted Types that allow others',
    "script-src CDN; worker-src blob:; require-trusted-types-for 'script'; trusted-types other",
    'main thread',
  ],
  [
    'Trusted Types that allow ours',
    "script-src CDN; worker-src blob:; require-trusted-types-for 'script'; trusted-types windowshop",
    'contained',
  ],
  ['wasm allowed', "script-src CDN 'wasm-unsafe-eval'; worker-src blob:", 'contained'],
  ['a sandbox', 'sandbox allow-scripts', 'worker'],
];

describe('under a policy of', () => {
  let folder: string;
  let cdn: TappedServer;
  let shop: TappedServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-policies-'));
    await writeSnapshot(folder, encodeTentsAndTeapots());
    const release = { shopId: 'tents', sequence: 1, expires: '2999-01-01T00:00:00Z' };
    await releaseManifest(folder, release, (manifest) => sign(null, manifest, privateKey));
    cdn = await startTappedServer({
      '/ws/': { folder: resolve('dist'), headers: FROM_ANYWHERE },
      '/snapshot/': { folder, headers: FROM_ANYWHERE },
      '/program.js': { html: PROGRAM, headers: { ...FROM_ANYWHERE, 'content-type': 'text/javascript' } },
    });
    const site: Site = {};
    for (const [i, [, policy]] of POLICIES.entries()) {
      site[`/${i}`] = {
        html: `<!doctype html><title>shop</title><script type="module" nonce="${NONCE}" src="${cdn.origin}/program.js"></script>`,
        headers: policy ? { 'content-security-policy': policy.replaceAll('CDN', cdn.origin) } : {},
      };
    }
    shop = await startTappedServer(site);
    browser = await chromium.launch({ ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumFlags });
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([cdn?.close(), shop?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  test.each(POLICIES.map(([name, policy, place], i) => ({ i, name, policy, place })))(
    '$name: answers from $place, after one violation at most',
    async ({ i, policy, place }) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // The browser's own notices of a violation, and of the icon it asks for by itself.
        if (message.type() === 'error' && !/violates|favicon|404/.test(message.text())) complaints.push(message.text());
      });
      await page.addInitScript(() => {
        // Runs in frames too, whose violations count as the page's. In a sandbox they cannot reach it.
        const page = origin === 'null' ? window : (window.top as Window);
        page.violations ??= [];
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
          if (!blockedURI.endsWith('/favicon.ico')) page.violations.push(effectiveDirective);
        });
      });
      await page.goto(`${shop.origin}/${i}`);
      await page.waitForFunction(() => window.sdk !== undefined);
      const { ids, device, violations } = await page.evaluate(async () => {
        await window.sdk.ready;
        const { items } = await window.sdk.recommend({ limit: 4 });
        return { ids: items.map(({ id }) => id), device: window.sdk.device, violations: window.violations };
      });
      await page.close();

      // Without a connection there is no snapshot, and nothing to answer with.
      expect(ids).toHaveLength(/default-src (?!.*connect-src)/.test(policy) ? 0 : 4);
      if (ids.length > 0) {
        expect(device.worker).toBe(place !== 'main thread');
        if (device.worker) expect(/cannot be contained/.test(device.reason)).toBe(place === 'worker');
      }
      expect(violations.length).toBeLessThanOrEqual(1);
      expect(complaints).toEqual([]);
    },
  );
});

declare global {
  interface Window {
    sdk: Sdk;
    violations: string[];
  }
}
