import { expect, test } from 'vitest';
import type { Shopper } from '../../../src/core/shopper.js';
import { CallReader, packCall } from '../../../src/core/travelling-shopper.js';

const shopper: Shopper = {
  now: 1_700_000_000_000,
  interactions: [
    { itemId: 'tent', weight: 2.5, kind: 'carted', lastMs: 1_699_999_999_999, count: 3 },
    { itemId: 'two\nlines, "quoted" \ud800', weight: -4, kind: 'viewed', lastMs: 1, count: 1 },
  ],
  recent: ['tent', ''],
  cart: [{ itemId: 'tent', quantity: 1.5 }],
  wishlist: ['teapot'],
  owned: [
    { itemId: 'kettle', orders: 1 },
    { itemId: 'gas', orders: 7 },
  ],
  dismissed: ['lamp'],
};

const travel = (reader: CallReader, sent: Shopper) =>
  reader.read(structuredClone(packCall({ shopper: sent, locale: 'en' })));

test('arrives as it left', () => {
  expect(travel(new CallReader(), shopper)).toEqual({ shopper, locale: 'en' });
});

test('keeps its standing lists for as long as they are the same, and takes each as it comes', () => {
  const reader = new CallReader();
  const first = travel(reader, shopper).shopper;
  const dismissed = ['lamp', 'rug'];
  const second = travel(reader, { ...shopper, now: shopper.now + 1, dismissed }).shopper;
  expect(second.owned).toBe(first.owned);
  expect(second.cart).toBe(first.cart);
  expect(second.dismissed).toEqual(dismissed);
  // Another page's shopper, or the same one after the journey was cleared.
  expect(travel(reader, { ...shopper, owned: [], dismissed: [] }).shopper).toEqual({
    ...shopper,
    owned: [],
    dismissed: [],
  });
});

test('can be read by a worker that has not seen the calls before', () => {
  travel(new CallReader(), shopper);
  expect(travel(new CallReader(), shopper).shopper).toEqual(shopper);
});
