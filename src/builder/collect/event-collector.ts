import type { EventName } from '../../core/journey-event.js';
import type { FieldValues } from '../fields/column-map.js';
import type { ReadEventField } from '../fields/event-fields.js';
import { GrowingColumn } from '../matrix/growing-column.js';
import { EVENT_NAMES } from '../values/event-names.js';
import type { ItemIndex } from './item-index.js';
import { numberOf } from './number-of.js';
import { readEvent } from './read-event.js';
import type { Rejection, RejectionCode } from './rejection.js';

/** Marks in a log what it does not name: no visit, no order. */
export const NONE = 0xffffffff;

/** Events on items of the catalogue, one per index, in the order of the log. Users are numbers: their ids end here. */
export interface EventLog {
  users: Uint32Array;
  items: Uint32Array;
  /** Epoch ms; NaN = not known. */
  timestamps: Float64Array;
  /** Index into {@link EVENT_NAMES}. */
  names: Uint8Array;
  /** Number of the visit as the log names it, or NONE. */
  sessions: Uint32Array;
  /** Number of the order as the log names it, or NONE. */
  orders: Uint32Array;
}

export interface CollectedEvents {
  log: EventLog;
  /** Rows accepted, matched or not. */
  accepted: number;
  /** Accepted rows on items that the catalogue lacks, and a few of these items. */
  unmatched: number;
  unmatchedItems: string[];
  /** Distinct users of the accepted rows. */
  users: number;
  /** Accepted rows whose event name nobody knows. */
  unknownNames: number;
  rows: number;
  rejections: Rejection[];
}

/** Items that the catalogue lacks, to be told: enough to see what is wrong with them. */
const TOLD_ITEMS = 3;
const REJECTIONS = { item: 'no_item', user: 'no_user', timestamp: 'unreadable_time' } as const;
const NAME_INDEX = new Map(EVENT_NAMES.map((name, index) => [name, index]));

/** Takes in an event log row by row. */
export class EventCollector {
  readonly #index: ItemIndex;
  readonly #users = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  readonly #orders = new Map<string, number>();
  readonly #columns = {
    users: new GrowingColumn((length) => new Uint32Array(length)),
    items: new GrowingColumn((length) => new Uint32Array(length)),
    timestamps: new GrowingColumn((length) => new Float64Array(length)),
    names: new GrowingColumn((length) => new Uint8Array(length)),
    sessions: new GrowingColumn((length) => new Uint32Array(length)),
    orders: new GrowingColumn((length) => new Uint32Array(length)),
  };
  readonly #rejections: Rejection[] = [];
  readonly #unmatchedItems = new Set<string>();
  #accepted = 0;
  #unmatched = 0;
  #unknownNames = 0;

  constructor(index: ItemIndex) {
    this.#index = index;
  }

  add(values: FieldValues<ReadEventField>, line: number): void {
    const event = readEvent(values);
    if ('fault' in event) {
      this.#reject(line, REJECTIONS[event.fault], event.fault);
      return;
    }
    if (event.isUnknownName) this.#unknownNames++;
    const session = event.session === undefined ? NONE : numberOf(this.#sessions, event.session);
    const order = event.order === undefined ? NONE : numberOf(this.#orders, event.order);
    this.#accept(numberOf(this.#users, event.user), event.item, event.timestampMs, event.name, session, order);
  }

  /** `user item item …` in time order: views of one visit. */
  addSequence(text: string, line: number): void {
    const [user, ...items] = text.split(/\s+/).filter((word) => word !== '');
    if (items.length === 0) {
      this.#reject(line, 'no_item', 'item');
      return;
    }
    const number = numberOf(this.#users, user);
    for (const item of items) this.#accept(number, item, undefined, 'view_item', line, NONE);
  }

  /** Counts a row that its parser could make nothing of. */
  addBroken(line: number): void {
    this.#reject(line, 'broken_row', '');
  }

  finish(): CollectedEvents {
    const { users, items, timestamps, names, sessions, orders } = this.#columns;
    return {
      log: {
        users: users.values(),
        items: items.values(),
        timestamps: timestamps.values(),
        names: names.values(),
        sessions: sessions.values(),
        orders: orders.values(),
      },
      accepted: this.#accepted,
      unmatched: this.#unmatched,
      unmatchedItems: [...this.#unmatchedItems],
      users: this.#users.size,
      unknownNames: this.#unknownNames,
      rows: this.#accepted + this.#rejections.length,
      rejections: this.#rejections,
    };
  }

  #accept(
    user: number,
    reference: string,
    timestampMs: number | undefined,
    name: EventName,
    session: number,
    order: number,
  ): void {
    this.#accepted++;
    const item = this.#index.find(reference);
    if (item < 0) {
      this.#unmatched++;
      if (this.#unmatchedItems.size < TOLD_ITEMS) this.#unmatchedItems.add(reference);
      return;
    }
    this.#columns.users.push(user);
    this.#columns.items.push(item);
    this.#columns.timestamps.push(timestampMs ?? Number.NaN);
    this.#columns.names.push(NAME_INDEX.get(name) as number);
    this.#columns.sessions.push(session);
    this.#columns.orders.push(order);
  }

  #reject(line: number, code: RejectionCode, field: string): void {
    this.#rejections.push({ input: 'events', line, code, field });
  }
}
