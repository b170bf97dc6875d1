import { create, insert, search } from '@orama/orama';
import { type FloatData, LONGEST_ROW_MS, NotRunError, type PrepareMethod } from '../method.js';

/** Documents after which the time for all is estimated. */
const SAMPLE = 2000;

/**
 * A search engine with vectors. It knows no exclusions, so it is asked for as many more. It ranks by cosine: rounded rows
 * are not quite of length 1, which is all that its recall lacks.
 */
export const prepare: PrepareMethod<FloatData> = async ({ n, d, k, rows, excluded, isExcluded }, progress) => {
  const database = create({ schema: { embedding: `vector[${d}]` } as const });
  const started = performance.now();
  for (let item = 0; item < n; item++) {
    await insert(database, { id: String(item), embedding: Array.from(rows.subarray(item * d, (item + 1) * d)) });
    const added = item + 1;
    const spentMs = performance.now() - started;
    if (added === SAMPLE && (spentMs / SAMPLE) * n > LONGEST_ROW_MS)
      throw new NotRunError(`the index would take about ${Math.round(((spentMs / SAMPLE) * n) / 1000)} s to build`);
    if (added % 10_000 === 0) progress(`${added} of ${n} documents`);
  }
  const buildMs = performance.now() - started;
  return {
    buildMs,
    async answer({ queries }) {
      const answers: number[][] = [];
      for (const query of queries) {
        const { hits } = await search(database, {
          mode: 'vector',
          vector: { value: Array.from(query), property: 'embedding' },
          similarity: 0,
          limit: k + excluded.size,
          includeVectors: false,
        });
        answers.push(
          hits
            .map(({ id }) => Number(id))
            .filter((item) => isExcluded[item] === 0)
            .slice(0, k),
        );
      }
      return answers;
    },
    dispose() {},
  };
};
