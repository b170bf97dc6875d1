import { describe, expect, test } from 'vitest';
import type { Product } from '../../../src/core/product.js';
import type { Filter } from '../../../src/core/rules.js';
import { columnFields, needsProduct, productFields } from '../../../src/core/scoring/item-fields.js';
import { matchesFilter } from '../../../src/core/scoring/matches-filter.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

const kettle: Product = {
  id: 'k1',
  title: 'Kettle',
  price: 40,
  brand: 'Fenn',
  category: ['Kitchen', 'Kettles'],
  available: true,
  attributes: { colour: 'blue', litres: 1.5 },
};
const pot: Product = { id: 'p1', title: 'Pot', brand: 'Fenn', category: ['Kitchen', 'Pots'] };

describe('matchesFilter', () => {
  test.each<[string, Filter, boolean]>([
    ['a bare value means equals', { brand: 'Fenn' }, true],
    ['case does not matter', { brand: 'fenn' }, true],
    ['another value does not match', { brand: 'Oru' }, false],
    ['an array means one of', { brand: ['Oru', 'Fenn'] }, true],
    ['one entry of a list field is enough', { category: 'Kettles' }, true],
    ['several fields must all match', { brand: 'Fenn', category: 'Pots' }, false],
    ['bounds hold for numbers', { price: { $gte: 40, $lt: 41 } }, true],
    ['a bound that is missed', { price: { $gt: 40 } }, false],
    ['a field that is not known matches no bound', { listPrice: { $gt: 0 } }, false],
    ['a field that is not known is not equal', { listPrice: { $ne: 5 } }, true],
    ['attributes have names', { 'attributes.colour': 'blue' }, true],
    ['a number may be written as text', { 'attributes.litres': '1.5' }, true],
    ['$and', { $and: [{ brand: 'Fenn' }, { price: 40 }] }, true],
    ['$or', { $or: [{ brand: 'Oru' }, { price: 40 }] }, true],
    ['$not', { $not: { brand: 'Fenn' } }, false],
    ['$not beside a field, which must match as well', { $not: { brand: 'Oru' }, price: 41 } as Filter, false],
    ['$or beside $and', { $or: [{ price: 40 }], $and: [{ brand: 'Oru' }] } as Filter, false],
    ['inherited names are no fields', { constructor: 'x' }, false],
  ])('%s', (_, filter, expected) => {
    expect(matchesFilter(filter, productFields(kettle))).toBe(expected);
  });

  test('$same compares with the anchor, and holds without one', () => {
    const filter: Filter = { category: { $same: true } };
    expect(matchesFilter(filter, productFields(kettle), productFields(pot))).toBe(true);
    expect(matchesFilter({ id: { $same: true } }, productFields(kettle), productFields(pot))).toBe(false);
    expect(matchesFilter(filter, productFields(kettle))).toBe(true);
  });

  test('asks for catalogue text only where the columns do not hold the field', () => {
    expect(needsProduct({ brand: 'Fenn', category: ['Pots'] })).toBe(false);
    expect(needsProduct({ price: { $lt: 5 } })).toBe(false);
    expect(needsProduct({ $or: [{ brand: 'Fenn' }, { 'attributes.colour': 'blue' }] })).toBe(true);
    expect(needsProduct({ $not: { brand: 'Fenn' }, 'attributes.colour': 'blue' } as Filter)).toBe(true);
  });

  test('compares prices as the decimals they were, though columns hold float32', () => {
    const { snapshot } = snapshotInMemory([{ ...kettle, price: 19.99 }]);
    expect(matchesFilter({ price: { $gte: 19.99, $lte: 19.99 } }, columnFields(snapshot, 0))).toBe(true);
  });
});
