import type { RecommendResult, Reranked } from '../api/sdk.js';

/** The result where nothing can be asked. */
export function emptyResult(calledAt: number): RecommendResult {
  return {
    resultId: '',
    items: [],
    source: 'fallback',
    tookMs: performance.now() - calledAt,
    viewed: () => {},
    selected: () => {},
    more: async () => emptyResult(performance.now()),
  };
}

/** The shop's own order. */
export const inGivenOrder = <T>(entries: readonly T[]): Reranked<T>[] =>
  entries.map((entry, from) => ({ entry, score: 1 - from / entries.length, from, reasons: [] }));
