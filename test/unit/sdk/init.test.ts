import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { InitOptions } from '../../../src/api/sdk.js';
import * as windowshop from '../../../src/index.js';
import { readOptions, readUpdate } from '../../../src/sdk/read-options.js';

describe('the package root', () => {
  test('exports what the README names, and importing it on a server does nothing', () => {
    expect(Object.keys(windowshop).sort()).toEqual(['WindowshopError', 'init', 'version']);
  });

  test('tells the version of the package', () => {
    expect(windowshop.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  test('refuses to start outside a browser', () => {
    const start = () => windowshop.init({ snapshot: '/manifest.json' });
    expect(start).toThrow(windowshop.WindowshopError);
    expect(start).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('options', () => {
  test.each<[object, typeof TypeError | typeof RangeError, string]>([
    [{}, TypeError, 'init: snapshot is missing: the address of manifest.json'],
    [{ snapshot: 5 }, TypeError, 'init: snapshot must be a text, got 5'],
    [{ snapshot: 'https://' }, TypeError, 'init: snapshot must be an address, got "https://"'],
    [{ snapshot: '/m', device: 'gpu' }, TypeError, 'init: device must be one of auto, webgpu, wasm, js, got "gpu"'],
    [{ snapshot: '/m', locale: 'not a locale' }, RangeError, 'init: locale must be a BCP 47 language tag'],
    [{ snapshot: '/m', currency: 'Euro' }, RangeError, 'init: currency must be an ISO 4217 code, got "Euro"'],
    [{ snapshot: '/m', worker: 1 }, TypeError, 'init: worker must be a text, got 1'],
    [
      { snapshot: '/m', capture: ['shopify'] },
      TypeError,
      'init: capture[0] must be one of attributes, jsonld, navigation',
    ],
    [{ snapshot: '/m', consent: 'yes' }, TypeError, 'init: consent: the argument must be an object, got "yes"'],
    [
      { snapshot: '/m', consent: { analytics_storage: 1 } },
      TypeError,
      'init: consent: analytics_storage must be one of',
    ],
    [{ snapshot: '/m', persistence: 'disk' }, TypeError, 'init: persistence must be one of auto, memory, got "disk"'],
    [
      { snapshot: '/m', retention: { days: 0 } },
      RangeError,
      'init: retention: days must be a whole number from 1 to 730',
    ],
    [
      { snapshot: '/m', retention: { maxEvents: 1.5 } },
      RangeError,
      'init: retention: maxEvents must be a whole number',
    ],
    [{ snapshot: '/m', live: {} }, TypeError, 'init: live must be a function, got an object'],
    [{ snapshot: '/m', seed: 'x' }, TypeError, 'init: seed must be a number'],
    [{ snapshot: '/m', debug: 'yes' }, TypeError, 'init: debug must be true or false, got "yes"'],
    [{ snapshot: '/m', placements: [] }, TypeError, 'init: placements must be an object, got a list'],
    [{ snapshot: '/m', rules: {} }, TypeError, 'init: rules must be a list, got an object'],
  ])('that are wrong are named: %o', (options, kind, message) => {
    const read = () => readOptions(options as InitOptions);
    expect(read).toThrow(kind);
    expect(read).toThrow(message);
  });

  test('that are not given are not taken from Object.prototype', () => {
    const options = Object.create({ device: 'webgpu' });
    options.snapshot = new URL('https://shop.test/manifest.json');
    expect({ ...readOptions(options) }).toEqual({ snapshot: options.snapshot });
  });

  test('can be updated where that makes sense', () => {
    expect({ ...readUpdate({ locale: 'de', debug: true, snapshot: 'x' } as object) }).toEqual({
      locale: 'de',
      debug: true,
    });
    expect(() => readUpdate({ locale: 7 } as never)).toThrow('update: locale must be a text, got 7');
  });
});
