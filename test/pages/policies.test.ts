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
import { countViolations, NONCE, POLICIES } from '../support/policies.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { encodeTentsAndTeapots } from '../support/tents-and-teapots.js';
import { writeSnapshot } from '../support/write-snapshot.js';

const FROM_ANYWHERE = { 'access-control-allow-origin': '*' };

const { privateKey } = generateKeyPairSync('ed25519');

/** What a shop's own page runs: the package from another origin, without a word about workers. */
const PROGRAM = `
import { init } from '/ws/index.js';
const trust = { keys: ['${publicKeyOf(privateKey)}'] };
window.sdk = init({ snapshot: new URL('/snapshot/manifest.json', import.meta.url), capture: false, trust });
`;

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
    for (const [i, { policy }] of POLICIES.entries()) {
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

  test.each(POLICIES.map((each, i) => ({ i, ...each })))(
    '$name: answers from $place, after one violation at most',
    async ({ i, connects, place }) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // The browser's own notices of a violation, and of the icon it asks for by itself.
        if (message.type() === 'error' && !/violates|favicon|404/.test(message.text())) complaints.push(message.text());
      });
      await page.addInitScript(countViolations);
      await page.goto(`${shop.origin}/${i}`);
      await page.waitForFunction(() => window.sdk !== undefined);
      const { ids, device, violations } = await page.evaluate(async () => {
        await window.sdk.ready;
        const { items } = await window.sdk.recommend({ limit: 4 });
        return { ids: items.map(({ id }) => id), device: window.sdk.device, violations: window.violations };
      });
      await page.close();

      // Without a connection there is no snapshot, and nothing to answer with.
      expect(ids).toHaveLength(connects ? 4 : 0);
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
  }
}
