import { numberOf } from '../builder/collect/number-of.js';
import { GrowingColumn } from '../builder/matrix/growing-column.js';

/** Items in the order in which people met them, person by person or visit by visit: flat, with no object per row. */
export interface Sequences {
  /** [S + 1] sequence s has the entries `offsets[s]` … `offsets[s + 1]`. */
  offsets: Uint32Array;
  /** Item numbers. */
  items: Uint32Array;
}

export const sequenceCount = ({ offsets }: Sequences): number => offsets.length - 1;

export const sequenceAt = ({ offsets, items }: Sequences, s: number): Uint32Array =>
  items.subarray(offsets[s], offsets[s + 1]);

/** The same sequences under other limits: `endOf` tells how many of the entries of each are kept, from the start. */
export function cutSequences(sequences: Sequences, endOf: (length: number) => number): Sequences {
  return collectSequences(
    (function* () {
      for (let s = 0; s < sequenceCount(sequences); s++) {
        const sequence = sequenceAt(sequences, s);
        yield sequence.subarray(0, Math.max(0, endOf(sequence.length)));
      }
    })(),
  );
}

/** The sequences without some of their items. */
export function withoutItems(sequences: Sequences, hidden: ReadonlySet<number>): Sequences {
  if (hidden.size === 0) return sequences;
  return collectSequences(
    (function* () {
      for (let s = 0; s < sequenceCount(sequences); s++)
        yield sequenceAt(sequences, s).filter((item) => !hidden.has(item));
    })(),
  );
}

function collectSequences(rows: Iterable<Uint32Array>): Sequences {
  const offsets = new GrowingColumn((length) => new Uint32Array(length));
  const items = new GrowingColumn((length) => new Uint32Array(length));
  let end = 0;
  offsets.push(0);
  for (const row of rows) {
    for (const item of row) items.push(item);
    end += row.length;
    offsets.push(end);
  }
  return { offsets: offsets.values(), items: items.values() };
}

/** Takes in sequences of ids and numbers the items in order of first appearance: the order that breaks all ties. */
export class SequenceCollector {
  readonly #numbers = new Map<string, number>();
  readonly #offsets = new GrowingColumn((length) => new Uint32Array(length));
  readonly #items = new GrowingColumn((length) => new Uint32Array(length));
  #length = 0;

  constructor() {
    this.#offsets.push(0);
  }

  add(ids: readonly string[]): void {
    for (const id of ids) this.#items.push(numberOf(this.#numbers, id));
    this.#length += ids.length;
    this.#offsets.push(this.#length);
  }

  finish(): { sequences: Sequences; itemIds: string[] } {
    return {
      sequences: { offsets: this.#offsets.values(), items: this.#items.values() },
      itemIds: [...this.#numbers.keys()],
    };
  }
}
