import type { JourneyEvent } from '../journey-event.js';
import type { Shopper } from '../shopper.js';
import { type FoldedShopper, foldShopper, unfoldShopper } from './folded-shopper.js';
import { applyEvent, emptyShopperState, type ShopperState, shopperAt } from './shopper-state.js';

/** How much of a journey is kept. */
export interface Retention {
  maxAgeMs: number;
  maxEvents: number;
}

/** Share of the journal by which the sum may lag behind what was dropped. */
const MAX_LAG = 1 / 50;
/** Events that each new one carries into the renewed sum, which is complete before another hundredth is dropped. */
const RENEWED_PER_EVENT = 128;

/**
 * The journey in memory, in time order, and the shopper it makes. The shopper depends on the set of events alone, not
 * on the order in which they came in: an event that comes late (from another tab, from an imported profile) is put in
 * its place and the sum made anew; all others are simply added.
 *
 * In a full journal every event pushes out one. Making the sum anew each time would cost the whole history; the oldest
 * fiftieth of it has almost no weight, so the sum may lag behind by that much. At half of that a second sum is begun
 * from what is left; each event carries a portion into it, and it takes over when it has caught up. So no event costs
 * more than its portion, however long the journal is; only what comes late, or a long absence, costs the whole.
 */
export class EventLog {
  #retention: Retention;
  /** What the sum begins with. */
  #base: FoldedShopper | undefined;
  /** Begins with events that are dropped but not yet taken out: doing that one by one would move all others each time. */
  #events: JourneyEvent[] = [];
  #dropped = 0;
  #state = emptyShopperState();
  #renewal: { state: ShopperState; events: number } | undefined;
  #isStale = false;

  constructor(retention: Retention) {
    this.#retention = retention;
  }

  /** By timestamp; equal ones in the order in which they came. */
  get events(): readonly JourneyEvent[] {
    return this.#dropped > 0 ? this.#events.slice(this.#dropped) : this.#events;
  }

  /** The sum of events that came before all of {@link events} and are lost, where there were any. */
  get base(): FoldedShopper | undefined {
    return this.#base;
  }

  add(events: Iterable<JourneyEvent>, now: number): void {
    let count = 0;
    for (const event of events) {
      const isLatest = insertInOrder(this.#events, event);
      if (!isLatest) this.#isStale = true;
      else if (!this.#isStale) applyEvent(this.#state, event);
      count++;
    }
    this.#drop(now);
    this.#renew(count * RENEWED_PER_EVENT);
  }

  replace(events: Iterable<JourneyEvent>, now: number, base?: FoldedShopper): void {
    this.#base = base;
    this.#events = [...events].sort((a, b) => a.timestamp - b.timestamp);
    this.#dropped = 0;
    this.#isStale = true;
    this.#drop(now);
  }

  shopperAt(now: number): Shopper {
    return shopperAt(this.#folded(), now);
  }

  /** The sum of everything, as a base to begin anew from. */
  fold(): FoldedShopper {
    const lastMs = this.#events[this.#events.length - 1]?.timestamp ?? 0;
    return foldShopper(this.#folded(), Math.max(lastMs, this.#base?.lastMs ?? 0));
  }

  hasOrder(transactionId: string): boolean {
    return this.#folded().orders.has(transactionId);
  }

  #folded(): ShopperState {
    if (this.#isStale) {
      this.#takeOut();
      this.#renewal = this.#emptyRenewal();
      this.#isStale = false;
      this.#renew(this.#events.length);
    }
    return this.#state;
  }

  #emptyRenewal(): { state: ShopperState; events: number } {
    return { state: this.#base ? unfoldShopper(this.#base) : emptyShopperState(), events: 0 };
  }

  #drop(now: number): void {
    if (this.#base && isTooOld(this.#base, this.#retention, now)) {
      this.#base = undefined;
      this.#isStale = true;
    }
    // What was dropped before is older still, so the number counts from the very first.
    this.#dropped = Math.max(this.#dropped, overflowOf(this.#events, this.#retention, now));
    const maxDropped = (this.#events.length - this.#dropped) * MAX_LAG;
    if (this.#dropped > maxDropped) this.#isStale = true;
    if (this.#isStale) this.#renewal = undefined;
    if (this.#renewal || this.#dropped <= maxDropped / 2) return;
    this.#takeOut();
    if (!this.#isStale) this.#renewal = this.#emptyRenewal();
  }

  #takeOut(): void {
    this.#events.splice(0, this.#dropped);
    this.#dropped = 0;
  }

  /** Carries some more events into the renewed sum, if one is being made. */
  #renew(count: number): void {
    const renewal = this.#renewal;
    if (!renewal) return;
    const end = Math.min(this.#events.length, renewal.events + count);
    while (renewal.events < end) applyEvent(renewal.state, this.#events[renewal.events++]);
    if (end < this.#events.length) return;
    this.#state = renewal.state;
    this.#renewal = undefined;
  }
}

/** A base goes as its last event would. */
export const isTooOld = ({ lastMs }: FoldedShopper, { maxAgeMs }: Retention, now: number): boolean =>
  lastMs < now - maxAgeMs;

/** Puts an event behind all that are as early or earlier. Returns whether that was the end. */
export function insertInOrder(events: JourneyEvent[], event: JourneyEvent): boolean {
  const place = placeOf(events, event.timestamp);
  events.splice(place, 0, event);
  return place === events.length - 1;
}

/** How many of the oldest events go: those beyond the number, and those beyond the age. */
export function overflowOf(events: readonly JourneyEvent[], { maxAgeMs, maxEvents }: Retention, now: number): number {
  return Math.max(events.length - maxEvents, placeOf(events, now - maxAgeMs - 1));
}

/** How many events are as early as this or earlier. Almost always all of them, so that is looked at first. */
function placeOf(events: readonly JourneyEvent[], timestamp: number): number {
  if (events.length === 0 || events[events.length - 1].timestamp <= timestamp) return events.length;
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle].timestamp <= timestamp) low = middle + 1;
    else high = middle;
  }
  return low;
}
