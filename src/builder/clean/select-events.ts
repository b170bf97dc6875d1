import type { Journeys } from './clean-events.js';

/** The journeys with some of their events only; users without any are gone. */
export function selectEvents(journeys: Journeys, isKept: (event: number) => boolean): Journeys {
  const kept: number[] = [];
  const offsets = [0];
  for (let user = 0; user < journeys.offsets.length - 1; user++) {
    for (let e = journeys.offsets[user]; e < journeys.offsets[user + 1]; e++) if (isKept(e)) kept.push(e);
    if (kept.length > offsets[offsets.length - 1]) offsets.push(kept.length);
  }
  return {
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(kept, (e) => journeys.items[e]),
    timestamps: Float64Array.from(kept, (e) => journeys.timestamps[e]),
    names: Uint8Array.from(kept, (e) => journeys.names[e]),
    visits: Uint32Array.from(kept, (e) => journeys.visits[e]),
    orders: Uint32Array.from(kept, (e) => journeys.orders[e]),
  };
}
