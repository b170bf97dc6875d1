import { seededRandom, shuffle } from '../../core/random.js';
import { openEncoderKernel } from '../kernels/encoder-kernel.js';
import type { Sequences } from './sequences.js';

/** What the encoder learns: a shopper is u = normalize(Σ_p softmax_p(P[p] + G[item_p]) · ê[item_p]), p = 0 the latest. */
export interface SequenceEncoder {
  /** [N, D] ê, rows of length 1; 0 for items that never occurred. */
  rows: Float32Array;
  /** [L] P */
  positions: Float32Array;
  /** [N] G */
  gates: Float32Array;
  /** τ: z[j] = u·ê[j] / τ */
  temperature: number;
}

export interface EncoderOptions {
  dim: number;
  /** [N, D] where the rows start; a row of zeros starts at random. */
  initial?: Float32Array;
  epochs?: number;
  /** Of learning, at its height; default: see {@link rateFrom}. */
  rate?: number;
  /** See {@link firstPosition}. */
  positionDecay?: number;
  batchSize?: number;
  sampleCount?: number;
  seed?: number;
  onProgress?: (share: number, loss: number) => void;
}

/** L: the most distinct items that are looked back at. */
const HISTORY_LENGTH = 20;
/** τ, and the share of a history that is left out at random: between what visits and what purchases liked best. */
const TEMPERATURE = 0.09;
const DROPOUT = 0.25;
/** Examples count e^(−1.5 · age), age in [0, 1]. */
const AGE_DECAY = 1.5;
/** The rate where all rows begin at random, and what it is multiplied by where all of them begin somewhere. */
const RATE = 0.006;
const SETTLED_RATE = 0.25;
/** With fewer steps they are learned faster, the square root of how many fewer: a small log is to be heard as well. */
const SETTLED_STEPS = 4000;
const WARM_UP_STEPS = 200;
const LAST_RATE = 0.05;
/** A small catalogue is told apart by fewer negatives. */
const MOST_SAMPLES = 1024;
const FEWEST_SAMPLES = 128;
const defaultSampleCount = (itemCount: number): number =>
  Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, 8 * Math.ceil(itemCount / 64)));
/** Negatives are drawn in proportion to popularity^0.5. */
const NEGATIVE_POWER = 0.5;

/** Where P starts: p · ln(decay). */
export const firstPosition = (place: number, decay = 0.6): number => place * Math.log(decay);

/**
 * How fast to learn, one rate for all that is learned: 0.006 · s^share, s = 0.25 · √(4000 / steps), in [0.25, 1]. Rows that
 * begin at random have a long way to go, while those that begin at what their items are need only be corrected, and lose
 * less of it the slower that goes. Chosen on the second last purchase of each shopper of a real beauty shop, and of a sixth
 * of them: docs/quality.md.
 *
 * @param settledShare  Of the rows those that begin somewhere, in [0, 1].
 */
function rateFrom(settledShare: number, stepCount: number): number {
  const slowness = Math.min(1, SETTLED_RATE * Math.sqrt(Math.max(1, SETTLED_STEPS / stepCount)));
  return RATE * slowness ** settledShare;
}

/**
 * Learns item embeddings from sequences: from every prefix the next item is to be told from K shared negatives
 * (sampled softmax with the correction log(K · q) for how often each is drawn). Deterministic.
 */
export function trainSequenceEncoder(
  sequences: Sequences,
  itemCount: number,
  {
    dim,
    initial,
    epochs = 5,
    rate,
    positionDecay,
    batchSize = 256,
    sampleCount = defaultSampleCount(itemCount),
    seed = 1,
    onProgress,
  }: EncoderOptions,
): SequenceEncoder {
  const random = seededRandom(seed);
  const paddedDim = Math.ceil(dim / 8) * 8;
  const kernel = openEncoderKernel({
    itemCount,
    dim: paddedDim,
    batchSize,
    sampleCount,
    historyLength: HISTORY_LENGTH,
    temperature: TEMPERATURE,
  });
  const settledCount = placeRows(kernel.rows, itemCount, dim, paddedDim, initial, random);
  for (let p = 0; p < HISTORY_LENGTH; p++) kernel.positions[p] = firstPosition(p, positionDecay);

  const examples = examplesOf(sequences);
  const counts = new Float64Array(itemCount);
  for (const item of sequences.items) counts[item]++;
  const draw = negativeSampler(counts, sampleCount, random);
  const stepsPerEpoch = Math.ceil(examples.length / batchSize);
  const stepCount = epochs * stepsPerEpoch;
  const highest = rate ?? rateFrom(settledCount / itemCount, stepCount);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(examples, random);
    let loss = 0;
    for (let start = 0; start < examples.length; start += batchSize) {
      kernel.histories.fill(-1);
      kernel.weights.fill(0);
      kernel.targets.fill(0);
      for (let b = 0; b < batchSize && start + b < examples.length; b++) {
        const at = examples[start + b];
        kernel.targets[b] = sequences.items[at];
        kernel.weights[b] = Math.exp(-AGE_DECAY * sequences.ages[at]);
        const first = b * HISTORY_LENGTH;
        writeHistory(sequences, at, kernel.histories.subarray(first, first + HISTORY_LENGTH), random);
      }
      draw(kernel.samples, kernel.corrections);
      step++;
      const warmth = Math.min(1, step / Math.min(WARM_UP_STEPS, stepCount / 10));
      loss += kernel.train(highest * warmth * (1 - (1 - LAST_RATE) * (step / stepCount)), step);
    }
    onProgress?.((epoch + 1) / epochs, loss / stepsPerEpoch);
  }
  return {
    rows: takeRows(kernel.rows, counts, dim, paddedDim),
    positions: kernel.positions.slice(),
    gates: kernel.gates.slice(),
    temperature: TEMPERATURE,
  };
}

/** Every place in a sequence that has something before it. */
function examplesOf({ offsets, items }: Sequences): Uint32Array {
  const examples = new Uint32Array(items.length - Math.max(0, offsets.length - 1));
  let count = 0;
  for (let s = 0; s < offsets.length - 1; s++)
    for (let at = offsets[s] + 1; at < offsets[s + 1]; at++) examples[count++] = at;
  return examples.subarray(0, count);
}

/** The distinct items before a place, latest first, some left out at random but never all. */
function writeHistory(
  { items, offsets, sequenceOf }: Sequences,
  at: number,
  history: Int32Array,
  random: () => number,
): void {
  const first = offsets[sequenceOf[at]];
  let p = 0;
  let kept = 0;
  const seen: number[] = [];
  for (let e = at - 1; e >= first && p < history.length; e--) {
    if (seen.includes(items[e])) continue;
    seen.push(items[e]);
    if (random() >= DROPOUT) {
      history[p] = items[e];
      kept++;
    }
    p++;
  }
  if (kept === 0) history[0] = items[at - 1];
}

/** Draws negatives with replacement, q ∝ popularity^0.5, and tells log(K · q) of each. */
function negativeSampler(counts: Float64Array, sampleCount: number, random: () => number) {
  const cumulative = new Float64Array(counts.length);
  let total = 0;
  for (let item = 0; item < counts.length; item++) {
    total += counts[item] ** NEGATIVE_POWER;
    cumulative[item] = total;
  }
  return (samples: Int32Array, corrections: Float32Array): void => {
    for (let k = 0; k < samples.length; k++) {
      const point = random() * total;
      let low = 0;
      let high = counts.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle] > point) high = middle;
        else low = middle + 1;
      }
      samples[k] = low;
      corrections[k] = Math.log((sampleCount * counts[low] ** NEGATIVE_POWER) / total);
    }
  };
}

/** @returns  How many rows begin somewhere, and not at random. */
function placeRows(
  rows: Float32Array,
  itemCount: number,
  dim: number,
  paddedDim: number,
  initial: Float32Array | undefined,
  random: () => number,
): number {
  let settledCount = 0;
  for (let n = 0; n < itemCount; n++) {
    const row = rows.subarray(n * paddedDim, n * paddedDim + dim);
    if (initial) row.set(initial.subarray(n * dim, (n + 1) * dim));
    if (row.some((x) => x !== 0)) settledCount++;
    else for (let d = 0; d < dim; d++) row[d] = random() + random() + random() - 1.5;
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    for (let d = 0; d < dim; d++) row[d] /= norm;
  }
  return settledCount;
}

function takeRows(rows: Float32Array, counts: Float64Array, dim: number, paddedDim: number): Float32Array {
  const taken = new Float32Array(counts.length * dim);
  for (let n = 0; n < counts.length; n++)
    if (counts[n] > 0) taken.set(rows.subarray(n * paddedDim, n * paddedDim + dim), n * dim);
  return taken;
}
