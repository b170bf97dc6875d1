import { seededRandom, shuffle } from '../../core/random.js';
import type { Journeys } from '../clean/clean-events.js';
import { selectEvents } from '../clean/select-events.js';
import { entriesOf } from './sequences.js';

/** What a user did next, kept from training. */
export interface HeldOutExample {
  /** Items in order, at least one. */
  history: Uint32Array;
  target: number;
  /** Equal for what the same user did. */
  user: number;
}

/** How many different users something rests on. */
export const userCount = (of: readonly Pick<HeldOutExample, 'user'>[]): number =>
  new Set(of.map(({ user }) => user)).size;

/** Of the visits, in time. */
const HELD_OUT_SHARE = 0.1;

/**
 * Keeps a part of the journeys from training, to learn from it how far to trust what is trained: of a log with times the
 * visits of its last tenth, each of their steps being an example; of a log without, the last item of some users.
 *
 * @param count  Most examples, drawn with a fixed seed.
 */
export function holdOut(journeys: Journeys, count: number): { training: Journeys; examples: HeldOutExample[] } {
  const { offsets, items, timestamps } = journeys;
  const entries = Array.from({ length: offsets.length - 1 }, (_, user) => entriesOf(journeys, user));
  const firstHeldOut = tellsTime(timestamps) ? visitsAfter(journeys) : lastEntries(journeys, entries, count);
  const targets: { user: number; place: number }[] = [];
  const heldOut = new Uint8Array(items.length);
  for (const [user, events] of entries.entries()) {
    for (const [place, e] of events.entries()) if (place > 0 && e >= firstHeldOut[user]) targets.push({ user, place });
    heldOut.fill(1, firstHeldOut[user], offsets[user + 1]);
  }
  const examples = drawn(targets, count).map(
    ({ user, place }): HeldOutExample => ({
      history: Uint32Array.from(entries[user].slice(0, place), (e) => items[e]),
      target: items[entries[user][place]],
      user,
    }),
  );
  return { training: selectEvents(journeys, (e) => heldOut[e] === 0), examples };
}

/**
 * Per user the first event of a visit that began in the last tenth of all visits, or the end of the user's events. A visit
 * begins with its first event that has a time: of what has none, which comes first, nobody knows when it was.
 */
function visitsAfter({ offsets, timestamps, visits }: Journeys): Uint32Array {
  const begins = (e: number): boolean =>
    !Number.isNaN(timestamps[e]) && (e === 0 || visits[e] !== visits[e - 1] || Number.isNaN(timestamps[e - 1]));
  const starts = timestamps.filter((_, e) => begins(e)).sort();
  const cut = starts[Math.floor(starts.length * (1 - HELD_OUT_SHARE))];
  return Uint32Array.from({ length: offsets.length - 1 }, (_, user) => {
    for (let e = offsets[user]; e < offsets[user + 1]; e++) if (timestamps[e] >= cut && begins(e)) return e;
    return offsets[user + 1];
  });
}

/** Most users of a log without times that are asked for their last item. */
const ASKED_SHARE = 0.25;

/** Of some users the event by which they met their last item, where they had met something before. */
function lastEntries({ offsets }: Journeys, entries: readonly number[][], count: number): Uint32Array {
  const random = seededRandom(entries.length);
  const share = Math.min(ASKED_SHARE, count / entries.length);
  return Uint32Array.from(entries, (events, user) =>
    random() < share && events.length > 1 ? events[events.length - 1] : offsets[user + 1],
  );
}

/** Whether most events have a time, and not all the same one. */
function tellsTime(timestamps: Float64Array): boolean {
  const known = timestamps.filter((moment) => !Number.isNaN(moment));
  return known.length > timestamps.length / 2 && known.some((moment) => moment !== known[0]);
}

/** Some of the values, which are shuffled in their place with a fixed seed. */
export function drawn<T>(values: T[], count: number): T[] {
  shuffle(values, seededRandom(values.length));
  return values.slice(0, count);
}
