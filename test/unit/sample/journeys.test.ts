import { expect, test } from 'vitest';
import { brands } from '../../../src/sample/brands.js';
import { departments } from '../../../src/sample/departments/departments.js';
import { type SampleEvent, sampleCatalog, sampleJourneys } from '../../../src/sample/index.js';

const catalog = sampleCatalog();
const products = new Map(catalog.map((product) => [product.id, product]));
const { shoppers, events } = sampleJourneys(catalog);
const productOf = (event: SampleEvent) => products.get(event.item)!;
const shopperOf = new Map(shoppers.map((shopper) => [shopper.user, shopper]));
const share = (list: SampleEvent[], holds: (event: SampleEvent) => boolean): number =>
  list.filter(holds).length / list.length;

test('gives the same journeys for the same catalogue and seed', () => {
  expect(sampleJourneys(catalog)).toEqual({ shoppers, events });
  expect(sampleJourneys(catalog, 3).events).not.toEqual(events);
});

test('names only items of the catalogue, shopper by shopper, in time order', () => {
  expect(events.filter((event) => !products.has(event.item))).toEqual([]);
  for (const [i, event] of events.entries()) {
    const before = events[i - 1];
    if (before?.user === event.user) expect(event.timestamp >= before.timestamp).toBe(true);
  }
  expect(new Set(events.map(({ user }) => user)).size).toBe(shoppers.length);
});

test('keeps most of what a shopper looks at in their own departments', () => {
  const inTaste = (event: SampleEvent): boolean =>
    shopperOf.get(event.user)!.departments.includes(productOf(event).category[0]);
  expect(share(events, inTaste)).toBeGreaterThan(0.75);

  const active = [...byUser(events).values()].filter((list) => list.length >= 20);
  const faithful = active.filter((list) => share(list, inTaste) > 0.5);
  expect(faithful.length / active.length).toBeGreaterThan(0.9);
});

test('lets a shopper favour their brands beyond what the shelves alone explain', () => {
  const soldBy = new Map(
    departments.flatMap(({ categories }) =>
      categories.flatMap(({ ranges }) => ranges.map((range) => [range.name, range.brands] as const)),
    ),
  );
  const couldChoose = events.filter((event) => {
    const liked = shopperOf.get(event.user)!.brands;
    const sold = soldBy.get(productOf(event).category[2])!;
    return sold.some((brand) => liked.includes(brand)) && sold.some((brand) => !liked.includes(brand));
  });
  // Most ranges have three brands: about 0.4 of the events would fall on a liked one by chance.
  expect(
    share(couldChoose, (event) => shopperOf.get(event.user)!.brands.includes(productOf(event).brand)),
  ).toBeGreaterThan(0.55);
});

test('lets premium shoppers buy from dearer brands than thrifty ones', () => {
  const meanLevel = (leaning: string): number => {
    const levels = events
      .filter(({ user, event }) => event === 'purchase' && shopperOf.get(user)!.leaning === leaning)
      .map((event) => brands[productOf(event).brand].priceLevel);
    return levels.reduce((sum, level) => sum + level, 0) / levels.length;
  };
  expect(meanLevel('premium')).toBeGreaterThan(meanLevel('middle'));
  expect(meanLevel('middle')).toBeGreaterThan(meanLevel('value'));
});

test('puts what goes together into one order, at one moment', () => {
  const orders = new Map<string, SampleEvent[]>();
  for (const event of events)
    if (event.transaction) orders.set(event.transaction, [...(orders.get(event.transaction) ?? []), event]);
  const goesWith = new Map(
    departments.flatMap(({ categories }) =>
      categories.flatMap(({ ranges }) => ranges.map((range) => [range.name, range.goesWith] as const)),
    ),
  );
  let orderCount = 0;
  for (const order of orders.values()) {
    expect(new Set(order.map(({ user, timestamp }) => `${user} ${timestamp}`)).size).toBe(1);
    const [first, ...others] = order.map((event) => productOf(event).category[2]);
    for (const other of others) expect(goesWith.get(first)).toContain(other);
    if (others.length > 0) orderCount++;
  }
  expect(orderCount).toBeGreaterThan(2000);
  const withTent = [...orders.values()].filter((order) =>
    order.some((event) => productOf(event).category[2].endsWith('Tents')),
  );
  const withMat = withTent.filter((order) => order.some((event) => productOf(event).category[2] === 'Sleeping Mats'));
  expect(withMat.length / withTent.length).toBeGreaterThan(0.3);
});

function byUser(list: SampleEvent[]): Map<string, SampleEvent[]> {
  const users = new Map<string, SampleEvent[]>();
  for (const event of list) {
    const own = users.get(event.user);
    if (own) own.push(event);
    else users.set(event.user, [event]);
  }
  return users;
}
