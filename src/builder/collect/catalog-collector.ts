import type { ReadField } from '../fields/catalog-fields.js';
import type { FieldValues } from '../fields/column-map.js';
import { type DoubtfulPrices, PriceNotation } from './price-notation.js';
import { type CatalogItem, readProduct, rowAsOf } from './read-product.js';
import type { Rejection, RejectionCode } from './rejection.js';

/** What a catalogue feed came to. Item n of the snapshot is `items[n]`. */
export interface CollectedCatalog {
  items: CatalogItem[];
  /** Rows read, accepted or not. */
  rows: number;
  rejections: Rejection[];
  /** Optional values that could not be read and were left out, by field. */
  unreadable: Partial<Record<ReadField, number>>;
  doubtfulPrices?: DoubtfulPrices;
}

/** Takes in a catalogue row by row; of several rows with one id the first counts. */
export class CatalogCollector {
  readonly #items: CatalogItem[] = [];
  readonly #ids = new Set<string>();
  readonly #rejections: Rejection[] = [];
  readonly #notation = new PriceNotation();
  readonly #unreadable: CollectedCatalog['unreadable'] = {};
  readonly #nowMs: number | undefined;
  #rows = 0;

  /** @param nowMs  When its prices are to hold, epoch ms; default: every sale is on. */
  constructor(nowMs?: number) {
    this.#nowMs = nowMs;
  }

  add(row: FieldValues<ReadField>, line: number): void {
    this.#rows++;
    const values = this.#nowMs === undefined ? row : rowAsOf(row, this.#nowMs);
    const read = readProduct(values);
    if (!read.item) {
      this.#reject(line, read.missing === 'id' ? 'no_id' : 'no_title', read.missing);
    } else if (this.#ids.has(read.item.product.id)) {
      this.#reject(line, 'duplicate_id', 'id');
    } else {
      this.#ids.add(read.item.product.id);
      this.#items.push(read.item);
      this.#notation.add(read.item.product, row, values);
      for (const field of read.unreadable) this.#unreadable[field] = (this.#unreadable[field] ?? 0) + 1;
    }
  }

  /** Counts a row that its parser could make nothing of. */
  addBroken(line: number): void {
    this.#rows++;
    this.#reject(line, 'broken_row', '');
  }

  finish(): CollectedCatalog {
    const doubtfulPrices = this.#notation.settle();
    return {
      items: this.#items,
      rows: this.#rows,
      rejections: this.#rejections,
      unreadable: this.#unreadable,
      ...(doubtfulPrices && { doubtfulPrices }),
    };
  }

  #reject(line: number, code: RejectionCode, field: string): void {
    this.#rejections.push({ input: 'catalog', line, code, field });
  }
}
