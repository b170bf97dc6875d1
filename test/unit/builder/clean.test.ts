import { describe, expect, test } from 'vitest';
import { cleanCatalog } from '../../../src/builder/clean/clean-catalog.js';
import { cleanEvents } from '../../../src/builder/clean/clean-events.js';
import { EventCollector } from '../../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../../src/builder/collect/item-index.js';
import type { Product } from '../../../src/core/product.js';

const item = (values: Partial<Product>) => ({ product: { id: 'a', title: 'A', ...values }, description: '' });

describe('cleaning the catalogue', () => {
  test('leaves out prices that nobody asks, and their currency, and counts them', () => {
    const { items, cleaning } = cleanCatalog([
      item({ price: -5, currency: 'EUR' }),
      item({ price: 0 }),
      item({ price: 5, listPrice: 0, currency: 'EUR' }),
    ]);
    expect(items.map(({ product }) => product)).toEqual([
      { id: 'a', title: 'A' },
      { id: 'a', title: 'A' },
      { id: 'a', title: 'A', price: 5, currency: 'EUR' },
    ]);
    expect(cleaning.impossiblePrices).toBe(3);
  });

  test('takes a price a thousand times the usual for a placeholder, once there are enough to know the usual', () => {
    const usual = Array.from({ length: 19 }, (_, i) => item({ price: 10 + i }));
    const odd = item({ price: 999_999 });
    expect(cleanCatalog([...usual, odd]).cleaning.impossiblePrices).toBe(1);
    expect(cleanCatalog([...usual.slice(1), odd]).cleaning.impossiblePrices).toBe(0);
  });

  test('leaves out brands that say there is none', () => {
    const { items, cleaning } = cleanCatalog([
      item({ brand: 'Unknown' }),
      item({ brand: 'N/A' }),
      item({ brand: 'OPI' }),
    ]);
    expect(items.map(({ product }) => product.brand)).toEqual([undefined, undefined, 'OPI']);
    expect(cleaning.placeholderBrands).toBe(2);
  });
});

describe('cleaning the log', () => {
  const ids = ['a', 'b', 'c'];
  const index = new ItemIndex(ids.map((id) => ({ id, title: id })));
  const MINUTE = 60_000;

  function clean(rows: { user: string; item: string; minute?: number; session?: string; event?: string }[]) {
    const collector = new EventCollector(index);
    for (const { minute, ...row } of rows)
      collector.add({ ...row, ...(minute === undefined ? {} : { timestamp: (1e12 + minute * MINUTE).toString() }) }, 1);
    return cleanEvents(collector.finish().log);
  }
  const itemsOf = ({ journeys }: ReturnType<typeof clean>) => [...journeys.items].map((n) => ids[n]).join('');

  test('puts what each user did in time order, and keeps the order of the log within one moment', () => {
    const cleaned = clean([
      { user: 'u', item: 'c', minute: 9 },
      { user: 'v', item: 'a', minute: 5 },
      { user: 'u', item: 'b', minute: 1 },
      { user: 'u', item: 'a', minute: 1 },
    ]);
    expect(itemsOf(cleaned)).toBe('baca');
    expect([...cleaned.journeys.offsets]).toEqual([0, 3, 4]);
  });

  test('drops what repeats in the same moment; without moments a repeat is a second visit', () => {
    const twice = (minute?: number) =>
      clean([
        { user: 'u', item: 'a', ...(minute === undefined ? {} : { minute }) },
        { user: 'u', item: 'a', ...(minute === undefined ? {} : { minute }) },
      ]);
    expect(twice(1).cleaning.duplicateEvents).toBe(1);
    expect(itemsOf(twice(1))).toBe('a');
    expect(twice().cleaning.duplicateEvents).toBe(0);
    const twoKinds = clean([
      { user: 'u', item: 'a', minute: 1, event: 'view' },
      { user: 'u', item: 'a', minute: 1, event: 'buy' },
    ]);
    expect(itemsOf(twoKinds)).toBe('aa');
  });

  test('begins a visit after half an hour of silence, or where the log names another', () => {
    const { journeys } = clean([
      { user: 'u', item: 'a', minute: 0 },
      { user: 'u', item: 'b', minute: 30 },
      { user: 'u', item: 'c', minute: 61 },
      { user: 'v', item: 'a', minute: 0 },
    ]);
    expect([...journeys.visits]).toEqual([0, 0, 1, 2]);
    const named = clean([
      { user: 'u', item: 'a', minute: 0, session: 's' },
      { user: 'u', item: 'b', minute: 600, session: 's' },
      { user: 'u', item: 'c', minute: 601, session: 't' },
    ]);
    expect([...named.journeys.visits]).toEqual([0, 0, 1]);
  });

  test('leaves out users with so many events that no person made them', () => {
    const people = Array.from({ length: 30 }, (_, user) => ({ user: `u${user}`, item: 'a', minute: user }));
    const bot = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ user: 'bot', item: ids[i % 3], minute: i }));
    expect(clean([...people, ...bot(501)]).cleaning).toMatchObject({ botUsers: 1, botEvents: 501 });
    expect(clean([...people, ...bot(500)]).cleaning).toMatchObject({ botUsers: 0, botEvents: 0 });
    // Where everybody is busy, busy is what people are: 12 events at the middle, times 50.
    const busy = Array.from({ length: 360 }, (_, i) => ({ user: `u${i % 30}`, item: ids[i % 3], minute: i }));
    expect(clean([...busy, ...bot(600)]).cleaning.botUsers).toBe(0);
  });
});
