import type { ContentQuery } from './content-query.js';
import type { ScoringBackend } from './scoring-backend.js';

/**
 * One pass of a backend over all items for all points asked about. Equal directions share one scan; the lists of a call
 * share their shopper's queries.
 *
 * @param count     Items of each query; more than there are is cut.
 * @param excluded  Item indices that must not be answered.
 * @returns         Item indices of each query, nearest first.
 */
export async function nearestItems(
  backend: ScoringBackend,
  queries: readonly ContentQuery[],
  count: number,
  excluded: ReadonlySet<number>,
): Promise<Map<ContentQuery, Uint32Array>> {
  const keys = new Map<ContentQuery, string>();
  for (const query of queries) if (!keys.has(query)) keys.set(query, query.vector.join());
  if (keys.size === 0) return new Map();
  const directions = new Map([...keys].map(([{ vector }, key]) => [key, vector]));
  const top = await backend.topItems([...directions.values()], count, excluded);
  const found = new Map([...directions.keys()].map((key, i) => [key, top[i].items]));
  return new Map([...keys].map(([query, key]) => [query, found.get(key) as Uint32Array]));
}
