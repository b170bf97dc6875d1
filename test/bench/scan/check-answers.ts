import { type Batch, LONGEST_ROW_MS, NotRunError, type Search } from './method.js';
import { FEWEST_ROUNDS } from './rotation.js';
import type { ScanData } from './scan-data.js';
import type { Timing } from './scan-job.js';

/** An answer that no method may give, as opposed to a method that cannot run. */
export class WrongAnswerError extends Error {}

/** Consecutive queries, as many batches as it takes for every query to be asked; the last may begin again from the first. */
export function batchesOf(queries: readonly Float32Array[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(queries.length / size) }, (_, b) => {
    const chosen = Array.from({ length: size }, (_, i) => queries[(b * size + i) % queries.length]);
    const stacked = new Float32Array(size * queries[0].length);
    for (const [i, query] of chosen.entries()) stacked.set(query, i * query.length);
    return { queries: chosen, stacked };
  });
}

/** Asks every query once. An excluded item, or one that stands in an answer twice, is a failure whatever the recall. */
export async function checkAnswers(
  search: Search,
  batches: readonly Batch[],
  {
    queries,
    truth,
    unroundedTruth,
    excluded,
    k,
  }: Pick<ScanData, 'queries' | 'truth' | 'unroundedTruth' | 'excluded' | 'k'>,
  progress: (text: string) => void = () => {},
): Promise<Pick<Timing, 'recall' | 'unroundedRecall' | 'firstMs'>> {
  let firstMs = 0;
  let found = 0;
  let foundUnrounded = 0;
  let wanted = 0;
  for (const [b, batch] of batches.entries()) {
    await search.enter?.();
    const started = performance.now();
    const answers = await search.answer(batch);
    const ms = performance.now() - started;
    if (b === 0) firstMs = ms;
    // The first call compiles; from the second on, where there is one, the time is what the others will take.
    if (b === Math.min(1, batches.length - 1)) refuseSlow(ms, batches.length - b + FEWEST_ROUNDS);
    if (ms > 5000) progress(`answered batch ${b + 1} of ${batches.length}`);
    for (const [i, items] of answers.entries()) {
      const query = queries.indexOf(batch.queries[i]);
      const distinct = new Set(Array.from(items, Number));
      if (distinct.size < items.length) throw new WrongAnswerError('an answer holds an item twice');
      if (distinct.size > k) throw new WrongAnswerError(`an answer holds ${distinct.size} items instead of ${k}`);
      for (const item of distinct) {
        if (excluded.has(item)) throw new WrongAnswerError(`answered with item ${item}, which is excluded`);
        if (truth[query].has(item)) found++;
        if (unroundedTruth[query].has(item)) foundUnrounded++;
      }
      wanted += truth[query].size;
    }
  }
  return { recall: found / wanted, unroundedRecall: foundUnrounded / wanted, firstMs };
}

function refuseSlow(callMs: number, callsLeft: number): void {
  if (callMs * callsLeft > LONGEST_ROW_MS)
    throw new NotRunError(`a call takes ${(callMs / 1000).toFixed(1)} s, the row would take over three minutes`);
}
