import { describe, expect, test } from 'vitest';
import { parseEventName } from '../../../src/builder/values/event-names.js';
import { parseAddress } from '../../../src/builder/values/parse-address.js';
import { parseAvailability } from '../../../src/builder/values/parse-availability.js';
import { parseCategory, parseTags } from '../../../src/builder/values/parse-list.js';
import { parsePeriod } from '../../../src/builder/values/parse-period.js';
import { parsePrice } from '../../../src/builder/values/parse-price.js';
import { parseCount, parseRating } from '../../../src/builder/values/parse-rating.js';
import { parseTimestamp } from '../../../src/builder/values/parse-timestamp.js';
import { plainText } from '../../../src/builder/values/plain-text.js';
import { scalarText } from '../../../src/builder/values/scalar.js';

const NBSP = '\u00a0';
const NARROW_NBSP = '\u202f';

describe('a price', () => {
  test.each([
    ['£3.42', 3.42, 'GBP'],
    ['12,99 EUR', 12.99, 'EUR'],
    ['1.234,56', 1234.56, undefined],
    ['1,234.56', 1234.56, undefined],
    [`1${NBSP}234,56${NBSP}€`, 1234.56, 'EUR'],
    [`1${NARROW_NBSP}234,56 €`, 1234.56, 'EUR'],
    ["CHF 1'234.50", 1234.5, 'CHF'],
    ['1,299', 1299, undefined],
    ['1.299 €', 1299, 'EUR'],
    ['USD12', 12, 'USD'],
    ['US$ 3', 3, 'USD'],
    ['R$ 1.234,56', 1234.56, 'BRL'],
    ['Rs.1,00,000', 100_000, 'INR'],
    ['15.00 USD', 15, 'USD'],
    ['5,00 zł', 5, 'PLN'],
    ['.99', 0.99, undefined],
    ['0,99', 0.99, undefined],
    ['1.250 KWD', 1.25, 'KWD'],
    ['BHD 12.500', 12.5, 'BHD'],
    ['1,250 KWD', 1250, 'KWD'],
    ['1,250.500 JOD', 1250.5, 'JOD'],
    ['from 12.00', 12, undefined],
    ['15', 15, undefined],
    ['  3.42 ', 3.42, undefined],
  ])('%s is %d %s', (text, amount, currency) => {
    expect(parsePrice(text)).toEqual(currency === undefined ? { amount } : { amount, currency });
  });

  test.each([
    ['$12.50 - $15.00', 12.5],
    ['£5.00–£7.00', 5],
    ['12.50-15.00', 12.5],
    ['10,00 bis 12,00 €', 10],
    ['20 - 15', 15],
    ['1.250 - 2.500 OMR', 1.25],
  ])('of the range %s is the lowest, %d', (text, amount) => {
    expect(parsePrice(text)?.amount).toBe(amount);
  });

  test.each([
    ['-5', -5],
    ['-£5.00', -5],
    ['£-5.00', -5],
  ])('below zero stays below zero: %s', (text, amount) => {
    expect(parsePrice(text)?.amount).toBe(amount);
  });

  test('keeps the dot of a bare number as its decimal point, however many digits follow', () => {
    expect(parsePrice('1.299')?.amount).toBe(1.299);
    expect(parsePrice('12.3456')?.amount).toBe(12.3456);
  });

  test.each(['', 'abc', 'free', '12.99.1', 'call 555-1234-99'])('is none: %s', (text) => {
    expect(parsePrice(text)).toBeUndefined();
  });
});

describe('availability', () => {
  test.each([
    ...['in stock', 'In_Stock', 'In-Stock', 'INSTOCK', 'backorder', 'pre-order', 'available now', 'made to order'],
    ...['http://schema.org/InStock', 'https://schema.org/PreOrder', 'https://schema.org/LimitedAvailability'],
    ...['https://schema.org/OnlineOnly', 'schema.org/InStock'],
    ...['5 new', `5${NBSP}new`, '12', '5+', '>10', 'Only 3 left in stock', 'only 3 left', '2 left in stock'],
    ...['true', 'YES', 'sí', 'in stock: yes', 'in stock: 12'],
    ...['auf Lager', 'sofort lieferbar', 'sofortlieferbar', 'vorra\u0308tig', 'verfuegbar', 'noch 3 verfügbar'],
    ...['en stock', 'disponible', 'disponibili', 'disponível', 'em estoque', 'op voorraad', 'leverbaar'],
    ...['有货', '有貨', '现货', '在庫あり', '재고 있음'],
  ])('%s can be bought', (text) => {
    expect(parseAvailability(text)).toBe(true);
  });

  test.each([
    ...['notebook in stock', 'Nordic in stock', 'now available', 'note available', 'piano disponible'],
    ...['non-stop verfügbar', 'nonstick pan in stock', 'nicht nur online verfügbar', 'plus que 2 en stock'],
    ...['kein Problem, auf Lager', 'Kein Problem: lieferbar', 'Kein Problem lieferbar', '没有问题,现货'],
    ...['No minimum order, available now', 'in stock, no shipping costs', 'Sold outside the EU, in stock'],
  ])('%s denies something else, or nothing', (text) => {
    expect(parseAvailability(text)).toBe(true);
  });

  test.each([
    ...['out of stock', 'OutOfStock', 'OUT_OF_STOCK', 'out-of-stock', 'outofstock', 'Sold out', 'discontinued'],
    ...['https://schema.org/OutOfStock', 'http://schema.org/SoldOut', 'https://schema.org/InStoreOnly', 'InStoreOnly'],
    ...['unavailable', 'Currently unavailable.', 'temporarilyUnavailable', 'NotAvailable', 'notavailable', 'nostock'],
    ...['0', '-1', '0 in stock', 'only 0 left', 'in stock: 0', 'FALSE', 'no', 'não'],
    ...['in stock: no', 'In Stock: No.', 'availability: false', 'Lieferbar: nein', 'disponible : non'],
    ...[
      'ausverkauft',
      'vergriffen',
      'épuisé',
      'e\u0301puise\u0301e',
      'en rupture',
      'agotada',
      'esaurito',
      'uitverkocht',
    ],
    ...['售罄', '缺货', '无货', '没有货', '暂无现货', '無庫存', '品切れ', '在庫なし', '품절', '재고 없음'],
  ])('%s cannot be bought', (text) => {
    expect(parseAvailability(text)).toBe(false);
  });

  test.each([
    ...['no longer available', 'no longer in stock', 'Not currently available', 'not yet available', 'not in stock'],
    ...["isn't available", 'aren’t available', 'Not available at the moment', 'nothing in stock', 'no items in stock'],
    ...['nicht mehr verfügbar', 'Nicht mehr lieferbar', 'derzeit nicht verfügbar', 'nicht auf Lager', 'kein Bestand'],
    ...['Non disponible', 'non-disponible', 'plus disponible', "n'est plus disponible", 'pas en stock', 'hors stock'],
    ...['non è disponibile', 'non più disponibile', 'al momento non disponibile'],
    ...['no disponible', 'ya no está disponible', 'sin stock', 'no hay existencias', 'fuera de stock'],
    ...['indisponível', 'não disponível', 'nao disponivel', 'não está disponível', 'sem estoque', 'fora de estoque'],
    ...['niet beschikbaar', 'niet op voorraad', 'niet meer leverbaar', 'geen voorraad'],
  ])('%s denies that it can be bought', (text) => {
    expect(parseAvailability(text)).toBe(false);
  });

  test.each([
    ...['', 'maybe', 'ships in a box', 'stock', 'Bestand'],
    ...['non-stop', 'Nordic', 'kein Problem', 'no longer'],
  ])('%s says nothing', (text) => {
    expect(parseAvailability(text)).toBeUndefined();
  });
});

describe('a moment', () => {
  test.each([
    ['2021-01-31', '2021-01-31T00:00:00.000Z'],
    ['2021-01-31T10:20:30Z', '2021-01-31T10:20:30.000Z'],
    ['2021-01-31T10:20:30.123+02:00', '2021-01-31T08:20:30.123Z'],
    ['2021-01-31 10:20:30', '2021-01-31T10:20:30.000Z'],
    ['2021-01-31 10:20:30 UTC', '2021-01-31T10:20:30.000Z'],
    ['2021-01-31T10:20', '2021-01-31T10:20:00.000Z'],
    ['2021/1/31', '2021-01-31T00:00:00.000Z'],
    ['20210131', '2021-01-31T00:00:00.000Z'],
    ['1609459200', '2021-01-01T00:00:00.000Z'],
    ['1609459200.5', '2021-01-01T00:00:00.500Z'],
    ['1609459200000', '2021-01-01T00:00:00.000Z'],
    ['1609459200000000', '2021-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  test.each(['', 'yesterday', '2021-02-30', '2021-13-01', '2021-01-31 25:00', '01/31/2021', '12:00', '-5'])(
    'is none: %s',
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );
});

describe('a period', () => {
  const iso = (moment: number | undefined) => new Date(moment ?? Number.NaN).toISOString();

  test.each([
    ['2026-11-20T13:00-0800/2026-11-30T15:30-0800', '2026-11-20T21:00:00.000Z', '2026-11-30T23:30:00.000Z'],
    ['2026-11-20T00:00Z / 2026-11-30T00:00Z', '2026-11-20T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['2026-11-20/2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['2026-11-20T10:00/20261121', '2026-11-20T10:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ])('%s', (text, from, to) => {
    expect(iso(parsePeriod(text)?.fromMs)).toBe(from);
    expect(iso(parsePeriod(text)?.toMs)).toBe(to);
  });

  test.each([
    ...['', '/', '2026-11-20', '2026-11-20/', '2026-11-20/soon', '2026-11-20/2026-11-19'],
    ...['2026/11/20', '2026/11', '2026/2027', '11/20', '1764115200/1764201600'],
  ])('is none: %s', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });
});

describe('category levels', () => {
  test.each<[unknown, string[]]>([
    ['Hobbies > Model Trains > Trains', ['Hobbies', 'Model Trains', 'Trains']],
    ['A>B', ['A', 'B']],
    ['A >> B', ['A', 'B']],
    ['Toys', ['Toys']],
    ['A > B | C > D', ['A', 'B']],
    [
      ['Makeup', 'Nails'],
      ['Makeup', 'Nails'],
    ],
    [['A > B'], ['A', 'B']],
    [
      [['A', 'B'], ['C']],
      ['A', 'B'],
    ],
    ['["A", "B"]', ['A', 'B']],
    [`['A', "B's"]`, ['A', "B's"]],
    ['', []],
    [null, []],
    [[], []],
  ])('of %j are %j', (value, levels) => {
    expect(parseCategory(value)).toEqual(levels);
  });
});

test.each<[unknown, string[]]>([
  ['a, b|c', ['a', 'b', 'c']],
  [
    ['a,b', 'c'],
    ['a,b', 'c'],
  ],
  ['', []],
])('tags of %j are %j', (value, tags) => {
  expect(parseTags(value)).toEqual(tags);
});

test.each([
  ['4.5', 4.5],
  ['4,5', 4.5],
  ['4.9 out of 5 stars', 4.9],
  ['Rated 4.5/5', 4.5],
  ['4 stars', 4],
  ['4.5stars', 4.5],
  ['7', undefined],
  ['none', undefined],
  ['-1', undefined],
  ['−1', undefined],
  ['rating: -1.5', undefined],
  ['1e9', undefined],
  ['1E-7', undefined],
  ['4 %', undefined],
  ['1k', undefined],
])('the rating %s is %s', (text, rating) => {
  expect(parseRating(text)).toBe(rating);
});

test.each([
  ['1,234', 1234],
  ['15 reviews', 15],
  ['1.234 reviews', 1234],
  ['1.234', 1234],
  ['3 bewertungen', 3],
  ['-3', undefined],
  ['1k', undefined],
  ['1.2K', undefined],
  ['3 Mio', undefined],
])('the count %s is %s', (text, count) => {
  expect(parseCount(text)).toBe(count);
});

describe('plain text', () => {
  test.each([
    ['<b>Tent</b> &amp; peg', 'Tent & peg'],
    ['Tom &amp;amp; Jerry', 'Tom & Jerry'],
    ['&lt;p&gt;Warm&lt;/p&gt; socks', 'Warm socks'],
    ['5 < 6 and <3', '5 < 6 and <3'],
    ['a<!-- hidden -->b', 'a b'],
    ['Caf&eacute;&nbsp;cup', 'Café cup'],
    ['x<script>alert(1)</script>y', 'x y'],
    ['  two\n\tlines ', 'two lines'],
    ['bell\u0007', 'bell'],
  ])('of %j is %j', (text, plain) => {
    expect(plainText(text, 100)).toBe(plain);
  });

  test('cuts what is too long, never inside a character', () => {
    expect(plainText('x'.repeat(1_000_000), 500)).toHaveLength(500);
    expect(plainText('😀'.repeat(10), 5)).toBe('😀😀');
  });
});

describe('an address', () => {
  test.each([
    ['https://shop.test/p/1', 'https://shop.test/p/1'],
    ['/p/1?a=1&amp;b=2', '/p/1?a=1&b=2'],
    ['https://cdn.test/a b.jpg', 'https://cdn.test/a%20b.jpg'],
    ['https://a.test/1.jpg, https://a.test/2.jpg', 'https://a.test/1.jpg'],
  ])('%s is kept as %s', (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  test.each(['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'ftp://x'])(
    'is dropped: %s',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});

test('an address too long to be followed is dropped, not cut', () => {
  expect(parseAddress(`/${'x'.repeat(3000)}`)).toBeUndefined();
});

test.each([
  ['view_item', 'view_item'],
  ['detail-page-view', 'view_item'],
  ['product_viewed', 'view_item'],
  ['Product Viewed', 'view_item'],
  ['purchase-complete', 'purchase'],
  ['Order Completed', 'purchase'],
  ['checkout_completed', 'purchase'],
  ['addtocart', 'add_to_cart'],
  ['Product Added', 'add_to_cart'],
  ['remove-from-cart', 'remove_from_cart'],
  ['home-page-view', 'page_view'],
  ['Checkout Step Completed', 'add_shipping_info'],
  ['Order Refunded', 'refund'],
  ['pv', 'view_item'],
  ['something else', undefined],
])('the event %s is %s', (name, event) => {
  expect(parseEventName(name)).toBe(event);
});

test('a value wrapped in a list or an object is found, half a character is replaced', () => {
  expect(scalarText({ '@type': 'Brand', name: 'Acme' })).toBe('Acme');
  expect(scalarText([{ src: '/a.jpg' }])).toBe('/a.jpg');
  expect(scalarText(0)).toBe('0');
  expect(scalarText(false)).toBe('false');
  expect(scalarText('  ')).toBeUndefined();
  expect(scalarText(null)).toBeUndefined();
  expect(scalarText('a\ud800')).toBe('a\ufffd');
});
