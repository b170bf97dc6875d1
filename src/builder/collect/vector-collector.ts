import { seededRandom } from '../../core/random.js';
import type { ItemIndex } from './item-index.js';

/** Vectors that the shop brought along, one row per item. */
export interface ItemVectors {
  /** L', the length of a row here. */
  length: number;
  /** [N, L'] row-major; zero where there is none. */
  rows: Float32Array;
}

export interface CollectedVectors {
  vectors: ItemVectors;
  /** Items that got a vector. */
  matched: number;
  /** Lines on items that the catalogue lacks. */
  unmatched: number;
  /** Lines without id or without numbers. */
  unreadable: number;
  /** Lines of another length than the first, and the first of these lengths. */
  otherLength: { count: number; length: number; expected: number } | undefined;
}

/** Longer vectors are projected to this length as they come in: it keeps angles within a few percent, and memory small. */
const MAX_LENGTH = 512;
const SEED = 20_240_301;

interface IdVector {
  id: string;
  vector: number[];
}

/**
 * Takes in vectors line by line; the length of the first is the length of all. What word2vec and fastText write in
 * front, count and length (`100 32`), is no vector.
 */
export class VectorCollector {
  readonly #index: ItemIndex;
  readonly #itemCount: number;
  #inputLength = 0;
  #signs = new Int8Array(0);
  #rows = new Float32Array(0);
  readonly #known = new Set<number>();
  #unmatched = 0;
  #unreadable = 0;
  #otherLength: CollectedVectors['otherLength'];
  /** A first line that is a vector of one number or a header; the next vector tells. */
  #header: IdVector | undefined;

  constructor(index: ItemIndex, itemCount: number) {
    this.#index = index;
    this.#itemCount = itemCount;
  }

  /** `{"id": …, "vector": […]}` or `id v1 v2 …`; of several lines for one item the last counts. */
  addLine(line: string): void {
    const parsed = line.trimStart().startsWith('{') ? parseObject(line) : parseWords(line);
    if (!parsed) {
      this.#unreadable++;
      return;
    }
    if (this.#inputLength === 0 && !this.#header && isHeader(line)) {
      this.#header = parsed;
      return;
    }
    this.#settleHeader(parsed.vector.length);
    this.#add(parsed);
  }

  finish(): CollectedVectors {
    this.#settleHeader(0);
    return {
      vectors: { length: this.#length, rows: this.#rows },
      matched: this.#known.size,
      unmatched: this.#unmatched,
      unreadable: this.#unreadable,
      otherLength: this.#otherLength,
    };
  }

  /** @param length  Of the vector behind it. */
  #settleHeader(length: number): void {
    const header = this.#header;
    this.#header = undefined;
    if (header && header.vector[0] !== length) this.#add(header);
  }

  #add({ id, vector }: IdVector): void {
    if (this.#inputLength === 0) this.#begin(vector.length);
    const expected = this.#inputLength;
    if (vector.length !== expected) {
      const { count, length } = this.#otherLength ?? { count: 0, length: vector.length };
      this.#otherLength = { count: count + 1, length, expected };
      return;
    }
    const item = this.#index.find(id);
    if (item < 0) this.#unmatched++;
    else {
      this.#known.add(item);
      this.#rows.set(this.#project(vector), item * this.#length);
    }
  }

  get #length(): number {
    return Math.min(this.#inputLength, MAX_LENGTH);
  }

  #begin(length: number): void {
    this.#inputLength = length;
    this.#rows = new Float32Array(this.#itemCount * this.#length);
    if (length <= MAX_LENGTH) return;
    const random = seededRandom(SEED);
    this.#signs = Int8Array.from({ length: length * MAX_LENGTH }, () => (random() < 0.5 ? -1 : 1));
  }

  /** y[j] = Σ_l ±v[l] / √L' (Achlioptas 2003); vectors that are short enough stay as they are. */
  #project(vector: number[]): ArrayLike<number> {
    if (vector.length <= MAX_LENGTH) return vector;
    const projected = new Float64Array(MAX_LENGTH);
    vector.forEach((value, l) => {
      for (let j = 0; j < MAX_LENGTH; j++) projected[j] += value * this.#signs[l * MAX_LENGTH + j];
    });
    return projected.map((value) => value / Math.sqrt(MAX_LENGTH));
  }
}

/** Vectors of one number are left to be what they are. */
const isHeader = (line: string): boolean => /^\s*\d+\s+\d+\s*$/.test(line) && !/\s0*1\s*$/.test(line);

function parseObject(line: string): IdVector | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    // A broken line is counted by the caller, like any other that cannot be read.
    return undefined;
  }
  const { id, vector } = record as { id?: unknown; vector?: unknown };
  if ((typeof id !== 'string' && typeof id !== 'number') || !Array.isArray(vector)) return undefined;
  return checked(String(id), vector);
}

function parseWords(line: string): IdVector | undefined {
  const [id, ...numbers] = line.trim().split(/[\s,;]+/);
  return checked(id, numbers.map(Number));
}

const checked = (id: string, vector: unknown[]): IdVector | undefined =>
  id !== '' && vector.length > 0 && vector.every((value) => typeof value === 'number' && Number.isFinite(value))
    ? { id, vector: vector as number[] }
    : undefined;
