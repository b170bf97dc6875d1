import { GrowingColumn } from '../matrix/growing-column.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';

/** Items as weighted terms of one kind, e.g. words: counts in a sparse matrix, row n for item n. */
export interface FeatureBlock {
  counts: SparseMatrix;
  /** Length that each item's row gets beside the other blocks. */
  weight: number;
}

/** Collects the terms of one kind item by item. */
export class FeatureBlockBuilder {
  readonly #weight: number;
  readonly #columnOf: (term: string) => number;
  readonly #columnCount: () => number;
  readonly #columns = new GrowingColumn((length) => new Uint32Array(length));
  readonly #values = new GrowingColumn((length) => new Float64Array(length));
  readonly #offsets = [0];

  /** @param buckets  Fold all terms into so many columns by hash; without it each term has a column of its own. */
  constructor(weight: number, buckets?: number) {
    this.#weight = weight;
    if (buckets === undefined) {
      const vocabulary = new Map<string, number>();
      this.#columnOf = (term) => {
        const known = vocabulary.get(term);
        if (known !== undefined) return known;
        vocabulary.set(term, vocabulary.size);
        return vocabulary.size - 1;
      };
      this.#columnCount = () => vocabulary.size;
    } else {
      this.#columnOf = (term) => hash(term) % buckets;
      this.#columnCount = () => buckets;
    }
  }

  /** Adds the next item; weights of equal terms add up. */
  addItem(terms: Iterable<readonly [term: string, weight: number]>): void {
    const row = new Map<number, number>();
    for (const [term, weight] of terms) {
      const column = this.#columnOf(term);
      row.set(column, (row.get(column) ?? 0) + weight);
    }
    for (const [column, value] of row) {
      this.#columns.push(column);
      this.#values.push(value);
    }
    this.#offsets.push(this.#columns.values().length);
  }

  finish(): FeatureBlock {
    return {
      weight: this.#weight,
      counts: {
        rowCount: this.#offsets.length - 1,
        columnCount: this.#columnCount(),
        offsets: Uint32Array.from(this.#offsets),
        columns: this.#columns.values(),
        values: Float32Array.from(this.#values.values()),
      },
    };
  }
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
