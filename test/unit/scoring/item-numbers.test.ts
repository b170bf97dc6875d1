import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ItemNumbers } from '../../../src/core/scoring/item-numbers.js';

test('numbers items in order of first appearance, as a map would', () => {
  const item = fc.oneof(fc.nat(40), fc.nat(2 ** 32 - 1));
  fc.assert(
    fc.property(fc.array(item), fc.array(item), (added, asked) => {
      const numbers = new ItemNumbers(added.length);
      const expected = new Map<number, number>();
      for (const each of added) {
        if (!expected.has(each)) expected.set(each, expected.size);
        expect(numbers.add(each)).toBe(expected.get(each));
      }
      expect([...numbers.items]).toEqual([...expected.keys()]);
      for (const each of asked) expect(numbers.find(each)).toBe(expected.get(each) ?? -1);
    }),
  );
});
