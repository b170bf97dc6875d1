import { expect, test, vi } from 'vitest';
import * as weights from '../../../src/core/journey/event-weights.js';
import { applyEvent, emptyShopperState, MAX_RECENT, shopperAt } from '../../../src/core/journey/shopper-state.js';
import { event, view } from './events.js';

// Every moving of a sum in time goes through `decay`: its calls count the items that are looked at.
vi.mock('../../../src/core/journey/event-weights.js', async (original) => {
  const actual = await original<typeof weights>();
  return { ...actual, decay: vi.fn(actual.decay) };
});

test.each([10, 300, 3000, 30_000])(
  'after %i events a question looks at 256 items at most, an event at its own',
  (count) => {
    const state = emptyShopperState();
    for (let i = 0; i < count; i++) {
      applyEvent(state, view(`i${i}`, i));
      applyEvent(state, event('view_item_list', { items: [{ item_id: `s${i}` }] }, i));
    }
    const looks = vi.mocked(weights.decay).mockClear().mock.calls;
    applyEvent(state, event('add_to_cart', { items: [{ item_id: 'i0' }, { item_id: 's1' }] }, count));
    expect(looks).toHaveLength(2);
    shopperAt(state, count);
    // Two looks at each: for the sums, and for the weight.
    expect(looks.length - 2).toBeLessThanOrEqual(2 * 256);
  },
);

test('the latest event is seen by the next question, however much weighs more', () => {
  const state = emptyShopperState();
  for (let i = 0; i < 1000; i++)
    applyEvent(state, event('purchase', { transaction_id: `t${i}`, items: [{ item_id: `i${i}` }] }, i));
  applyEvent(state, view('new', 1000));
  expect(shopperAt(state, 1000).interactions).toContainEqual({
    itemId: 'new',
    weight: 1,
    kind: 'viewed',
    lastMs: 1000,
    count: 1,
  });
});

test('of what was viewed the latest 256 are remembered', () => {
  const state = emptyShopperState();
  for (let i = 0; i < 300; i++) applyEvent(state, view(`i${i}`, i));
  const { recent } = shopperAt(state, 300);
  expect([MAX_RECENT, recent.length, recent[0], recent[255]]).toEqual([256, 256, 'i299', 'i44']);
});

test('what is owned, wished for and dismissed stays complete, and is listed anew only after a change', () => {
  const state = emptyShopperState();
  for (let i = 0; i < 1000; i++) {
    const items = [{ item_id: `i${i}` }];
    applyEvent(state, event('purchase', { transaction_id: `t${i}`, items }, i));
    applyEvent(state, event('add_to_wishlist', { items }, i));
    applyEvent(state, event('dismiss_item', { item_id: `i${i}` }, i));
  }
  const before = shopperAt(state, 1000);
  for (const list of ['owned', 'wishlist', 'dismissed'] as const) expect(before[list]).toHaveLength(1000);
  applyEvent(state, view('i0', 1001));
  expect(shopperAt(state, 1001).owned).toBe(before.owned);
  applyEvent(state, event('refund', { transaction_id: 't0' }, 1002));
  const after = shopperAt(state, 1002);
  expect([before.owned.length, after.owned.length, after.dismissed === before.dismissed]).toEqual([1000, 999, true]);
});
