import { answerJob } from '../browser/answer-job.js';
import type { FloatData, PrepareMethod } from '../scan/method.js';
import type { StartJob } from './start-job.js';

/** Lets a method of the scan answer once from rows that it has to fetch. */
export function answerStart(prepare: PrepareMethod<FloatData>): void {
  answerJob<StartJob, ArrayLike<number>>(async ({ n, d, k, rowsUrl }, progress) => {
    const response = await fetch(rowsUrl);
    const rows = new Float32Array(await response.arrayBuffer());
    const query = rows.slice(0, d);
    const search = await prepare({ n, d, k, rows, excluded: new Set(), isExcluded: new Uint8Array(n) }, progress);
    await search.enter?.();
    const [items] = await search.answer({ queries: [query], stacked: query });
    return Array.from(items);
  });
}
