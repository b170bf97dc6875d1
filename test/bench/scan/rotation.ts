/** Something to time. */
export interface Contender {
  /** Done before the clock starts. */
  enter?(): Promise<void>;
  run(round: number): Promise<unknown>;
  /** Of each timed round, in order. */
  readonly roundsMs: number[];
}

/** Fewer rounds say nothing about a minimum. */
export const FEWEST_ROUNDS = 5;
/** What one contender may take in all once it has its fewest rounds. */
const BUDGET_MS = 6000;
/** Threads of the method before spin for a moment before they sleep. */
const SETTLE_MS = 2;

/**
 * Times contenders in turns, each once a round, so that noise hits all alike; every other round backwards, so that none
 * always follows the same one. A slow one leaves when its budget is used up. Round 0 is a warm-up.
 *
 * @param clock  Milliseconds.
 */
export async function runRotation(
  contenders: readonly Contender[],
  rounds: number,
  clock: () => number = () => performance.now(),
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS)),
): Promise<void> {
  const spentMs = new Map<Contender, number>();
  for (let round = 0; round <= rounds; round++) {
    for (const contender of round % 2 ? [...contenders].reverse() : contenders) {
      const spent = spentMs.get(contender) ?? 0;
      if (contender.roundsMs.length >= FEWEST_ROUNDS && spent > BUDGET_MS) continue;
      await pause();
      await contender.enter?.();
      const started = clock();
      await contender.run(round);
      const ms = clock() - started;
      if (round === 0) continue;
      contender.roundsMs.push(ms);
      spentMs.set(contender, spent + ms);
    }
  }
}
