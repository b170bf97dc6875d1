import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/cli/feeds/decode-text.js';
import { parseJsonRecord } from '../../../src/cli/feeds/parse-json-record.js';
import { readCsv } from '../../../src/cli/feeds/read-csv.js';
import { readGoogleXml } from '../../../src/cli/feeds/read-google-xml.js';
import { readJsonArray } from '../../../src/cli/feeds/read-json-array.js';
import { sniffDelimiter, sniffShape } from '../../../src/cli/feeds/sniff.js';

/** A file in pieces, as a disk gives it. */
async function* inPieces<T extends string | Uint8Array>(whole: T, size: number): AsyncGenerator<T> {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size) as T;
}

async function collect<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

describe('CSV', () => {
  const rowsOf = async (text: string, size = 1000, delimiter = ',') =>
    (await collect(readCsv(inPieces(text, size), delimiter))).map(({ line, cells, isBroken }) =>
      isBroken ? [line, 'broken'] : [line, ...cells],
    );

  test.each([1, 3, 1000])('numbers rows by the line they start on, read in pieces of %d', async (size) => {
    expect(await rowsOf('id,title\n1,"two\nlines"\n\n2,"a ""quoted"" word"\n3,5" nail\n', size)).toEqual([
      [1, 'id', 'title'],
      [2, '1', 'two\nlines'],
      [5, '2', 'a "quoted" word'],
      [6, '3', '5" nail'],
    ]);
  });

  test.each([1, 3, 1000])('loses one row to a quote that nobody closed, read in pieces of %d', async (size) => {
    expect(await rowsOf('a,b\n1,"open\n2,x\n3,"y, z"\n4,w\n', size)).toEqual([
      [1, 'a', 'b'],
      [2, 'broken'],
      [3, '2', 'x'],
      [4, '3', 'y, z'],
      [5, '4', 'w'],
    ]);
    expect(await rowsOf('a,b\n1,x\n2,"open\n3,y', size)).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x'],
      [3, 'broken'],
      [4, '3', 'y'],
    ]);
  });

  test('keeps cells of a million characters', async () => {
    const [, [, , long]] = await rowsOf(`a,b\n1,"${'x'.repeat(1_000_000)}"\n`, 65_536);
    expect(long).toHaveLength(1_000_000);
  });

  test('gives back whatever was written by the rules, for random tables', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', '\n', ' ', ';'), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        let line = 1;
        const expected = rows.map((cells) => {
          const start = line;
          line += cells.join('').split('\n').length;
          return [start, ...cells];
        });
        const text = rows.map((cells) => cells.map(quoted).join(',')).join('\n');
        expect(await rowsOf(text, size)).toEqual(expected);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('text', () => {
  const textOf = async (bytes: Uint8Array, size = 1000) => {
    let foreign = 0;
    let text = '';
    for await (const piece of decodeText(inPieces(bytes, size), (lines) => (foreign += lines))) text += piece;
    return { text, foreign };
  };
  const latin1 = (text: string) => Buffer.from(text, 'latin1');

  test.each([1, 2, 1000])('loses its byte order mark and its carriage returns, read in pieces of %d', async (size) => {
    expect(await textOf(Buffer.from('\ufeffä\r\nb\r\n'), size)).toEqual({ text: 'ä\nb\n', foreign: 0 });
  });

  test('is windows-1252 in the lines that are no UTF-8, and stays UTF-8 in the others', async () => {
    const bytes = Buffer.concat([Buffer.from('Zelt für\n'), latin1('Caf\u00e9 \u0080\n'), Buffer.from('茶')]);
    expect(await textOf(bytes)).toEqual({ text: 'Zelt für\nCafé €\n茶', foreign: 1 });
  });

  test.each(['le', 'be'])('is UTF-16 (%s) where its mark says so', async (order) => {
    const text = 'id\ttitle\r\n1\tTée 茶😀\r\n2\tx\r';
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    const bytes = order === 'le' ? little : Buffer.from(little).swap16();
    for (const size of [1, 2, 3, 1000])
      expect(await textOf(bytes, size)).toEqual({ text: text.replaceAll('\r\n', '\n'), foreign: 0 });
  });

  test('comes out right even in lines too long to wait for', async () => {
    const long = 'aé茶😀'.repeat(200_000);
    expect((await textOf(Buffer.from(long), 65_537)).text).toBe(long);
  });
});

describe('JSON', () => {
  const elementsOf = async (text: string, size = 1000) =>
    (await collect(readJsonArray(inPieces(text, size)))).map(({ number, text: element }) => [number, element.trim()]);

  test.each([1, 2, 1000])('gives the elements of a list one by one, read in pieces of %d', async (size) => {
    expect(await elementsOf('[ {"a": "]}\\"{"} ,\n{"b": [1, {"c": 2}]}, 3 ]\n ', size)).toEqual([
      [1, '{"a": "]}\\"{"}'],
      [2, '{"b": [1, {"c": 2}]}'],
      [3, '3'],
    ]);
  });

  test('finds the list of objects in an object', async () => {
    expect(await elementsOf('{"total": 1, "ids": [1, 2], "products": [{"id": 1}], "more": [{}]}')).toEqual([
      [1, '{"id": 1}'],
    ]);
    expect(await elementsOf('{"none": 1}')).toEqual([]);
    expect(await elementsOf('[]')).toEqual([]);
  });

  test.each(['[{"id": 1}, {"id": 2, "ti', '[{"id": 1}, {"id": 2}', '{"products": [{"id": 1}'])(
    'calls a list damaged that is cut off: %s',
    async (text) => {
      await expect(elementsOf(text)).rejects.toMatchObject({ code: 'feed_damaged' });
    },
  );

  test.each([1, 2, 1000])('says that something follows, read in pieces of %d', async (size) => {
    for (const more of ['[{"id": 2}]', ' , {"id": 2}]', '\n\n}'])
      for (const whole of ['[{"id": 1}]', '{"products": [{"id": 1}], "more": [{}]}'])
        await expect(elementsOf(`${whole}${more}`, size)).rejects.toMatchObject({
          ...{ code: 'feed_damaged', message: expect.stringContaining('goes on after its JSON has ended') },
        });
  });

  test.each([1, 1000])('says of what is no JSON that it is none, read in pieces of %d', async (size) => {
    await expect(elementsOf('\n id,title', size)).rejects.toMatchObject({
      ...{ code: 'feed_unrecognized', message: 'this is no JSON: it begins with i, and not with [ or {' },
    });
  });

  test('keeps the digits of long numbers', () => {
    expect(parseJsonRecord('{"id": 12345678901234567890, "n": 12, "l": [1234567890123456789]}')).toEqual({
      id: '12345678901234567890',
      n: 12,
      l: ['1234567890123456789'],
    });
    expect(parseJsonRecord('{"t": "a: 12345678901234567890, b"}')).toEqual({ t: 'a: 12345678901234567890, b' });
  });

  test.each(['', '{', '[1]', '"x"', 'null', '{"a":1} x'])('is no record: %s', (text) => {
    expect(parseJsonRecord(text)).toBeUndefined();
  });
});

describe('Google XML', () => {
  const itemsOf = (text: string, size = 1000) => collect(readGoogleXml(inPieces(text, size)));
  const channel = (items: string) =>
    `<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>\n${items}</channel></rss>`;

  test.each([1, 2, 7, 1000])('reads RSS, read in pieces of %d', async (size) => {
    const items = `<item>
  <g:id>1</g:id><title>plain</title><g:title><![CDATA[Tent & peg]]></g:title>
  <g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping>
  <g:price>15.00 EUR</g:price><media:thumb>x</media:thumb>
</item>
<item><g:id>2</g:id><title>Tom & Jerry &lt;b&gt;</title></item>`;
    expect(await itemsOf(channel(items), size)).toEqual([
      { line: 3, isBroken: false, fields: { id: '1', title: 'Tent & peg', price: '15.00 EUR' } },
      { line: 8, isBroken: false, fields: { id: '2', title: 'Tom & Jerry <b>' } },
    ]);
  });

  test('reads Atom, with links in attributes and other prefixes', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0">
<entry><id>tag:shop,1</id><x:id>1</x:id><title>Tent</title>
<link rel="self" href="/self"/><link rel="alternate" href="https://shop.test/1"/></entry></feed>`;
    expect(await itemsOf(atom)).toEqual([
      { line: 2, isBroken: false, fields: { id: '1', title: 'Tent', link: 'https://shop.test/1' } },
    ]);
  });

  test('calls items broken whose tags do not match', async () => {
    const broken = '<item><g:id>1</item>\n<item><g:id>2</g:id>\n<item><g:id>3</g:id></item>\n<item><g:id>4</g:id';
    expect((await itemsOf(channel(broken))).map(({ line, isBroken }) => [line, isBroken])).toEqual([
      [3, true],
      [4, true],
      [5, false],
      [6, true],
    ]);
  });

  test('calls a feed damaged that ends before its root does', async () => {
    await expect(itemsOf(channel('<item><g:id>1</g:id></item>').slice(0, -8))).rejects.toMatchObject({
      code: 'feed_damaged',
    });
  });
});

describe('what a file is', () => {
  test.each([
    ['<?xml', 'xml'],
    ['\n  [{"id":1}]', 'json'],
    ['{"id":1}\n{"id":2}', 'jsonl'],
    ['{"id":1, "images":[{"src":"a"}]}', 'jsonl'],
    ['{"broken\n{"id":2}', 'jsonl'],
    ['{"products":[{"id":1}]}', 'json'],
    ['{\n  "products": [\n{"id":1}]}', 'json'],
    ['id,title', 'text'],
    ['', 'text'],
  ])('%j is %s', (head, shape) => {
    expect(sniffShape(head)).toBe(shape);
  });

  test.each([
    ['id,title\n1,a\n', ','],
    ['id;title;price\n1;a, b, c;1,5\n2;d;2,5', ';'],
    ['id\ttitle\n1\ta,b\n', '\t'],
    ['id|title\n1|a,b;c\n', '|'],
    ['id;title\n1;"x;y,z,w,v"\n', ';'],
    ['title\nx\n', ','],
    ['', ','],
  ])('%j is cut at %j', (head, delimiter) => {
    expect(sniffDelimiter(head)).toBe(delimiter);
  });
});
