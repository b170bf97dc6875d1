import { findMistake } from '../../src/core/scoring/find-mistake.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { queryNear } from './query-near.js';

/** Items that an answer is compared with: a millisecond or two of plain JavaScript at the start. */
const COMPARED_ITEMS = 10_000;
const COUNT = 20;

/**
 * Asks a backend a question whose answer can be checked, before the first shopper does.
 *
 * @throws Error when the answer is wrong.
 */
export async function passSelfTest(backend: ScoringBackend, embeddings: Embeddings): Promise<void> {
  if (embeddings.itemCount === 0) return;
  const query = queryNear(embeddings, 1);
  const excluded = new Set([0]);
  const [answer] = await backend.topItems([query], COUNT, excluded);
  const { value: mistake } = findMistake(embeddings, { query, count: COUNT, excluded, answer }, COMPARED_ITEMS).next();
  if (mistake !== undefined) throw new Error(`it gave a wrong answer to a known question: ${mistake}`);
}
