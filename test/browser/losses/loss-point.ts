import type { ScoringDevice } from '../../../src/core/scoring-protocol.js';

/** One way in which what scores can be lost. */
export interface LossPoint {
  title: string;
  /** Nothing about the answer gives it away: the call after it was found is the one that is right. */
  isFoundLater?: boolean;
  /** Loses it once, for real, and says what became of the very call over which that happened. */
  lose(round: number): Promise<Outcome>;
}

/** What a call was answered, and which devices were reported as lost over it. */
interface Told {
  answer: unknown;
  lost: readonly string[];
}

export interface Outcome {
  told: Told;
  /** What is right: the answer of something that was never harmed; what could not even be opened is not lost. */
  right: Told;
  /** What answers now. */
  device: ScoringDevice;
  /** Its reason. */
  next: RegExp;
}
