import type { ItemScores } from './method-input.js';

/** d: the value that fits most human memory. */
const DECAY = 0.5;

/**
 * `repeat-consumption`: what was met often and lately comes back, by the base-level activation of memory,
 *
 *   score[j] = Σ age^(−0.5) over the times that j was met, age 1 = the last item of the input
 *
 * Where items of the input are no candidates, nothing is left of it but popularity.
 *
 * Source: Anderson et al., "An integrated theory of the mind", Psychological Review 2004, equation 3.
 */
export function repeatConsumption(itemCount: number): ItemScores {
  return (input) => {
    const scores = new Float64Array(itemCount);
    for (let i = 0; i < input.length; i++) scores[input[i]] += (input.length - i) ** -DECAY;
    return scores;
  };
}
