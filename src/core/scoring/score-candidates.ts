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
  const candidates = new Set(parts.flatMap((part) => [...part.candidates]));
  return [...candidates].map((item) => {
    const shares = parts.map((part) => part.factor * part.score(item));
    const best = shares.indexOf(Math.max(...shares));
    return {
      item,
      score: shares.reduce((sum, share) => sum + share, 0),
      strategy: parts[best].strategy,
      placement: 'ranked',
      boost: 1,
      parts,
    };
  });
}
