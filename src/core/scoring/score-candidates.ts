import type { Strategy } from '../recommendation.js';
import type { Scored } from './diversify.js';
import type { ListRequest } from './list-request.js';
import type { ScorePart } from './score-part.js';
import { type StrategyContext, strategyParts } from './strategy-parts.js';

/** How an item came to its place, where that was not its score. */
type Placement = 'ranked' | 'pinned' | 'reserved' | 'explored' | 'filler';

/** An item in its place, with the parts that its score is made of. */
export interface Placed extends Scored {
  strategy: Strategy;
  placement: Placement;
  /** What boost rules multiplied the score by. */
  boost: number;
  parts: ScorePart[];
}

/** Total scores of all candidates of some strategies, the first weighing most: 1, 1/2, 1/3 … of their sum. */
export function scoreCandidates(
  request: ListRequest,
  strategies: readonly Strategy[],
  context: StrategyContext,
): Placed[] {
  const weightSum = strategies.reduce((sum, _, i) => sum + 1 / (1 + i), 0);
  const parts = strategies.flatMap((strategy, i) => strategyParts(strategy, 1 / (1 + i) / weightSum, request, context));
  const candidates = parts.length === 1 ? parts[0].candidates : unionOf(parts);
  return Array.from(candidates, (item) => {
    let score = 0;
    let largest = Number.NEGATIVE_INFINITY;
    let [{ strategy }] = parts;
    for (const part of parts) {
      const share = part.factor * part.score(item);
      score += share;
      if (share <= largest) continue;
      largest = share;
      strategy = part.strategy;
    }
    return { item, score, strategy, placement: 'ranked', boost: 1, parts };
  });
}

function unionOf(parts: readonly ScorePart[]): Set<number> {
  const union = new Set<number>();
  for (const { candidates } of parts) for (const item of candidates) union.add(item);
  return union;
}
