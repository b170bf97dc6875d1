import { type EventLog, NONE } from '../collect/event-collector.js';
import { groupEntries } from '../matrix/group-entries.js';
import { EVENT_NAMES } from '../values/event-names.js';

/**
 * What each user did, in time order: user u has the entries `offsets[u]` … `offsets[u + 1]`. Events of one moment keep
 * the order of the log.
 */
export interface Journeys {
  /** [U + 1] */
  offsets: Uint32Array;
  items: Uint32Array;
  /** Epoch ms; NaN = not known. */
  timestamps: Float64Array;
  /** Index into EVENT_NAMES. */
  names: Uint8Array;
  /** Number of the visit, ascending; never shared between users. */
  visits: Uint32Array;
  /** Number of the order as the log names it, or NONE. */
  orders: Uint32Array;
}

export interface EventCleaning {
  /** The same user, item, event and moment once more. */
  duplicateEvents: number;
  /** Users with so many events that no person made them, … */
  botUsers: number;
  /** … and their events, which are left out. */
  botEvents: number;
}

/** A user is taken for a bot beyond this many times the median, … */
const BOT_TIMES_MEDIAN = 50;
/** … but never below this number of events: a keen shopper in a small shop. */
const BOT_MIN_EVENTS = 500;
/** A longer pause begins a new visit, where the log does not name visits itself. */
const VISIT_GAP_MS = 30 * 60 * 1000;

/** Orders the log by user and time and leaves out duplicates and bot-like users. */
export function cleanEvents(log: EventLog): { journeys: Journeys; cleaning: EventCleaning } {
  const byUser = groupEntries(log.users, userCountOf(log));
  const cleaning: EventCleaning = { duplicateEvents: 0, botUsers: 0, botEvents: 0 };
  const kept = new Uint32Array(log.users.length);
  const offsets = [0];
  let length = 0;
  const limit = botLimit(byUser.offsets);
  for (let user = 0; user < byUser.offsets.length - 1; user++) {
    const events = byUser.entries.subarray(byUser.offsets[user], byUser.offsets[user + 1]);
    if (events.length === 0) continue;
    if (events.length > limit) {
      cleaning.botUsers++;
      cleaning.botEvents += events.length;
      continue;
    }
    const unique = withoutRepeats(log, sortByTime(log, events));
    cleaning.duplicateEvents += events.length - unique.length;
    kept.set(unique, length);
    length += unique.length;
    offsets.push(length);
  }
  return { journeys: toJourneys(log, kept.subarray(0, length), Uint32Array.from(offsets)), cleaning };
}

const userCountOf = ({ users }: EventLog): number => users.reduce((count, user) => Math.max(count, user + 1), 0);

function botLimit(offsets: Uint32Array): number {
  const counts = Uint32Array.from({ length: offsets.length - 1 }, (_, user) => offsets[user + 1] - offsets[user])
    .filter((count) => count > 0)
    .sort();
  return Math.max(BOT_MIN_EVENTS, BOT_TIMES_MEDIAN * (counts[Math.floor(counts.length / 2)] ?? 0));
}

/** By moment, events of one moment in the order of the log; events without one come first. */
function sortByTime({ timestamps }: EventLog, events: Uint32Array): Uint32Array {
  const moment = (event: number): number => (Number.isNaN(timestamps[event]) ? -1 : timestamps[event]);
  return events.slice().sort((a, b) => moment(a) - moment(b) || a - b);
}

/** Drops what repeats within one moment. Without moments a repeat is a second visit, not a second copy. */
function withoutRepeats({ timestamps, items, names }: EventLog, events: Uint32Array): Uint32Array {
  const seen = new Set<number>();
  let moment = Number.NaN;
  return events.filter((event) => {
    if (Number.isNaN(timestamps[event])) return true;
    if (timestamps[event] !== moment) seen.clear();
    moment = timestamps[event];
    const key = items[event] * EVENT_NAMES.length + names[event];
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function toJourneys(log: EventLog, events: Uint32Array, offsets: Uint32Array): Journeys {
  const visits = new Uint32Array(events.length);
  let visit = 0;
  for (let user = 0; user < offsets.length - 1; user++) {
    for (let e = offsets[user]; e < offsets[user + 1]; e++) {
      if (e > offsets[user] && beginsVisit(log, events[e - 1], events[e])) visit++;
      visits[e] = visit;
    }
    visit++;
  }
  return {
    offsets,
    items: Uint32Array.from(events, (event) => log.items[event]),
    timestamps: Float64Array.from(events, (event) => log.timestamps[event]),
    names: Uint8Array.from(events, (event) => log.names[event]),
    visits,
    orders: Uint32Array.from(events, (event) => log.orders[event]),
  };
}

function beginsVisit({ sessions, timestamps }: EventLog, before: number, event: number): boolean {
  if (sessions[event] !== NONE || sessions[before] !== NONE) return sessions[event] !== sessions[before];
  return timestamps[event] - timestamps[before] > VISIT_GAP_MS;
}
