import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { Journeys } from '../clean/clean-events.js';
import { NONE } from '../collect/event-collector.js';
import { coOccurrence } from './co-occurrence.js';
import { PURCHASE, REFUND } from './event-interest.js';

/** M */
const NEIGHBORS = 20;
/** Orders with more different items are restockings: who buys everything tells nothing. */
const LARGEST_ORDER = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Items of the same orders. Returned items leave their order; without purchases in the log all lists are empty. */
export function boughtWith(journeys: Journeys, itemCount: number, minShoppers: number): WeightedNeighbors {
  const groups = [0];
  const users: number[] = [];
  const items: number[] = [];
  const weights: number[] = [];
  for (let user = 0; user < journeys.offsets.length - 1; user++) {
    for (const order of ordersOf(journeys, user)) {
      if (order.size < 2 || order.size > LARGEST_ORDER) continue;
      items.push(...order);
      weights.push(...Array<number>(order.size).fill(1 / Math.log2(2 + order.size)));
      groups.push(items.length);
      users.push(user);
    }
  }
  return coOccurrence(
    {
      groups: Uint32Array.from(groups),
      users: Uint32Array.from(users),
      items: Uint32Array.from(items),
      weights: Float32Array.from(weights),
    },
    { itemCount, window: LARGEST_ORDER, minShoppers, size: NEIGHBORS, closeness: () => 1 },
  );
}

/** The different items of each order of a user. */
function ordersOf(journeys: Journeys, user: number): Set<number>[] {
  const { items, names } = journeys;
  const orders: Set<number>[] = [];
  let last = -1;
  for (let e = journeys.offsets[user]; e < journeys.offsets[user + 1]; e++) {
    if (names[e] === PURCHASE) {
      if (last < 0 || !isSameOrder(journeys, last, e)) orders.push(new Set());
      orders[orders.length - 1].add(items[e]);
      last = e;
    } else if (names[e] === REFUND) {
      // The log does not say which purchase is returned; the latest is the likeliest.
      const returned = orders.filter((order) => order.has(items[e])).pop();
      returned?.delete(items[e]);
    }
  }
  return orders;
}

/**
 * Two purchases of a user in a row are one order when the log says so, else when they fall on one day, or, in a log
 * without times, when they belong to one visit with nothing but purchases between them.
 */
function isSameOrder({ orders, timestamps, visits, names }: Journeys, before: number, purchase: number): boolean {
  if (orders[before] !== NONE || orders[purchase] !== NONE) return orders[before] === orders[purchase];
  const hasTimes = !Number.isNaN(timestamps[before]) && !Number.isNaN(timestamps[purchase]);
  if (hasTimes) return dayOf(timestamps[before]) === dayOf(timestamps[purchase]);
  return visits[before] === visits[purchase] && names.subarray(before, purchase).every((name) => name === PURCHASE);
}

const dayOf = (timestampMs: number): number => Math.floor(timestampMs / DAY_MS);
