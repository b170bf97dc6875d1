import type { ReasonCode, Strategy } from '../recommendation.js';

/** One cause of an item's score. */
export interface Contribution {
  code: ReasonCode;
  /** Part of the score; negative where it speaks against the item. */
  amount: number;
  /** The shopper's item, or the anchor, behind it. */
  cause?: number;
  /** The category behind it. */
  value?: string;
  /**
   * Part of the score that is no reason to show: what is unlike something the shopper turned down is not liked because
   * of it.
   */
  isSilent?: boolean;
  /** What other causes say as well: without this one alone the score would keep it. */
  isShared?: boolean;
}

/**
 * One summand of a list's score: total[n] = Σ_parts factor · score[n]. Because the total is a sum and each part can name
 * its own summands, a reason is a piece of the very number that ranked the item.
 */
export interface ScorePart {
  strategy: Strategy;
  /** Weight of the part in the total, ≥ 0. */
  factor: number;
  /** Whether the part rests on the shopper's own journey. */
  isPersonal: boolean;
  /** Items that the part brings into play, each once. Other parts may score them too. */
  candidates: Iterable<number>;
  /** At most 1, reached by the best candidate; 0 for an item the part knows nothing about. */
  score(item: number): number;
  /** Adds up to `score(item)`. */
  explain(item: number): Contribution[];
}
