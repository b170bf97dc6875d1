import { describe, expect, test } from 'vitest';
import { CATALOG_VOCABULARY } from '../../../src/builder/fields/catalog-fields.js';
import { ColumnMap, isHeaderless, MappingError, parseMappings } from '../../../src/builder/fields/column-map.js';
import { EVENT_VOCABULARY } from '../../../src/builder/fields/event-fields.js';

const mapped = (...texts: string[]) => parseMappings(texts, CATALOG_VOCABULARY);
const columns = (...texts: string[]) => new ColumnMap(mapped(...texts), CATALOG_VOCABULARY);
const events = (...texts: string[]) => new ColumnMap(parseMappings(texts, EVENT_VOCABULARY), EVENT_VOCABULARY);
/** Reads one row of a table and leaves out what stays undefined. */
const readRow = (map: ReturnType<typeof columns>, header: string, cells: string) =>
  JSON.parse(JSON.stringify(map.bindHeader(header.split(';')).read(cells.split(';'))));

describe('usual column names', () => {
  test.each([
    ['id;title;price', { id: 'a', title: 'b', price: 'c' }],
    ['Product ID;Product Name;Image URL', { id: 'a', title: 'b', image: 'c' }],
    ['sku;name;Regular price', { id: 'a', title: 'b', list_price: 'c' }],
    ['g:id;g:title;g:item_group_id', { id: 'a', title: 'b', group_id: 'c' }],
    ['asin;product_title;average_rating', { id: 'a', title: 'b', rating: 'c' }],
    ['id;名称;品牌', { id: 'a', title: 'b', brand: 'c' }],
    ['id;title;Colour', { id: 'a', title: 'b', attributes: { color: 'c' } }],
    ['id;title;attributes.fit', { id: 'a', title: 'b', attributes: { fit: 'c' } }],
    ['id;title;whatever', { id: 'a', title: 'b' }],
  ])('%s', (header, values) => {
    expect(readRow(columns(), header, 'a;b;c')).toEqual(values);
  });

  test('of several columns for one field the most telling wins', () => {
    expect(readRow(columns(), 'sku;id;name;title', 'S;I;N;T')).toEqual({ id: 'I', title: 'T' });
  });

  test('a price column that names its currency implies it', () => {
    expect(readRow(columns(), 'id;title;price_in_usd', 'a;b;3')).toEqual({
      id: 'a',
      title: 'b',
      price: '3',
      currency: 'USD',
    });
    expect(readRow(columns('price=price_cny'), 'id;price_cny', 'a;3')).toMatchObject({ currency: 'CNY' });
    expect(readRow(columns(), 'id;price_eur;currency', 'a;3;USD')).toMatchObject({ currency: 'USD' });
  });

  test('events are recognised as logs name them', () => {
    const header = 'timestamp;visitorid;event;itemid;transactionid';
    expect(JSON.parse(JSON.stringify(events().bindHeader(header.split(';')).read(['1', '2', '3', '4', '5'])))).toEqual({
      timestamp: '1',
      user: '2',
      event: '3',
      item: '4',
      order: '5',
    });
  });
});

describe('a mapping', () => {
  test('overrides what the names say, for its field and its column alone', () => {
    expect(readRow(columns('title=brand'), 'id;title;brand;price', 'a;b;c;d')).toEqual({
      id: 'a',
      title: 'c',
      price: 'd',
    });
  });

  test('names columns by number', () => {
    expect(readRow(columns('id=#2', 'title=#1'), 'x;y', 'a;b')).toEqual({ id: 'b', title: 'a' });
  });

  test('fills attributes', () => {
    expect(readRow(columns('attributes.fit=cut'), 'id;cut', 'a;slim')).toEqual({
      id: 'a',
      attributes: { fit: 'slim' },
    });
  });

  test('reaches into objects by path', () => {
    const map = columns('price=offer.price');
    expect(map.readRecord({ id: 1, offer: { price: 3 } })).toMatchObject({ id: 1, price: 3 });
    expect(() => map.requireSeen()).not.toThrow();
  });

  test('keeps a field empty where the mapped column is empty, and does not fall back to a usual name', () => {
    expect(columns('title=label').readRecord({ id: 1, title: 'wrong' }).title).toBeUndefined();
  });

  test('means a file without header when all columns are numbers', () => {
    expect(isHeaderless(mapped('id=#1', 'title=#2'))).toBe(true);
    expect(isHeaderless(mapped('id=#1', 'title=name'))).toBe(false);
    expect(isHeaderless(mapped())).toBe(false);
  });

  test.each([
    ['an unknown field', () => mapped('colour=x')],
    ['attributes without a name', () => mapped('attributes.=x')],
    ['a missing column', () => mapped('id=')],
    ['a missing equals sign', () => mapped('id')],
    ['attributes of an event', () => events('attributes.x=y')],
    ['a column that is not there', () => columns('id=nope').bindHeader(['id'])],
    ['a number beyond the last column', () => columns('id=#3').bindHeader(['a', 'b'])],
    ['column number 0', () => columns('id=#0').bindHeader(['a', 'b'])],
  ])('is refused for %s', (_, act) => {
    expect(act).toThrow(MappingError);
  });

  test('is refused when no record ever had the column', () => {
    const map = columns('price=cost');
    map.readRecord({ id: 1 });
    expect(() => map.requireSeen()).toThrow('there is no column "cost"');
    // … but an empty file cannot tell.
    expect(() => columns('price=cost').requireSeen()).not.toThrow();
  });
});
