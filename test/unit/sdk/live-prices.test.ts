import { describe, expect, test, vi } from 'vitest';
import type { InitOptions } from '../../../src/api/sdk.js';
import type { RankedItem } from '../../../src/core/recommendation.js';
import { withLivePrices } from '../../../src/sdk/live-prices.js';

const item = (id: string, more: Partial<RankedItem> = {}): RankedItem => ({
  ...{ id, rank: 0, score: 1, strategy: 'popular', reasons: [], product: { id, title: id, price: 10 } },
  ...more,
});

const livePrices = async (answer: unknown, items = [item('a'), item('b')]) => {
  const onError = vi.fn();
  const live = (() => answer) as unknown as NonNullable<InitOptions['live']>;
  const priced = await withLivePrices(items, live, onError);
  return { products: priced.map(({ product }) => product), onError };
};

describe('live prices', () => {
  test('take the place of those in the snapshot', async () => {
    const { products } = await livePrices(Promise.resolve({ a: { price: 8, listPrice: 12, available: true } }));
    expect(products).toEqual([
      { id: 'a', title: 'a', price: 8, listPrice: 12, available: true },
      { id: 'b', title: 'b', price: 10 },
    ]);
  });

  test('leave out what is sold out, but for what was viewed lately', async () => {
    const items = [item('a'), item('b', { strategy: 'recently-viewed' })];
    const { products } = await livePrices(Promise.resolve({ a: { available: false }, b: { available: false } }), items);
    expect(products.map(({ id }) => id)).toEqual(['b']);
  });

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['no numbers', { a: { price: '8', listPrice: -1, available: 'yes' }, b: 5 }],
    ['what is on the prototype', Object.create({ a: { price: 1 } })],
  ])('change nothing when the shop answers with %s', async (_, answer) => {
    const { products, onError } = await livePrices(Promise.resolve(answer));
    expect(products.map(({ price }) => price)).toEqual([10, 10]);
    expect(onError).not.toHaveBeenCalled();
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('from the shop'))],
    [
      'throws',
      () => {
        throw new Error('from the shop');
      },
    ],
  ])('change nothing when the shop %s, which is reported', async (_, live) => {
    const onError = vi.fn();
    expect(await withLivePrices([item('a')], live, onError)).toEqual([item('a')]);
    expect(onError).toHaveBeenCalledOnce();
  });

  test('change nothing after 300 ms', async () => {
    vi.useFakeTimers();
    const pricing = livePrices(new Promise((resolve) => setTimeout(resolve, 301, { a: { price: 1 } })));
    await vi.advanceTimersByTimeAsync(400);
    vi.useRealTimers();
    expect((await pricing).products[0].price).toBe(10);
  });
});
