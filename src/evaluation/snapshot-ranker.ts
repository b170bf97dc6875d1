import { applyEvent, emptyShopperState, shopperAt } from '../core/journey/shopper-state.js';
import type { JourneyEvent } from '../core/journey-event.js';
import { createNextItems } from '../core/scoring/next-items.js';
import type { ScoringBackend } from '../core/scoring/scoring-backend.js';
import type { Shopper } from '../core/shopper.js';
import type { Snapshot } from '../core/snapshot/snapshot.js';
import { stringAt } from '../core/snapshot/string-table.js';
import type { ProtocolName } from './protocol.js';
import type { Ranker } from './ranker.js';
import { EVENT_STEP_MS, eventNameOf } from './training-log.js';

/** A snapshot with the scoring of the browser. Item numbers are the snapshot's own indices. */
export function snapshotRanker(snapshot: Snapshot, backend: ScoringBackend, protocol: ProtocolName): Ranker {
  const nextItems = createNextItems(snapshot, backend);
  const eventOf = eventNameOf(protocol) === 'view_item' ? viewOf : purchaseOf;
  return {
    name: 'windowshop',
    best: async (input, count, excluded) => {
      const shopper = shopperOf(Array.from(input, (item, i) => eventOf(stringAt(snapshot.ids, item), i)));
      return (await nextItems.best(shopper, count, excluded)).items;
    },
  };
}

/** The shopper that the device would make of these events. */
function shopperOf(events: readonly JourneyEvent[]): Shopper {
  const state = emptyShopperState();
  for (const event of events) applyEvent(state, event);
  return shopperAt(state, events.at(-1)?.timestamp ?? 0);
}

const viewOf = (itemId: string, i: number): JourneyEvent => ({
  name: 'view_item',
  params: { items: [{ item_id: itemId }] },
  timestamp: i * EVENT_STEP_MS,
});

const purchaseOf = (itemId: string, i: number): JourneyEvent => ({
  name: 'purchase',
  params: { transaction_id: String(i), items: [{ item_id: itemId }] },
  timestamp: i * EVENT_STEP_MS,
});
