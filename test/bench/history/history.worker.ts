import { EventLog } from '../../../src/core/journey/event-log.js';
import type { JourneyEvent } from '../../../src/core/journey-event.js';
import { seededRandom } from '../../../src/core/random.js';
import type { RecommendCall } from '../../../src/core/scoring-protocol.js';
import { CallPacker, type Travelling } from '../../../src/core/travelling-shopper.js';
import { createScoringService } from '../../../workers/scoring-service.js';
import { silentListener } from '../../support/scoring-calls.js';
import { answerJob } from '../browser/answer-job.js';
import type { HistoryJob, HistoryOutcome, HistoryTimes } from './history-job.js';

const MINUTE_MS = 60_000;
/** Events come in at this pace, so that long histories reach back half a year. */
const PACE_MS = 20 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 1);
/** The last events of a history, which are timed together: one alone is shorter than a tick of the clock. */
const ADDED = 10;
const LIMIT = 10;

/** Nothing is dropped: what is asked is what a history costs that is there. */
const RETENTION = { maxEvents: Number.MAX_SAFE_INTEGER, maxAgeMs: Number.MAX_SAFE_INTEGER };

answerJob<HistoryJob, HistoryOutcome>(async ({ manifestUrl, lengths, rounds, itemCount }, progress) => {
  const service = createScoringService();
  const loaded = await service.load({ manifestUrl, device: 'auto', storage: 'leave', gpuLosses: 0 }, silentListener);
  if (loaded === 'wants_gpu') throw new Error('a history is measured on the CPU');
  const calls = new CallPacker();
  const histories = lengths.map((length) => madeUpHistory(length, itemCount));
  const times = lengths.map((events): HistoryTimes => ({ events, sentBytes: 0, rounds: [] }));
  for (let round = 0; round <= rounds; round++) {
    progress(`round ${round} of ${rounds}`);
    // Beforehand: a page reads its journal once, and what that leaves to collect is no part of a list.
    const logs = histories.map((history) => {
      const log = new EventLog(RETENTION);
      log.add(history.slice(0, -ADDED), NOW);
      return log;
    });
    for (const [i, log] of logs.entries()) {
      // The list of the page before.
      await service.recommend(structuredClone(calls.pack(callOf(log.shopperAt(NOW)))));
      const adding = performance.now();
      for (const event of histories[i].slice(-ADDED)) log.add([event], NOW);
      const asking = performance.now();
      const shopper = log.shopperAt(NOW);
      const known = performance.now();
      // What the message to the worker costs on both sides.
      const call = structuredClone(calls.pack(callOf(shopper)));
      const sent = performance.now();
      const [answer] = await service.recommend(call);
      const answered = performance.now();
      if (answer.items.length < LIMIT) throw new Error(`only ${answer.items.length} items after ${lengths[i]} events`);
      if (round === 0) continue;
      times[i].sentBytes = sizeOf(call);
      times[i].rounds.push({
        event: (asking - adding) / ADDED,
        shopper: known - asking,
        clone: sent - known,
        recommend: answered - sent,
      });
    }
  }
  service.dispose();
  return { device: loaded.device.name, times };
});

/**
 * Mostly views, of items that come back now and then; some carts, orders of what is in them, lists and dismissals. Latest
 * last.
 */
function madeUpHistory(length: number, itemCount: number): JourneyEvent[] {
  const random = seededRandom(length);
  const itemId = (): string => `item-${Math.floor(random() ** 2 * itemCount)}`;
  let cart: { item_id: string }[] = [];
  return Array.from({ length }, (_, i): JourneyEvent => {
    const timestamp = NOW - (length - i) * PACE_MS;
    const items = [{ item_id: itemId() }];
    const kind = random();
    if (kind < 0.7) return { name: 'view_item', timestamp, params: { items } };
    if (kind < 0.8) {
      cart.push(...items);
      return { name: 'add_to_cart', timestamp, params: { items } };
    }
    if (kind < 0.84) {
      const ordered = cart.length > 0 ? cart : items;
      cart = [];
      return { name: 'purchase', timestamp, params: { items: ordered, transaction_id: `order-${i}` } };
    }
    if (kind < 0.86) return { name: 'dismiss_item', timestamp, params: { item_id: items[0].item_id } };
    const shown = Array.from({ length: 8 }, () => ({ item_id: itemId() }));
    return { name: 'view_item_list', timestamp, params: { items: shown } };
  });
}

/** As JSON, but for the numbers. */
const sizeOf = ({ shopper: { numbers, ...texts } }: Travelling<RecommendCall>): number =>
  JSON.stringify(texts).length + numbers.byteLength;

const callOf = (shopper: RecommendCall['shopper']): RecommendCall => ({
  queries: [{ limit: LIMIT, before: [], rules: {}, shownIds: [], strategy: 'for-you' }],
  shopper,
  page: { pageType: 'other' },
  locale: 'en',
  seed: 1,
});
