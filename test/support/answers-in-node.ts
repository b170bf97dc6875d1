import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../src/core/scoring/recommender.js';
import type { RecommendAnswer, RecommendCall } from '../../src/core/scoring-protocol.js';
import { CatalogReader } from '../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../src/core/snapshot/decode-snapshot.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';
import { filesByRole, nodeInflate } from './snapshot-in-memory.js';

/** What the code of the worker answers in Node, from the bytes that a browser would get. */
export async function answersInNode(
  encoded: EncodedSnapshot,
  calls: readonly RecommendCall[],
): Promise<RecommendAnswer[][]> {
  const snapshot = decodeSnapshot(encoded.manifest, filesByRole(encoded));
  const recommender = createRecommender(
    snapshot,
    createJsBackend(snapshot.embeddings),
    new CatalogReader(snapshot, nodeInflate),
  );
  return Promise.all(calls.map((call) => recommender.recommend(call)));
}
