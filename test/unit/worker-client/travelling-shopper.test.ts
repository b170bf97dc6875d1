import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { CallPacker, CallReader } from '../../../src/core/travelling-shopper.js';

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

/** The way from one page to one worker. */
class Way {
  readonly #packer = new CallPacker();
  #reader = new CallReader();

  travel(sent: Shopper) {
    return this.#reader.read(structuredClone(this.#packer.pack({ shopper: sent, locale: 'en' })));
  }

  /** The worker has died; another takes its place. */
  replaceWorker(): void {
    this.#reader = new CallReader();
  }
}

test('arrives as it left', () => {
  expect(new Way().travel(shopper)).toEqual({ shopper, locale: 'en' });
});

test('keeps its standing lists for as long as they are the same, and takes each as it comes', () => {
  const way = new Way();
  const first = way.travel(shopper).shopper;
  const dismissed = ['lamp', 'rug'];
  const second = way.travel({ ...shopper, now: shopper.now + 1, dismissed }).shopper;
  expect(second.owned).toBe(first.owned);
  expect(second.cart).toBe(first.cart);
  expect(second.dismissed).toEqual(dismissed);
  // Another page's shopper, or the same one after the journey was cleared.
  expect(way.travel({ ...shopper, owned: [], dismissed: [] }).shopper).toEqual({
    ...shopper,
    owned: [],
    dismissed: [],
  });
});

test('can be read by a worker that has not seen the calls before', () => {
  const way = new Way();
  way.travel(shopper);
  way.replaceWorker();
  expect(way.travel({ ...shopper, now: 2 }).shopper).toEqual({ ...shopper, now: 2 });
});

test('a list that grows at its end is written and read again at its end alone', () => {
  const owned = Array.from({ length: 1000 }, (_, i) => ({ itemId: `item-${i}`, orders: 1 + (i % 3) }));
  const packer = new CallPacker();
  const textsOf = (list: Shopper['owned']) =>
    packer.pack({ shopper: { ...shopper, owned: list } }).shopper.standing.owned;
  const before = textsOf(owned);
  // As after an order: entries of a new list, the same but for one more.
  const after = textsOf([...owned.map((entry) => ({ ...entry })), { itemId: 'new', orders: 1 }]);
  expect(after.filter((text, i) => text !== before[i])).toHaveLength(1);

  const way = new Way();
  const first = way.travel({ ...shopper, owned }).shopper.owned;
  const second = way.travel({ ...shopper, owned: [...owned, { itemId: 'new', orders: 1 }] }).shopper.owned;
  expect(second[0]).toBe(first[0]);
  expect(second.at(-1)).toEqual({ itemId: 'new', orders: 1 });
});

test('any change of a list arrives', () => {
  const random = seededRandom(1);
  const way = new Way();
  let dismissed: string[] = [];
  let cart: { itemId: string; quantity: number }[] = [];
  for (let step = 0; step < 500; step++) {
    const at = Math.floor(random() * (dismissed.length + 1));
    const count = Math.floor(random() * 100);
    dismissed = [...dismissed];
    dismissed.splice(at, random() < 0.4 ? count : 0, ...(random() < 0.6 ? [`id ${step}`, ''] : []));
    cart = random() < 0.1 ? [] : [...cart.map((line) => ({ ...line })), { itemId: `${step % 7}`, quantity: random() }];
    if (cart.length > 0) cart[Math.floor(random() * cart.length)].quantity++;
    const arrived = way.travel({ ...shopper, dismissed, cart }).shopper;
    expect(arrived.dismissed).toEqual(dismissed);
    expect(arrived.cart).toEqual(cart);
  }
});
