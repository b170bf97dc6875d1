import { EventLog } from '../../../src/core/journey/event-log.js';
import { seededRandom } from '../../../src/core/random.js';
import { journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createNextItems } from '../../../src/core/scoring/next-items.js';
import { CANDIDATES } from '../../../src/core/scoring/recommender.js';
import { shopperSequence } from '../../../src/core/scoring/shopper-sequence.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { parseManifest } from '../../../src/core/snapshot/manifest.js';
import { downloadManifest } from '../../../src/network/download-manifest.js';
import { loadSnapshot } from '../../../workers/snapshot-loader.js';
import { answerJob } from '../browser/answer-job.js';
import type { QueryJob, QueryOutcome } from './query-job.js';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const RETENTION = { maxEvents: 1000, maxAgeMs: Number.MAX_SAFE_INTEGER };
const NOTHING: ReadonlySet<number> = new Set();

/** In plain JavaScript and one thread: what the fusion costs beside the scan that every scorer needs. */
answerJob<QueryJob, QueryOutcome>(async ({ manifestUrl, itemCount, lengths, k, rounds }, progress) => {
  const { snapshot } = await loadSnapshot(
    manifestUrl,
    parseManifest((await downloadManifest(manifestUrl, false)).bytes),
  );
  const backend = createJsBackend(snapshot.embeddings);
  const nextItems = createNextItems(snapshot, backend);
  const random = seededRandom(1);
  const journeys = lengths.map((length) => {
    const shopper = viewerOf(Array.from({ length }, () => `item-${Math.floor(random() * itemCount)}`));
    const { encoded } = journeyEvidence(snapshot, shopperSequence(snapshot, shopper));
    if (encoded === undefined) throw new Error('the snapshot has no encoder');
    return { shopper, query: encoded.query.vector };
  });
  const outcome: QueryOutcome = { scan: [], list: [] };
  for (let round = -journeys.length; round < rounds; round++) {
    progress(`round ${round} of ${rounds}`);
    const { shopper, query } = journeys[(round + journeys.length) % journeys.length];
    const steps = [
      async () => {
        const started = performance.now();
        await backend.topItems([query], CANDIDATES, NOTHING);
        if (round >= 0) outcome.scan.push(performance.now() - started);
      },
      async () => {
        const started = performance.now();
        const { items } = await nextItems.best(shopper, k);
        if (round >= 0) outcome.list.push(performance.now() - started);
        if (items.length !== k) throw new Error(`${items.length} items instead of ${k}`);
      },
    ];
    if (round % 2 === 0) steps.reverse();
    for (const step of steps) await step();
  }
  return outcome;
});

function viewerOf(itemIds: readonly string[]): Shopper {
  const log = new EventLog(RETENTION);
  const events = itemIds.map((item_id, i) => ({
    name: 'view_item' as const,
    params: { items: [{ item_id }] },
    timestamp: NOW - (itemIds.length - i) * MINUTE_MS,
  }));
  log.add(events, NOW);
  return log.shopperAt(NOW);
}
