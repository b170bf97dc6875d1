import type { JourneyEvent } from '../journey-event.js';
import type { Shopper } from '../shopper.js';
import { applyEvent, emptyShopperState, shopperAt } from './shopper-state.js';

/** How much of a journey is kept. */
export interface Retention {
  maxAgeMs: number;
  maxEvents: number;
}

/**
 * The journey in memory, in time order, and the shopper it makes. The shopper depends on the set of events alone, not
 * on the order in which they came in: an event that comes late (from another tab, from an imported profile) is put in
 * its place and the sum made anew; all others are simply added.
 */
export class EventLog {
  #retention: Retention;
  #events: JourneyEvent[] = [];
  #state = emptyShopperState();
  #isStale = false;
  #droppedSinceFold = 0;

  constructor(retention: Retention) {
    this.#retention = retention;
  }

  /** By timestamp; equal ones in the order in which they came. */
  get events(): readonly JourneyEvent[] {
    return this.#events;
  }

  add(events: Iterable<JourneyEvent>, now: number): void {
    for (const event of events) {
      const isLatest = insertInOrder(this.#events, event);
      if (!isLatest) this.#isStale = true;
      else if (!this.#isStale) applyEvent(this.#state, event);
    }
    this.#drop(now);
  }

  replace(events: Iterable<JourneyEvent>, now: number): void {
    this.#events = [...events].sort((a, b) => a.timestamp - b.timestamp);
    this.#isStale = true;
    this.#drop(now);
  }

  shopperAt(now: number): Shopper {
    return shopperAt(this.#folded(), now);
  }

  hasOrder(transactionId: string): boolean {
    return this.#folded().orders.has(transactionId);
  }

  #folded() {
    if (this.#isStale) {
      this.#state = emptyShopperState();
      for (const event of this.#events) applyEvent(this.#state, event);
      this.#isStale = false;
      this.#droppedSinceFold = 0;
    }
    return this.#state;
  }

  #drop(now: number): void {
    const overflow = overflowOf(this.#events, this.#retention, now);
    if (overflow === 0) return;
    this.#events.splice(0, overflow);
    this.#droppedSinceFold += overflow;
    // In a full journal every event pushes out one. Making the sum anew each time would cost the whole history; the
    // oldest fiftieth of it has almost no weight, so the sum may lag behind by that much.
    if (this.#droppedSinceFold > this.#events.length / 50) this.#isStale = true;
  }
}

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
