import type { Product } from '../product.js';
import type { Filter } from '../rules.js';
import { LEVEL_SEPARATOR, UNNAMED } from '../snapshot/layout.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { stringAt } from '../snapshot/string-table.js';

/** Reads a field by its rule name: a `Product` key or `attributes.NAME`; undefined = not known. */
export type FieldReader = (field: string) => unknown;

/** A field's values: the entries of a list, the one value of another, none where it is not known. */
export const valuesOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Fields that stand in the snapshot's columns, so that rules on them need no catalogue text. */
const COLUMN_FIELDS = ['id', 'price', 'available', 'brand', 'category'];

export function columnFields(snapshot: Snapshot, item: number): FieldReader {
  return (field) => {
    switch (field) {
      case 'id':
        return stringAt(snapshot.ids, item);
      case 'price':
        return Number.isNaN(snapshot.price[item]) ? undefined : asDecimal(snapshot.price[item]);
      case 'available':
        return snapshot.availability[item] === 0 ? undefined : snapshot.availability[item] === 1;
      case 'brand':
        return snapshot.brand[item] === UNNAMED ? undefined : stringAt(snapshot.brands, snapshot.brand[item]);
      case 'category':
        return snapshot.category[item] === UNNAMED
          ? undefined
          : stringAt(snapshot.categories, snapshot.category[item]).split(LEVEL_SEPARATOR);
      default:
        return undefined;
    }
  };
}

export function productFields(product: Product): FieldReader {
  return (field) => {
    const attribute = /^attributes\.(.+)$/s.exec(field);
    const holder: object | undefined = attribute ? product.attributes : product;
    const name = attribute ? attribute[1] : field;
    return holder && Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
  };
}

/** The decimal that a float32 stands for: 7 significant digits, enough for prices below 100,000.00. */
const asDecimal = (value: number): number => Number(value.toPrecision(7));

/** Whether a filter asks for anything beyond the columns. */
export function needsProduct(filter: Filter): boolean {
  return Object.entries(filter).some(([field, part]) => {
    if (field === '$and' || field === '$or') return part.some(needsProduct);
    return field === '$not' ? needsProduct(part) : !COLUMN_FIELDS.includes(field);
  });
}
