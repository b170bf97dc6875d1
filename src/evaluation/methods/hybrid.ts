import type { HeldOutExample } from '../../builder/model/held-out.js';
import type { ItemScores } from './method-input.js';

/** Steps of α from 0 to 1. */
const STEPS = 20;

/**
 * `hybrid`: behavior and content in one score, α being learned.
 *
 *   score[j] = α · cf[j] / max cf + (1 − α) · content[j] / max content
 */
export function hybrid(behavior: ItemScores, content: ItemScores, alpha: number): ItemScores {
  return (input) => {
    const own = shares(behavior(input));
    const other = shares(content(input));
    return own.map((share, item) => alpha * share + (1 - alpha) * other[item]);
  };
}

/**
 * The α with the largest mean of 1 / rank of what users did next; of equals the middle one between the first and the last.
 *
 * @param excludesInput  Whether items of the input are no candidates.
 */
export function fitAlpha(
  behavior: ItemScores,
  content: ItemScores,
  examples: readonly HeldOutExample[],
  excludesInput: boolean,
): number {
  const sums = new Float64Array(STEPS + 1);
  for (const { history, target } of examples) {
    const own = shares(behavior(history));
    const other = shares(content(history));
    if (!(own[target] > 0 || other[target] > 0)) continue;
    if (excludesInput)
      for (const item of history) {
        own[item] = 0;
        other[item] = 0;
      }
    for (let step = 0; step <= STEPS; step++) sums[step] += 1 / rankAt(own, other, target, step / STEPS);
  }
  const largest = Math.max(...sums);
  return (sums.indexOf(largest) + sums.lastIndexOf(largest)) / 2 / STEPS;
}

/** Rank of an item from 1, with what has the same score before it. */
function rankAt(own: Float64Array, other: Float64Array, target: number, alpha: number): number {
  const scoreOf = (item: number): number => alpha * own[item] + (1 - alpha) * other[item];
  const score = scoreOf(target);
  let rank = 0;
  for (let item = 0; item < own.length; item++) if (scoreOf(item) >= score) rank++;
  return rank;
}

/** The scores above 0, divided by the largest. */
function shares(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => Math.max(most, score), 0);
  return scores.map((score) => (score > 0 ? score / largest : 0));
}
