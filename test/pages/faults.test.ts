import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openPage, recommend, scriptTagPage, view } from '../support/shop-page.js';
import { encodeInMemory, snapshotContent } from '../support/snapshot-in-memory.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';

// Ten teapots and ten tents, as in the unit tests of the ranking: a shopper of tents is shown tents.
const ITEMS = 20;
const content = snapshotContent(
  Array.from({ length: ITEMS }, (_, item) => ({
    id: `item-${item}`,
    title: `${item % 2 ? 'Tent' : 'Teapot'} ${item}`,
    category: [item % 2 ? 'Tents' : 'Teapots'],
  })),
  {
    dim: 2,
    embeddings: Float32Array.from(Array.from({ length: ITEMS }, (_, item) => (item % 2 ? [0, 1] : [1, 0])).flat()),
    popularity: Float32Array.from({ length: ITEMS }, (_, item) => ITEMS - item),
  },
);
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'";

describe('a page on which something is missing', () => {
  let folder: string;
  let server: TappedServer;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-faults-'));
    const { manifest, files } = encodeInMemory(content);
    const write = async (name: string, damage: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): Promise<void> => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'manifest.json'), JSON.stringify(manifest));
      for (const [i, file] of files.entries())
        await writeFile(join(folder, name, file.name), i === 1 ? damage(file.bytes) : file.bytes);
    };
    await write('sound');
    await write('leaving');
    await write('flipped', (bytes) => bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)));
    await write('short', (bytes) => bytes.subarray(0, bytes.length - 1));
    await mkdir(join(folder, 'portal'));
    await writeFile(join(folder, 'portal', 'manifest.json'), '<!doctype html><title>Welcome to the hotel network');

    const pages = Object.fromEntries(
      ['sound', 'leaving', 'flipped', 'short', 'portal', 'missing'].map((name) => [
        `/${name}`,
        scriptTagPage('data-ws-capture="off"', {}, `/${name}/manifest.json`),
      ]),
    );
    const site: Site = {
      ...pages,
      '/strict': scriptTagPage('data-ws-capture="off"', { 'content-security-policy': POLICY }, '/sound/manifest.json'),
      '/no-workers': scriptTagPage(
        'data-ws-capture="off"',
        { 'content-security-policy': `${POLICY}; worker-src 'none'` },
        '/sound/manifest.json',
      ),
      '/strict-worker': scriptTagPage(
        'data-ws-capture="off" data-ws-worker="/ws/worker.js"',
        { 'content-security-policy': `${POLICY}; worker-src 'self'` },
        '/sound/manifest.json',
      ),
      '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
      '/ws/': { folder: resolve('dist') },
    };
    for (const name of ['sound', 'leaving', 'flipped', 'short', 'portal'])
      site[`/${name}/`] = { folder: join(folder, name) };
    server = await startTappedServer(site);
    context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
    await context.addInitScript(() => {
      // What the SDK reports, from the first moment on.
      window.reported = [];
      window.windowshop ??= [];
      window.windowshop.push((sdk) => void sdk.on('error', ({ code }) => window.reported.push(code)));
    });
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page after a script has broken it; forgets what earlier pages stored. */
  async function open(path: string, breakIt: () => void = () => undefined) {
    const opened = await openPage(context, `${server.origin}/icon.svg`);
    await opened.page.addInitScript(breakIt);
    await opened.page.goto(server.origin + path);
    await opened.page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    return opened;
  }

  const reported = (page: Page): Promise<string[]> => page.evaluate(() => window.reported);

  test.each([
    ['/missing', 'snapshot_unreachable'],
    ['/portal', 'snapshot_invalid'],
    ['/flipped', 'snapshot_invalid'],
    ['/short', 'snapshot_invalid'],
  ])('%s: an empty fallback, and %s', async (path, code) => {
    const { page, complaints } = await open(path);
    await view(page, ['item-1']);
    expect(await recommend(page)).toMatchObject({ source: 'fallback', ids: [] });
    expect(await reported(page)).toEqual([code]);
    // The browser itself logs a request that failed; the SDK adds nothing.
    expect(complaints.filter((complaint) => !complaint.includes('Failed to load resource'))).toEqual([]);
  });

  test.each<[string, () => void, Record<string, unknown>, string[]]>([
    [
      'no IndexedDB',
      () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
      { worker: true },
      ['storage_unavailable'],
    ],
    [
      'an IndexedDB that throws',
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('denied', 'SecurityError');
        };
      },
      { worker: true },
      ['storage_unavailable'],
    ],
    [
      'no Worker',
      () => Object.defineProperty(window, 'Worker', { value: undefined }),
      { worker: false },
      ['worker_blocked'],
    ],
    [
      'a Worker that throws',
      () => {
        window.Worker = class {
          constructor() {
            throw new DOMException('refused', 'SecurityError');
          }
        } as unknown as typeof Worker;
      },
      { worker: false },
      ['worker_blocked'],
    ],
    ['no WebGPU', () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }), { name: 'wasm' }, []],
    [
      'no BroadcastChannel, no idle callbacks',
      () => {
        Object.defineProperty(window, 'BroadcastChannel', { value: undefined });
        Object.defineProperty(window, 'requestIdleCallback', { value: undefined });
      },
      { worker: true },
      [],
    ],
    [
      'patched prototypes',
      () => {
        Object.assign(Array.prototype, { toJSON: () => '[patched]' });
        Object.assign(Object.prototype, { snapshot: '/elsewhere.json', limit: 1, device: 'webgpu' });
      },
      { worker: true },
      [],
    ],
  ])('%s: personal all the same', async (_, breakIt, device, codes) => {
    const { page, complaints } = await open('/sound', breakIt);
    await view(page, ['item-1', 'item-3']);
    const answer = await recommend(page, 4);
    expect(answer).toMatchObject({ source: 'personal', device });
    expect(answer.categories.flat()).toEqual(Array(4).fill('Tents'));
    expect(await reported(page)).toEqual(codes);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['a strict policy: the file beside the script answers', '/strict', true, []],
    ['a policy that forbids workers: the main thread answers', '/no-workers', false, ['worker_blocked']],
  ])('%s, with one violation at most', async (_, path, worker, codes) => {
    const { page, complaints } = await open(path);
    await view(page, ['item-1']);
    expect(await recommend(page, 4)).toMatchObject({ source: 'personal', device: { worker } });
    expect(await reported(page)).toEqual(codes);
    expect(complaints.length).toBeLessThanOrEqual(1);
  });

  test('a strict policy with the address of the worker: the worker answers, without a violation', async () => {
    const { page, complaints } = await open('/strict-worker');
    await view(page, ['item-1']);
    expect(await recommend(page, 4)).toMatchObject({ source: 'personal', device: { worker: true } });
    expect(complaints).toEqual([]);
  });

  test('a snapshot that cannot be looked for any more stays in use, and is called stale', async () => {
    const { page } = await open('/leaving');
    const refresh = () =>
      page.evaluate(() =>
        withSdk(async (sdk) => {
          await sdk.ready;
          const statuses: string[] = [];
          const stop = sdk.on('snapshot', ({ status }) => statuses.push(status));
          const isReplaced = await sdk.snapshot.refresh();
          stop();
          return { isReplaced, isStale: sdk.snapshot.info()?.stale, statuses };
        }),
      );
    await view(page, ['item-1']);
    expect(await refresh()).toEqual({ isReplaced: false, isStale: false, statuses: [] });
    await rename(join(folder, 'leaving'), join(folder, 'gone'));
    expect(await refresh()).toEqual({ isReplaced: false, isStale: true, statuses: ['stale'] });
    expect((await recommend(page)).source).toBe('personal');
    await rename(join(folder, 'gone'), join(folder, 'leaving'));
    expect(await refresh()).toEqual({ isReplaced: false, isStale: false, statuses: [] });
  });

  test('listeners and callbacks that throw stop nothing', async () => {
    const { page } = await open('/sound');
    const order = await page.evaluate(async () => {
      const calls: string[] = [];
      window.windowshop?.push(() => {
        throw new Error('from the shop');
      });
      await withSdk(async (sdk) => {
        sdk.on('record', () => {
          throw new Error('from the shop');
        });
        sdk.on('record', ({ name }) => calls.push(name));
        await sdk.record('view_item', { items: [{ item_id: 'item-1' }] });
      });
      return calls;
    });
    expect(order).toEqual(['view_item']);
    expect((await recommend(page)).source).toBe('personal');
  });

  test('events that mean nothing are dropped and reported; unknown items do no harm', async () => {
    const { page } = await open('/sound');
    await page.evaluate(() =>
      withSdk(async (sdk) => {
        await sdk.record('view_item', { items: [] });
        await sdk.record('view_item', undefined as never);
        await sdk.record('levitate' as never, {} as never);
        await sdk.record('view_item', { items: [{ item_id: 'nowhere' }] });
      }),
    );
    expect(await reported(page)).toEqual(['event_invalid', 'event_invalid', 'event_invalid']);
    expect((await recommend(page)).ids).toHaveLength(10);
  });

  test('the files of the package hold no name that content blockers look for', async () => {
    const script = await readFile('dist/auto.js', 'utf8');
    expect(script.length).toBeGreaterThan(0);
    const asked = server.requests.map(({ url }) => url).join('\n');
    const blocked =
      /(?<![a-z0-9])(ads?|adv|banner|sponsor|promo|recommend|recs|track|analytics|pixel|beacon|insight|stats?|affiliate)(?![a-z0-9])/i;
    expect(asked).not.toMatch(blocked);
  });
});

declare global {
  interface Window {
    reported: string[];
  }
}
