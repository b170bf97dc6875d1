import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ranking } from '../../../src/core/journey/ranking.js';

interface Entry {
  key: number;
  id: number;
}

test('gives the first entries as sorting would, after any changes', () => {
  const changes = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: -5, max: 5 })), { maxLength: 100 });
  fc.assert(
    fc.property(changes, fc.nat(40), (steps, count) => {
      const isBefore = (a: Entry, b: Entry): boolean => a.key > b.key || (a.key === b.key && a.id < b.id);
      const ranking = new Ranking(isBefore);
      const entries = new Map<number, Entry>();
      for (const [id, key] of steps) {
        const entry = entries.get(id) ?? { key, id };
        entry.key = key;
        entries.set(id, entry);
        ranking.put(entry);
      }
      const naive = [...entries.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1)).slice(0, count);
      expect(ranking.first(count)).toEqual(naive);
    }),
    { seed: 23, numRuns: 500 },
  );
});

test('compares as often for a hundred entries as for a hundred thousand', () => {
  const compared = [100, 100_000].map((size) => {
    let count = 0;
    const ranking = new Ranking<Entry>((a, b) => {
      count++;
      return a.key > b.key;
    });
    for (let id = 0; id < size; id++) ranking.put({ key: (id * 7919) % size, id });
    count = 0;
    ranking.first(50);
    return count;
  });
  expect(compared[1]).toBeLessThan(2 * compared[0]);
});
