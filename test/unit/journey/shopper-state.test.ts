import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HALF_LIFE_MS, SHOWN_SHARE } from '../../../src/core/journey/event-weights.js';
import { applyEvent, emptyShopperState, shopperAt } from '../../../src/core/journey/shopper-state.js';
import type { EventName, JourneyEvent } from '../../../src/core/journey-event.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { DAY, event, view } from './events.js';

function shopperOf(events: JourneyEvent[], now = 0): Shopper {
  const state = emptyShopperState();
  for (const one of events) applyEvent(state, one);
  return shopperAt(state, now);
}

const weightsOf = (events: JourneyEvent[], now = 0): Record<string, number> =>
  Object.fromEntries(shopperOf(events, now).interactions.map(({ itemId, weight }) => [itemId, weight]));

const items = (...ids: string[]) => ({ items: ids.map((item_id) => ({ item_id })) });
const purchase = (transaction_id: string, ...ids: string[]) => event('purchase', { transaction_id, ...items(...ids) });

describe('interactions', () => {
  test.each<[EventName, JourneyEvent, number]>([
    ['select_item', event('select_item', items('a')), 1],
    ['view_item', view('a'), 1],
    ['share', event('share', { item_id: 'a' }), 2],
    ['add_to_wishlist', event('add_to_wishlist', items('a')), 3],
    ['remove_from_wishlist', event('remove_from_wishlist', items('a')), -1],
    ['add_to_cart', event('add_to_cart', items('a')), 4],
    ['remove_from_cart', event('remove_from_cart', items('a')), -2],
    ['purchase', purchase('t', 'a'), 8],
    ['refund', event('refund', { transaction_id: 't', ...items('a') }), -6],
    ['dismiss_item', event('dismiss_item', { item_id: 'a' }), -4],
    ['rate_item', event('rate_item', { item_id: 'a', rating: 5 }), 3],
    ['rate_item', event('rate_item', { item_id: 'a', rating: 1 }), -3],
  ])('%s weighs what the README says', (_, one, weight) => {
    expect(weightsOf([one])).toEqual({ a: weight });
  });

  test.each([
    ['half the attention', [15_000], 1.5],
    ['full attention', [30_000], 2],
    ['more than full attention, in pieces', [20_000, 20_000, 20_000], 2],
  ])('dwelling raises a view up to 2: %s', (_, dwells, weight) => {
    expect(weightsOf([view('a'), ...dwells.map((ms) => event('dwell', { item_id: 'a', ms }))])).toEqual({ a: weight });
  });

  test('dwelling without a view adds nothing, and each view can be raised anew', () => {
    const dwell = event('dwell', { item_id: 'a', ms: 60_000 });
    expect(weightsOf([dwell])).toEqual({});
    expect(weightsOf([view('a'), dwell, view('a'), dwell])).toEqual({ a: 4 });
  });

  test('fade by half in two weeks', () => {
    // 4 · 2^−2 + 1 · 2^−1 + 1 = 2.5
    const events = [event('add_to_cart', items('a'), 0), view('a', 14 * DAY), view('a', 28 * DAY)];
    expect(HALF_LIFE_MS).toBe(14 * DAY);
    expect(weightsOf(events, 28 * DAY).a).toBeCloseTo(2.5, 12);
  });

  test('do not grow where the clock is behind the events, by years or by decades', () => {
    const events = [event('add_to_cart', items('a'), 60_000 * DAY), view('b', 60_000 * DAY)];
    for (const now of [0, 59_000 * DAY, 60_000 * DAY]) expect(weightsOf(events, now)).toEqual({ a: 4, b: 1 });
  });

  test('are the sum over all events, however they are spread and wherever it is looked at from', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 30 * DAY }), (times, later) => {
        const now = Math.max(...times) + later;
        const naive = times.reduce((sum, time) => sum + 2 ** (-(now - time) / HALF_LIFE_MS), 0);
        const events = times.sort((x, y) => x - y).map((time) => view('a', time));
        expect(weightsOf(events, now).a / naive).toBeCloseTo(1, 9);
      }),
      { seed: 7 },
    );
  });

  test('count an item once per event, however often the event names it', () => {
    expect(weightsOf([event('add_to_cart', items('a', 'a'))])).toEqual({ a: 4 });
  });

  test('tell the strongest thing done with an item, how often it was met, and when last', () => {
    const events = [
      event('add_to_cart', items('a'), 1),
      view('b', 2),
      view('a', 3),
      { ...purchase('t', 'b'), timestamp: 4 } as JourneyEvent,
    ];
    expect(shopperOf(events, 4).interactions).toMatchObject([
      { itemId: 'b', kind: 'bought', count: 2, lastMs: 4 },
      { itemId: 'a', kind: 'carted', count: 2, lastMs: 3 },
    ]);
  });

  test('count the steps of one encounter once, and a second look as a second one', () => {
    const dwell = event('dwell', { item_id: 'a', ms: 9000 }, 2);
    const met = [view('a', 1), dwell, event('add_to_cart', items('a'), 3), event('add_to_cart', items('a'), 4)];
    expect(shopperOf(met, 4).interactions).toMatchObject([{ itemId: 'a', count: 1, lastMs: 4 }]);
    expect(shopperOf([...met, view('a', 5)], 5).interactions).toMatchObject([{ itemId: 'a', count: 2 }]);
    const turnedDown = [view('b', 1), event('dismiss_item', { item_id: 'a' }, 2)];
    expect(shopperOf(turnedDown, 2).interactions).toMatchObject([
      { itemId: 'a', count: 0 },
      { itemId: 'b', count: 1 },
    ]);
  });

  test('do not come later, nor more often, by being shown: a shelf of what was viewed is no view', () => {
    const shown = event('view_item_list', items('a', 'x'), 9);
    expect(shopperOf([view('a', 1), view('b', 2), shown], 9).interactions).toMatchObject([
      { itemId: 'b', count: 1, lastMs: 2 },
      { itemId: 'a', count: 1, lastMs: 1 },
      { itemId: 'x', count: 0, lastMs: 9 },
    ]);
  });

  test('come strongest first, likes and dislikes alike; ties go to the later one, then to the lower id', () => {
    const events = [view('c', 5), view('b', 5), view('d', 1), event('dismiss_item', { item_id: 'x' }, 5)];
    expect(shopperOf(events, 5).interactions.map(({ itemId }) => itemId)).toEqual(['x', 'b', 'c', 'd']);
  });

  test('of items merely shown weigh −0.1 each, but never more than a tenth of what was chosen', () => {
    const shown = (...ids: string[]) => event('view_item_list', items(...ids));
    // Five views: 5. One item shown: −0.1, below the bound of 0.5.
    const views = ['a', 'b', 'c', 'd', 'e'].map((id) => view(id));
    expect(weightsOf([...views, shown('x')])).toMatchObject({ a: 1, x: -0.1 });
    // Forty items shown: −4, so each is scaled by 0.5 / 4.
    const forty = Array.from({ length: 40 }, (_, i) => `s${i}`);
    const weights = weightsOf([...views, shown(...forty)]);
    expect(weights.s0).toBeCloseTo((-0.1 * SHOWN_SHARE * 5) / 4, 12);
    expect(weights.a).toBe(1);
    expect(weightsOf([shown('x')])).toEqual({});
  });
});

describe('the shopper', () => {
  test('remembers what was viewed, latest first, each once', () => {
    expect(shopperOf([view('a', 1), view('b', 2), view('a', 3)]).recent).toEqual(['a', 'b']);
  });

  test('has in the cart what was put in, less what was taken out', () => {
    const events = [
      event('add_to_cart', { items: [{ item_id: 'a', quantity: 3 }, { item_id: 'b' }] }),
      event('remove_from_cart', { items: [{ item_id: 'a' }, { item_id: 'b' }, { item_id: 'c' }] }),
    ];
    expect(shopperOf(events).cart).toEqual([{ itemId: 'a', quantity: 2 }]);
  });

  test('has in the cart what view_cart says, and nothing else', () => {
    const events = [event('add_to_cart', items('a')), event('view_cart', { items: [{ item_id: 'b', quantity: 2 }] })];
    expect(shopperOf(events).cart).toEqual([{ itemId: 'b', quantity: 2 }]);
    expect(shopperOf([...events, event('view_cart', { items: [] })]).cart).toEqual([]);
  });

  test('owns what was bought, which leaves the cart', () => {
    const { cart, owned } = shopperOf([event('add_to_cart', items('a', 'b')), purchase('t1', 'a')]);
    expect(cart).toEqual([{ itemId: 'b', quantity: 1 }]);
    expect(owned).toEqual([{ itemId: 'a', orders: 1 }]);
  });

  test('buys an order once, however often it is sent, and an item again with another order', () => {
    const sent = [purchase('t1', 'a'), purchase('t1', 'a'), purchase('t2', 'a')];
    expect(shopperOf(sent).owned).toEqual([{ itemId: 'a', orders: 2 }]);
    expect(weightsOf(sent)).toEqual({ a: 16 });
  });

  test('no longer owns what was returned: some items, or the whole order', () => {
    const some = [purchase('t1', 'a', 'b'), event('refund', { transaction_id: 't1', ...items('a') })];
    expect(shopperOf(some).owned).toEqual([{ itemId: 'b', orders: 1 }]);
    expect(weightsOf(some)).toEqual({ a: 2, b: 8 });
    const whole = [purchase('t1', 'a', 'b'), event('refund', { transaction_id: 't1' }), purchase('t1', 'a')];
    expect(shopperOf(whole).owned).toEqual([]);
    expect(weightsOf(whole)).toEqual({ a: 2, b: 2 });
  });

  test('keeps a wishlist, and what is not wanted', () => {
    const { wishlist, dismissed } = shopperOf([
      event('add_to_wishlist', items('a', 'b')),
      event('remove_from_wishlist', items('a')),
      event('dismiss_item', { item_id: 'c' }),
    ]);
    expect({ wishlist, dismissed }).toEqual({ wishlist: ['b'], dismissed: ['c'] });
  });

  test('is not changed by events that say nothing about items', () => {
    const events = [
      event('page_view', {}),
      event('search', { search_term: 'tea' }),
      event('filter_list', { filters: { brand: 'Fenn' } }),
      event('begin_checkout', items('a')),
      event('view_promotion', {}),
    ];
    expect(shopperOf(events)).toEqual(shopperOf([]));
  });
});
