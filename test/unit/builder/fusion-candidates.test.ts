import { expect, test } from 'vitest';
import { askedOf } from '../../../src/builder/model/fusion-candidates.js';
import { viewedJourney } from '../../../src/builder/model/viewed-journey.js';
import { journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { learnedShop, SHOP_ITEMS } from '../../support/learned-shop.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

const SCANNED = 7;

test('of many journeys each is answered as by itself: the best of a scan, then what lists and journey propose', async () => {
  const { products, ...parts } = learnedShop();
  const { snapshot } = snapshotInMemory(products, parts);
  const examples = Array.from({ length: 75 }, (_, i) => ({
    // One journey says nothing.
    history: i === 40 ? new Uint32Array() : Uint32Array.of(i % SHOP_ITEMS, (3 * i + 1) % SHOP_ITEMS),
  }));
  const all = [...askedOf(snapshot, examples, SCANNED)];
  expect(all.map(({ example }) => example)).toEqual(examples);
  const backend = createJsBackend(snapshot.embeddings);
  for (const { example, candidates } of all) {
    const { encoded, proposed } = journeyEvidence(snapshot, viewedJourney(example.history));
    const scanned = encoded ? await backend.topItems([encoded.query.vector], SCANNED, new Set()) : [];
    expect(candidates).toEqual([...new Set([...scanned.flatMap(({ items }) => [...items]), ...proposed])]);
  }
  expect(all[40].candidates).toEqual([]);
  expect(all[41].candidates.length).toBeGreaterThan(SCANNED);
});
