import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startPage } from '../../src/auto/start-page.js';
import type { InitOptions, Sdk } from '../../src/index.js';
import { init as realInit } from '../../src/index.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
let given: InitOptions[] = [];

beforeEach(() => {
  given = [];
  warn.mockClear();
  error.mockClear();
});
afterEach(() => {
  document.body.replaceChildren();
});

/** A script tag with these attributes, and whatever else stands on the page. */
function page(attributes: string, more = ''): HTMLElement {
  document.body.innerHTML = `${more}<script type="text/plain" ${attributes}></script>`;
  return document.body.querySelector('script[type="text/plain"]') as HTMLElement;
}

const element = (): Promise<unknown> => Promise.resolve();
const noteOptions = (options: InitOptions): Sdk => {
  given.push(options);
  return {} as Sdk;
};
const fakeFiles = (init = noteOptions) => ({ root: async () => ({ init }), element });
const start = (attributes: string, more = ''): Promise<void> => startPage(page(attributes, more), fakeFiles());
const inline = (json: string): string => `<script type="application/json" data-ws-config>${json}</script>`;

describe('the attributes of the tag', () => {
  test('become options; the rest is left to the defaults of the SDK', async () => {
    await start('data-ws-snapshot=" /shop/manifest.json "');
    expect(given).toEqual([{ snapshot: '/shop/manifest.json' }]);
  });

  test.each<[string, Partial<InitOptions>]>([
    ['locale="de-at"', { locale: 'de-AT' }],
    ['currency="EUR"', { currency: 'EUR' }],
    ['device="webgpu"', { device: 'webgpu' }],
    ['worker="auto"', {}],
    ['worker="off"', { worker: false }],
    ['worker="/ws/worker.js"', { worker: '/ws/worker.js' }],
    ['capture="off"', { capture: false }],
    ['capture="jsonld  attributes"', { capture: ['attributes', 'jsonld'] }],
    ['capture="jsonld datalayer"', { capture: ['jsonld'] }],
    ['capture="datalayer"', { capture: [] }],
    ['datalayer="layer2"', { dataLayer: 'layer2' }],
    ['consent="auto"', {}],
    ['consent="denied"', { consent: { personalization_storage: 'denied', analytics_storage: 'denied' } }],
    ['persistence="memory"', { persistence: 'memory' }],
    ['retention-days="30"', { retention: { days: 30 } }],
    ['debug', { debug: true }],
    ['member data-ws-browser-model', {}],
  ])('data-ws-%s', async (attribute, options) => {
    await start(`data-ws-snapshot="/m.json" data-ws-${attribute}`);
    expect(given).toEqual([{ snapshot: '/m.json', ...options }]);
    expect(warn).not.toHaveBeenCalled();
  });

  test.each([
    'locale="deutsch, bitte"',
    'currency="euro"',
    'device="abacus"',
    'capture="everything"',
    'consent="maybe"',
    'persistence="forever"',
    'retention-days="0"',
    'retention-days="1.5"',
  ])('data-ws-%s cannot be read: the default holds, and a developer hears of it', async (attribute) => {
    await start(`data-ws-snapshot="/m.json" data-ws-${attribute}`);
    expect(given).toEqual([{ snapshot: '/m.json' }]);
    expect(warn).not.toHaveBeenCalled();
    await start(`data-ws-snapshot="/m.json" data-ws-debug data-ws-${attribute}`);
    expect(given[1]).toEqual({ snapshot: '/m.json', debug: true });
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('options that were read are options that the SDK takes', async () => {
    const tag = page(
      'data-ws-snapshot="/none/manifest.json" data-ws-locale="fr" data-ws-currency="CHF" data-ws-device="js" data-ws-worker="off" data-ws-capture="navigation" data-ws-datalayer="layer" data-ws-consent="denied" data-ws-persistence="memory" data-ws-retention-days="730"',
    );
    let sdk: Sdk | undefined;
    await startPage(
      tag,
      fakeFiles((options) => (sdk = realInit(options))),
    );
    expect(sdk?.consent.get().personalization_storage).toBe('denied');
    await sdk?.destroy();
  });

  test.each([
    ['an empty address', 'data-ws-snapshot=""'],
    ['no address', ''],
  ])('%s of a snapshot is an error on the console, once, and nothing else', async (_, attributes) => {
    await start(attributes);
    expect(error).toHaveBeenCalledTimes(1);
    expect(given).toEqual([]);
  });

  test('a page without the tag at all is told the same', async () => {
    await startPage(null, fakeFiles());
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe('the configuration', () => {
  const placements = { home: { limit: 4 } };

  test('comes from the page itself', async () => {
    await start('data-ws-snapshot="/m.json"', inline(JSON.stringify({ placements, device: 'webgpu' })));
    expect(given).toEqual([{ snapshot: '/m.json', placements }]);
  });

  test('or from an address, with nothing but the address in the request', async () => {
    const fetched = vi.spyOn(window, 'fetch').mockResolvedValue(new Response(JSON.stringify({ placements })));
    await start('data-ws-snapshot="/m.json" data-ws-config="/shop.json"');
    expect(given).toEqual([{ snapshot: '/m.json', placements }]);
    expect(fetched.mock.calls).toEqual([['/shop.json', { credentials: 'omit', signal: expect.any(AbortSignal) }]]);
    fetched.mockRestore();
  });

  test.each([
    ['is no JSON', '{oops'],
    ['is no object', '[1]'],
    ['is null', 'null'],
  ])('that %s is left out', async (_, json) => {
    await start('data-ws-snapshot="/m.json" data-ws-debug', inline(json));
    expect(given).toEqual([{ snapshot: '/m.json', debug: true }]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('that does not arrive is left out', async () => {
    const fetched = vi.spyOn(window, 'fetch').mockResolvedValue(new Response('', { status: 404 }));
    await start('data-ws-snapshot="/m.json" data-ws-config="/none.json"');
    expect(given).toEqual([{ snapshot: '/m.json' }]);
    fetched.mockRestore();
  });

  test('that the SDK refuses is left out', async () => {
    const init = (options: InitOptions): Sdk => {
      if (options.rules) throw new TypeError('rules must be a list');
      given.push(options);
      return {} as Sdk;
    };
    await startPage(page('data-ws-snapshot="/m.json"', inline('{"rules": 7}')), fakeFiles(init));
    expect(given).toEqual([{ snapshot: '/m.json' }]);
  });

  test('that the parser reaches only later is taken into use then', async () => {
    const loading = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    const update = vi.fn();
    await startPage(
      page('data-ws-snapshot="/m.json"'),
      fakeFiles(() => ({ update }) as unknown as Sdk),
    );
    loading.mockRestore();
    document.body.insertAdjacentHTML('beforeend', inline(JSON.stringify({ placements })));
    const refresh = vi.fn();
    document.body.append(Object.assign(document.createElement('window-shop'), { refresh }));
    document.dispatchEvent(new Event('DOMContentLoaded'));
    await expect.poll(() => update.mock.calls).toEqual([[{ placements }]]);
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});

describe('a file that does not arrive', () => {
  test('costs the page no error, and gives back the space kept for the shelves', async () => {
    const tag = page(
      'data-ws-snapshot="/m.json"',
      '<window-shop></window-shop><window-shop><a href="/">x</a></window-shop>',
    );
    await startPage(tag, { root: () => Promise.reject(new Error('blocked')), element });
    const [bare, rendered] = document.querySelectorAll<HTMLElement>('window-shop');
    expect([bare.hidden, rendered.hidden]).toEqual([true, false]);
    expect(error).not.toHaveBeenCalled();
  });

  test('the SDK starts without the element', async () => {
    await startPage(page('data-ws-snapshot="/m.json"'), {
      ...fakeFiles(),
      element: () => Promise.reject(new Error('blocked')),
    });
    expect(given).toHaveLength(1);
  });
});
