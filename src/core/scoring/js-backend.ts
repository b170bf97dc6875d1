import type { Embeddings } from '../snapshot/snapshot.js';
import { exactScore } from './exact-score.js';
import type { ScoringBackend, TopItems } from './scoring-backend.js';
import { TopK } from './top-k.js';

/** Scores all items one by one in plain JavaScript: needs nothing, and is the reference for every other backend. */
export function createJsBackend(embeddings: Embeddings): ScoringBackend {
  return {
    name: 'js',
    topItems: async (queries, count, excluded) => queries.map((query) => scan(embeddings, query, count, excluded)),
    dispose() {},
  };
}

function scan(embeddings: Embeddings, query: Float32Array, count: number, excluded: ReadonlySet<number>): TopItems {
  const top = new TopK(Math.min(count, embeddings.itemCount));
  for (let item = 0; item < embeddings.itemCount; item++) {
    const score = exactScore(embeddings, query, item);
    // Asking the set only about items that would get in keeps the loop free of hashing.
    if (top.accepts(item, score) && !excluded.has(item)) top.add(item, score);
  }
  return top.sorted();
}
