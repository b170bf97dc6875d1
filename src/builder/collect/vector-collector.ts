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
  /** Lines without id, without numbers, or of another length than the first. */
  unreadable: number;
}

/** Longer vectors are projected to this length as they come in: it keeps angles within a few percent, and memory small. */
const MAX_LENGTH = 512;
const SEED = 20_240_301;

/** Takes in vectors line by line; the length of the first is the length of all. */
export class VectorCollector {
  readonly #index: ItemIndex;
  readonly #itemCount: number;
  #inputLength = 0;
  #signs = new Int8Array(0);
  #rows = new Float32Array(0);
  readonly #known = new Set<number>();
  #unmatched = 0;
  #unreadable = 0;

  constructor(index: ItemIndex, itemCount: number) {
    this.#index = index;
    this.#itemCount = itemCount;
  }

  /** `{"id": …, "vector": […]}` or `id v1 v2 …`; of several lines for one item the last counts. */
  addLine(line: string): void {
    const parsed = line.trimStart().startsWith('{') ? parseObject(line) : parseWords(line);
    const isFirst = this.#inputLength === 0;
    if (!parsed || (!isFirst && parsed.vector.length !== this.#inputLength)) {
      this.#unreadable++;
      return;
    }
    if (isFirst) this.#begin(parsed.vector.length);
    const item = this.#index.find(parsed.id);
    if (item < 0) this.#unmatched++;
    else {
      this.#known.add(item);
      this.#rows.set(this.#project(parsed.vector), item * this.#length);
    }
  }

  finish(): CollectedVectors {
    return {
      vectors: { length: this.#length, rows: this.#rows },
      matched: this.#known.size,
      unmatched: this.#unmatched,
      unreadable: this.#unreadable,
    };
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

function parseObject(line: string): { id: string; vector: number[] } | undefined {
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

function parseWords(line: string): { id: string; vector: number[] } | undefined {
  const [id, ...numbers] = line.trim().split(/[\s,;]+/);
  return checked(id, numbers.map(Number));
}

const checked = (id: string, vector: unknown[]): { id: string; vector: number[] } | undefined =>
  id !== '' && vector.length > 0 && vector.every((value) => typeof value === 'number' && Number.isFinite(value))
    ? { id, vector: vector as number[] }
    : undefined;
