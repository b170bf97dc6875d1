import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EncoderShape, openEncoderKernel } from '../../../src/builder/kernels/encoder-kernel.js';
import { type EncoderOptions, trainSequenceEncoder } from '../../../src/builder/model/sequence-encoder.js';
import type { Sequences } from '../../../src/builder/model/sequences.js';
import { seededRandom } from '../../../src/core/random.js';

/** What one step reads. */
interface Batch {
  histories: number[];
  targets: number[];
  weights: number[];
  samples: number[];
  corrections: number[];
}

/** What is learned, in float64. */
interface Parameters {
  rows: Float64Array;
  gates: Float64Array;
  positions: Float64Array;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** The formulas at the head of `assembly/encoder.ts`, term by term. */
class Twin {
  readonly parameters: Parameters;
  readonly #shape: EncoderShape;
  readonly #moments: Record<keyof Parameters, { mean: Float64Array; square: Float64Array }>;

  constructor(shape: EncoderShape, parameters: Parameters) {
    this.#shape = shape;
    this.parameters = parameters;
    const moments = ({ length }: Float64Array) => ({
      mean: new Float64Array(length),
      square: new Float64Array(length),
    });
    this.#moments = {
      rows: moments(parameters.rows),
      gates: moments(parameters.gates),
      positions: moments(parameters.positions),
    };
  }

  #row(item: number): Float64Array {
    const { dim } = this.#shape;
    return this.parameters.rows.subarray(item * dim, (item + 1) * dim);
  }

  /** Items of a history with their places and α. */
  #sharesOf(histories: number[], b: number): { item: number; place: number; alpha: number }[] {
    const { historyLength } = this.#shape;
    const { positions, gates } = this.parameters;
    const entries = histories
      .slice(b * historyLength, (b + 1) * historyLength)
      .map((item, place) => ({ item, place }))
      .filter(({ item }) => item >= 0);
    const powers = entries.map(({ item, place }) => Math.exp(positions[place] + gates[item]));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return entries.map((entry, i) => ({ ...entry, alpha: powers[i] / total }));
  }

  #userOf(shares: { item: number; alpha: number }[]): { u: Float64Array; norm: number } {
    const v = new Float64Array(this.#shape.dim);
    for (const { item, alpha } of shares)
      this.#row(item).forEach((x, d) => {
        v[d] += alpha * x;
      });
    const norm = Math.sqrt(dot(v, v));
    return { u: v.map((x) => (norm > 1e-6 ? x / norm : 0)), norm };
  }

  /** e^z of the target, then of the negatives, as shares; and the loss without its weight. */
  #softmax({ targets, samples, corrections }: Batch, b: number, u: Float64Array) {
    const { temperature } = this.#shape;
    const own = dot(u, this.#row(targets[b])) / temperature;
    const others = samples.map((item, k) =>
      item === targets[b] ? 0 : Math.exp(dot(u, this.#row(item)) / temperature - corrections[k]),
    );
    const sum = Math.exp(own) + others.reduce((total, power) => total + power, 0);
    return { loss: Math.log(sum) - own, own: Math.exp(own) / sum, others: others.map((power) => power / sum) };
  }

  /** Σ loss / Σ w */
  loss(batch: Batch): number {
    let loss = 0;
    for (const [b, weight] of batch.weights.entries())
      loss += weight * this.#softmax(batch, b, this.#userOf(this.#sharesOf(batch.histories, b)).u).loss;
    return loss / batch.weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** By the rules of differentiation, and what of the parameters the step touches. */
  gradients(batch: Batch): Parameters & { touched: Set<number> } {
    const { dim, temperature } = this.#shape;
    const rows = new Float64Array(this.parameters.rows.length);
    const gates = new Float64Array(this.parameters.gates.length);
    const positions = new Float64Array(this.parameters.positions.length);
    const touched = new Set(batch.samples);
    const weightSum = batch.weights.reduce((sum, weight) => sum + weight, 0);
    const addTo = (item: number, x: Float64Array, factor: number): void => {
      for (let d = 0; d < dim; d++) rows[item * dim + d] += factor * x[d];
    };
    for (const [b, weight] of batch.weights.entries()) {
      if (weight === 0) continue;
      const shares = this.#sharesOf(batch.histories, b);
      const { u, norm } = this.#userOf(shares);
      const { own, others } = this.#softmax(batch, b, u);
      const pulls = [
        { item: batch.targets[b], pull: own - 1 },
        ...batch.samples.map((item, k) => ({ item, pull: others[k] })),
      ].map(({ item, pull }) => ({ item, pull: (pull * weight) / weightSum / temperature }));
      const ofU = new Float64Array(dim);
      for (const { item, pull } of pulls) {
        touched.add(item);
        addTo(item, u, pull);
        this.#row(item).forEach((x, d) => {
          ofU[d] += pull * x;
        });
      }
      const along = dot(ofU, u);
      const ofV = ofU.map((x, d) => (x - along * u[d]) / norm);
      const mean = shares.reduce((sum, { item, alpha }) => sum + alpha * dot(ofV, this.#row(item)), 0);
      for (const { item, place, alpha } of shares) {
        touched.add(item);
        addTo(item, ofV, alpha);
        const change = alpha * (dot(ofV, this.#row(item)) - mean);
        gates[item] += change;
        positions[place] += change;
      }
    }
    return { rows, gates, positions, touched };
  }

  /** A step of the lazy Adam, along the sphere. */
  train(batch: Batch, rate: number, step: number): void {
    const { dim } = this.#shape;
    const { touched, ...gradients } = this.gradients(batch);
    const move = (name: keyof Parameters, i: number): void => {
      const { mean, square } = this.#moments[name];
      const g = gradients[name][i];
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.99 * square[i] + 0.01 * g * g;
      this.parameters[name][i] -=
        (rate * mean[i]) / (1 - 0.9 ** step) / (Math.sqrt(square[i] / (1 - 0.99 ** step)) + 1e-8);
    };
    for (const item of touched) {
      const row = this.#row(item);
      const gradient = gradients.rows.subarray(item * dim, (item + 1) * dim);
      const along = dot(gradient, row);
      for (let d = 0; d < dim; d++) gradient[d] -= along * row[d];
      for (let d = 0; d < dim; d++) move('rows', item * dim + d);
      const length = Math.sqrt(dot(row, row));
      for (let d = 0; d < dim; d++) row[d] /= length;
      move('gates', item);
    }
    for (let p = 0; p < this.parameters.positions.length; p++) move('positions', p);
  }
}

/** The kernel and its twin from one random state, and batches to feed to both. */
function pair(shape: EncoderShape, seed: number) {
  const random = seededRandom(seed);
  const kernel = openEncoderKernel(shape);
  for (let n = 0; n < shape.itemCount; n++) {
    const row = kernel.rows.subarray(n * shape.dim, (n + 1) * shape.dim);
    for (let d = 0; d < shape.dim; d++) row[d] = random() - 0.5;
    const length = Math.hypot(...row);
    for (let d = 0; d < shape.dim; d++) row[d] /= length;
  }
  for (let n = 0; n < shape.itemCount; n++) kernel.gates[n] = random() - 0.5;
  for (let p = 0; p < shape.historyLength; p++) kernel.positions[p] = -p / 2;
  const twin = new Twin(shape, {
    rows: Float64Array.from(kernel.rows),
    gates: Float64Array.from(kernel.gates),
    positions: Float64Array.from(kernel.positions),
  });
  const item = (): number => Math.floor(random() * shape.itemCount);

  /** Items more than once in a history and among the negatives, targets among the negatives, the last row padding. */
  function batch(): Batch {
    const { batchSize, sampleCount, historyLength } = shape;
    const histories = Array.from({ length: batchSize * historyLength }, (_, at) =>
      at % historyLength === 0 || random() < 0.7 ? item() : -1,
    );
    const targets = Array.from({ length: batchSize }, item);
    const weights = Array.from({ length: batchSize }, () => 0.2 + random());
    const samples = Array.from({ length: sampleCount }, item);
    [histories[historyLength - 1], samples[1], samples[2]] = [histories[0], samples[0], targets[0]];
    histories.fill(-1, (batchSize - 1) * historyLength);
    targets[batchSize - 1] = 0;
    weights[batchSize - 1] = 0;
    // As float32 holds them, so that the twin reads the same numbers.
    const corrections = samples.map(() => Math.fround(2 * random()));
    return { histories, targets, weights: weights.map(Math.fround), samples, corrections };
  }

  function train(given: Batch, rate: number, step: number): number {
    kernel.histories.set(given.histories);
    kernel.targets.set(given.targets);
    kernel.weights.set(given.weights);
    kernel.samples.set(given.samples);
    kernel.corrections.set(given.corrections);
    return kernel.train(rate, step);
  }
  return { kernel, twin, batch, train };
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i])));

const SHAPES: EncoderShape[] = [
  { itemCount: 7, dim: 8, batchSize: 4, sampleCount: 8, historyLength: 3, temperature: 1 },
  { itemCount: 12, dim: 16, batchSize: 8, sampleCount: 16, historyLength: 5, temperature: 0.2 },
  { itemCount: 30, dim: 24, batchSize: 12, sampleCount: 8, historyLength: 20, temperature: 0.08 },
  { itemCount: 3, dim: 8, batchSize: 4, sampleCount: 24, historyLength: 1, temperature: 0.5 },
];

describe('the twin', () => {
  test.each(SHAPES)('has the gradients that numeric differences show: %j', (shape) => {
    const { twin, batch } = pair(shape, 3);
    const given = batch();
    const { touched: _, ...gradients } = twin.gradients(given);
    const H = 1e-6;
    for (const name of ['rows', 'gates', 'positions'] as const) {
      const values = twin.parameters[name];
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        values[i] = value + H;
        const above = twin.loss(given);
        values[i] = value - H;
        const below = twin.loss(given);
        values[i] = value;
        expect(Math.abs((above - below) / (2 * H) - gradients[name][i])).toBeLessThan(1e-6);
      }
    }
  });
});

describe('the kernel', () => {
  test.each(SHAPES)('computes the loss of its twin, and at rate 0 changes nothing: %j', (shape) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { kernel, twin, batch, train } = pair(shape, seed);
        const given = batch();
        const expected = twin.loss(given);
        expect(Math.abs(train(given, 0, 1) - expected)).toBeLessThan(1e-4 * Math.max(1, expected));
        expect(largestDifference(kernel.rows, twin.parameters.rows)).toBeLessThan(1e-6);
        expect(largestDifference(kernel.gates, twin.parameters.gates)).toBe(0);
        expect(largestDifference(kernel.positions, twin.parameters.positions)).toBe(0);
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  test.each(SHAPES)('moves by the very gradient of its twin: %j', (shape) => {
    // So warm that gradients lie about Adam's ε of 1e-8: there a first step g / (|g| + ε) still tells how large g is.
    const warm = { ...shape, temperature: 1e7 };
    const { kernel, twin, batch, train } = pair(warm, 11);
    const given = batch();
    const rate = 0.01;
    train(given, rate, 1);
    twin.train(given, rate, 1);
    for (const name of ['rows', 'gates', 'positions'] as const)
      expect(largestDifference(kernel[name], twin.parameters[name])).toBeLessThan(1e-3 * rate);
  });

  test.each(SHAPES)('follows its twin through several steps: %j', (shape) => {
    const { kernel, twin, batch, train } = pair(shape, 17);
    const rate = 0.01;
    for (let step = 1; step <= 8; step++) {
      const given = batch();
      train(given, rate, step);
      twin.train(given, rate, step);
    }
    // Far less than the 0.08 that a number can have moved.
    expect(largestDifference(kernel.rows, twin.parameters.rows)).toBeLessThan(1e-3);
    expect(largestDifference(kernel.gates, twin.parameters.gates)).toBeLessThan(1e-3);
    expect(largestDifference(kernel.positions, twin.parameters.positions)).toBeLessThan(1e-3);
  });

  test('leaves alone what a step does not touch, and columns that are all 0', () => {
    const shape = { ...SHAPES[1], itemCount: 40 };
    const { kernel, batch, train } = pair(shape, 23);
    for (let n = 0; n < shape.itemCount; n++) kernel.rows.fill(0, n * shape.dim + 12, (n + 1) * shape.dim);
    const rows = kernel.rows.slice();
    const given = batch();
    const touched = new Set([...given.histories, ...given.targets.slice(0, -1), ...given.samples]);
    train(given, 0.01, 1);
    for (let n = 0; n < shape.itemCount; n++) {
      const row = kernel.rows.subarray(n * shape.dim, (n + 1) * shape.dim);
      expect([...row.subarray(12)]).toEqual([0, 0, 0, 0]);
      if (!touched.has(n)) expect([...row]).toEqual([...rows.subarray(n * shape.dim, (n + 1) * shape.dim)]);
      if (touched.has(n)) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
    }
  });
});

function sequencesOf(lists: number[][]): Sequences {
  const offsets = [0];
  for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
  const items = lists.flat();
  return {
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    sequenceOf: Uint32Array.from(lists.flatMap((list, s) => list.map(() => s))),
    ages: new Float32Array(items.length),
  };
}

describe('training', () => {
  const ITEMS = 20;
  /** Never in a sequence. */
  const UNKNOWN = 19;
  // A checkerboard: every shopper meets six items of their colour, by chance.
  const random = seededRandom(4);
  const lists = Array.from({ length: 400 }, (_, u) =>
    Array.from({ length: 6 }, () => 2 * Math.floor((random() * ITEMS) / 2) + (u % 2)).filter(
      (item) => item !== UNKNOWN,
    ),
  );
  const options: EncoderOptions = { dim: 12, epochs: 10, batchSize: 32, sampleCount: 16, rate: 0.02 };
  const train = (more: Partial<EncoderOptions> = {}) =>
    trainSequenceEncoder(sequencesOf(lists), ITEMS, { ...options, ...more });
  const cosine = ({ rows }: { rows: Float32Array }, a: number, b: number): number => {
    let sum = 0;
    for (let d = 0; d < options.dim; d++) sum += rows[a * options.dim + d] * rows[b * options.dim + d];
    return sum;
  };

  test('brings together what the same shoppers met', () => {
    const losses: number[] = [];
    const encoder = train({ onProgress: (_, loss) => losses.push(loss) });
    for (let a = 0; a < UNKNOWN; a++)
      for (let b = 0; b < UNKNOWN; b++)
        if (a !== b && a % 2 === b % 2)
          for (let other = 0; other < UNKNOWN; other++)
            if (other % 2 !== a % 2) expect(cosine(encoder, a, b)).toBeGreaterThan(cosine(encoder, a, other));
    expect(losses).toHaveLength(10);
    expect(losses[9]).toBeLessThan(losses[0]);
  });

  test('gives rows of length 1, and 0 to items that never occur', () => {
    const encoder = train({ epochs: 2 });
    for (let item = 0; item < ITEMS; item++)
      expect(Math.sqrt(cosine(encoder, item, item))).toBeCloseTo(item === UNKNOWN ? 0 : 1, 5);
    expect(encoder.rows.subarray(UNKNOWN * options.dim).every((x) => x === 0)).toBe(true);
    expect(encoder.gates[UNKNOWN]).toBe(0);
  });

  test('gives the same bytes for the same seed, and others for another one', () => {
    expect(train({ epochs: 2 })).toEqual(train({ epochs: 2 }));
    expect(train({ epochs: 2, seed: 2 }).rows).not.toEqual(train({ epochs: 2 }).rows);
  });

  test('starts from the rows that it is given', () => {
    const initial = train({ epochs: 2 }).rows;
    const { rows } = train({ epochs: 1, rate: 0, initial, seed: 9 });
    expect(largestDifference(rows, initial)).toBeLessThan(1e-6);
  });

  test('corrects rows that begin at what their items are, the slower the more of them do and the longer it lasts', () => {
    const whole = train({ epochs: 2, seed: 3 }).rows;
    whole.set(whole.subarray(0, options.dim), UNKNOWN * options.dim);
    const half = whole.map((x, at) => (Math.floor(at / options.dim) < ITEMS / 2 ? x : 0));
    const { rate: _, ...atItsOwnRate } = options;
    const exampleCount = lists.reduce((sum, { length }) => sum + length - 1, 0);
    const byItself = (initial: Float32Array | undefined, stepsWanted: number) => {
      const few = { ...atItsOwnRate, epochs: 1, batchSize: 4 * Math.round(exampleCount / stepsWanted / 4) };
      const all = { ...few, ...(initial && { initial }) };
      const steps = Math.ceil(exampleCount / few.batchSize);
      return {
        steps,
        atItsOwn: trainSequenceEncoder(sequencesOf(lists), ITEMS, all),
        at: (rate: number) => trainSequenceEncoder(sequencesOf(lists), ITEMS, { ...all, rate }),
      };
    };
    const random = byItself(undefined, 100);
    expect(random.atItsOwn).toEqual(random.at(0.006));
    const long = byItself(whole, 400);
    const slowness = 0.25 * Math.sqrt(4000 / long.steps);
    expect(slowness).toBeLessThan(1);
    expect(long.atItsOwn).toEqual(long.at(0.006 * slowness));
    const ofHalf = byItself(half, 400);
    expect(ofHalf.atItsOwn).toEqual(ofHalf.at(0.006 * slowness ** 0.5));
    const short = byItself(whole, 100);
    expect(short.atItsOwn).toEqual(short.at(0.006));
  });

  test('learns to look at the latest item where nothing else tells what comes next', () => {
    // Each step leads from an item to the next one; what lies further back is chance.
    const walks = Array.from({ length: 300 }, () => {
      const pairs = Array.from({ length: 3 }, () => 2 * Math.floor(random() * 9));
      return pairs.flatMap((item) => [item, item + 1]);
    });
    // From a start at which all places count alike.
    const { positions } = trainSequenceEncoder(sequencesOf(walks), ITEMS, { ...options, positionDecay: 1, epochs: 10 });
    for (const older of positions.subarray(1, 4)) expect(positions[0]).toBeGreaterThan(older);
  });
});
