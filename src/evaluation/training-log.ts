import { type EventLog, NONE } from '../builder/collect/event-collector.js';
import type { CatalogItem } from '../builder/collect/read-product.js';
import { EVENT_NAMES } from '../builder/values/event-names.js';
import type { ProtocolName } from './protocol.js';
import { type Sequences, sequenceCount } from './sequences.js';

/** What the files of a protocol are taken to hold: visits are of views, histories of users are of purchases. */
export const eventNameOf = (protocol: ProtocolName): 'view_item' | 'purchase' =>
  protocol === 'next-item' ? 'view_item' : 'purchase';

/** When the first visit of a file began; any moment would do. */
const FIRST_MS = Date.UTC(2020, 0, 1);
/**
 * From one visit of a file to the next: the order of the file is its clock, and a minute makes a quarter of a year of
 * 130,000 visits, which is about what the public logs of sessions hold.
 */
const VISIT_STEP_MS = 60_000;
/** From one event of a visit to the next. */
export const EVENT_STEP_MS = 1000;

/**
 * Sequences as a log for the builder. Visits are users of their own, one after the other in time. Of the histories
 * nobody knows when they were, beside their order; each purchase is an order of its own.
 */
export function trainingLog(sequences: Sequences, protocol: ProtocolName): EventLog {
  const { offsets, items } = sequences;
  const length = items.length;
  const log: EventLog = {
    users: new Uint32Array(length),
    items,
    timestamps: new Float64Array(length).fill(Number.NaN),
    names: new Uint8Array(length).fill(EVENT_NAMES.indexOf(eventNameOf(protocol))),
    sessions: new Uint32Array(length),
    orders: new Uint32Array(length).fill(NONE),
  };
  for (let s = 0; s < sequenceCount(sequences); s++) {
    for (let e = offsets[s]; e < offsets[s + 1]; e++) {
      log.users[e] = s;
      log.sessions[e] = s;
      if (protocol === 'next-item') log.timestamps[e] = FIRST_MS + s * VISIT_STEP_MS + (e - offsets[s]) * EVENT_STEP_MS;
      else log.orders[e] = e;
    }
  }
  return log;
}

/**
 * The items of a protocol as a catalogue: item n is `itemIds[n]`. A catalogue beside the files adds content and nothing
 * else: of an item that it lacks only the id is known, which is no content, so its title stays empty; items that only
 * it has are left out.
 */
export function trainingCatalog(itemIds: readonly string[], catalog: Iterable<CatalogItem> = []): CatalogItem[] {
  const known = new Map<string, CatalogItem>();
  for (const item of catalog) known.set(item.product.id, item);
  return itemIds.map((id) => known.get(id) ?? { product: { id, title: '' }, description: '' });
}
