import { inTemporaryFolder } from './temporary-folder.js';

/** Each page reads all that those before it have written. */
const DEATHS_PER_PROFILE = 50;

/**
 * Spreads deaths over profiles, so that none grows too large to be read again and again.
 *
 * @param outlive  Outlives so many of them in a profile of its own.
 */
export async function inProfiles<T>(
  deaths: number,
  outlive: (folder: string, deaths: number) => Promise<T>,
): Promise<T[]> {
  const outcomes: T[] = [];
  for (let left = deaths; left > 0; left -= DEATHS_PER_PROFILE)
    outcomes.push(await inTemporaryFolder((folder) => outlive(folder, Math.min(left, DEATHS_PER_PROFILE))));
  return outcomes;
}

export const sumOf = <K extends string>(outcomes: readonly Record<K, number>[], key: K): number =>
  outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
