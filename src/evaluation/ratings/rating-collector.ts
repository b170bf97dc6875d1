import { numberOf } from '../../builder/collect/number-of.js';
import { groupEntries } from '../../builder/matrix/group-entries.js';
import { GrowingColumn } from '../../builder/matrix/growing-column.js';
import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { keepEntries } from './keep-entries.js';

/** Takes in ratings in time order; users and items are numbered as they first occur. */
export class RatingCollector {
  readonly #userNumbers = new Map<string, number>();
  readonly #itemNumbers = new Map<string, number>();
  readonly #users = new GrowingColumn((length) => new Uint32Array(length));
  readonly #items = new GrowingColumn((length) => new Uint32Array(length));
  readonly #ratings = new GrowingColumn((length) => new Float64Array(length));

  add(user: string, item: string, rating: number): void {
    this.#users.push(numberOf(this.#userNumbers, user));
    this.#items.push(numberOf(this.#itemNumbers, item));
    this.#ratings.push(rating);
  }

  /** r[u, i] [U, N], each row in time order. Of several ratings of one item by one user the last counts. */
  finish(): SparseMatrix {
    const { offsets, entries } = groupEntries(this.#users.values(), this.#userNumbers.size);
    const [items, ratings] = [this.#items.values(), this.#ratings.values()];
    return latestOfEach({
      rowCount: this.#userNumbers.size,
      columnCount: this.#itemNumbers.size,
      offsets,
      columns: entries.map((e) => items[e]),
      values: Float32Array.from(entries, (e) => ratings[e]),
    });
  }
}

function latestOfEach(log: SparseMatrix): SparseMatrix {
  const isLatest = new Uint8Array(log.columns.length);
  for (let user = 0; user < log.rowCount; user++) {
    const seen = new Set<number>();
    for (let e = log.offsets[user + 1] - 1; e >= log.offsets[user]; e--) {
      isLatest[e] = seen.has(log.columns[e]) ? 0 : 1;
      seen.add(log.columns[e]);
    }
  }
  return keepEntries(log, (e) => isLatest[e] === 1);
}
