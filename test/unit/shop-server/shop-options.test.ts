import { expect, test } from 'vitest';
import { parseShopOptions } from '../../../src/shop-server/shop-options.js';

test('opens the sample shop on this machine only, unless told otherwise', () => {
  expect(parseShopOptions([])).toEqual({ host: '127.0.0.1', buildArgs: [], hasCatalog: false, wantsHelp: false });
  expect(parseShopOptions(['--host', '0.0.0.0', '--port=0'])).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    buildArgs: [],
  });
});

test('leaves every option that is not its own to the build', () => {
  const args = ['--catalog', 'toys.csv', '--map', 'id=uniq_id', '--map', 'port=--port', '--dim=32'];
  expect(parseShopOptions([...args.slice(0, 6), '--port', '8080', ...args.slice(6)])).toMatchObject({
    port: 8080,
    hasCatalog: true,
    buildArgs: args,
  });
});

test('knows a catalogue in either spelling', () => {
  expect(parseShopOptions(['--catalog=toys.csv']).hasCatalog).toBe(true);
});

test.each([['--port'], ['--port', 'x'], ['--port=70000'], ['--out', 'dir']])('refuses %j %j', (...args) => {
  expect(() => parseShopOptions(args)).toThrow(RangeError);
});
