import { expect, test } from 'vitest';
import { ShownItems, slotOf } from '../../../src/sdk/shown-items.js';

test('a list is known by its placement, else by strategy and anchors', () => {
  expect(slotOf({ placement: 'a', limit: 4 })).toBe(slotOf({ placement: 'a', strategy: 'popular' }));
  expect(slotOf({ limit: 4 })).toBe(slotOf({ limit: 8, rules: { exclude: ['x'] } }));
  expect(slotOf({ strategy: 'popular' })).not.toBe(slotOf({ strategy: 'for-you' }));
  expect(slotOf({ itemId: 'a' })).not.toBe(slotOf({ itemId: 'b' }));
  expect(slotOf({ placement: 'popular' })).not.toBe(slotOf({ strategy: 'popular' }));
});

test('a list must not show what others show, but may show again what it showed itself', () => {
  const shown = new ShownItems();
  shown.replace([
    { slot: 'a', itemIds: ['1', '2'] },
    { slot: 'b', itemIds: ['3'] },
  ]);
  shown.add('b', ['4']);
  expect(shown.outside(new Set(['a']))).toEqual(['3', '4']);
  expect(shown.outside(new Set(['a', 'b']))).toEqual([]);
  shown.replace([{ slot: 'b', itemIds: ['5'] }]);
  expect(shown.outside(new Set())).toEqual(['1', '2', '5']);
  shown.clear();
  expect(shown.outside(new Set())).toEqual([]);
});
