import type { CatalogCollector } from '../../builder/collect/catalog-collector.js';
import { ShopifyFold } from '../../builder/collect/shopify-fold.js';
import { CATALOG_VOCABULARY, type ReadField } from '../../builder/fields/catalog-fields.js';
import { ColumnMap, type Mappings } from '../../builder/fields/column-map.js';
import { CommandError } from '../command-error.js';
import { openText, type ReadingListener } from './open-text.js';
import { readCsv } from './read-csv.js';
import { readGoogleXml } from './read-google-xml.js';
import { addRecord, type RowsInput, readCsvRows, readJsonLines, readJsonRows } from './read-rows.js';
import { sniffDelimiter, sniffShape } from './sniff.js';

export const CATALOG_FORMATS = ['auto', 'csv', 'tsv', 'jsonl', 'json', 'google-xml', 'shopify-csv'] as const;
type CatalogFormat = (typeof CATALOG_FORMATS)[number];

export interface CatalogSource {
  path: string;
  format: CatalogFormat;
  mappings: Mappings;
}

/**
 * Reads a catalogue of any format into the collector.
 *
 * @throws {CommandError} when the file cannot be read or is no catalogue. @throws {MappingError} on unknown columns.
 */
export async function readCatalog(
  { path, format, mappings }: CatalogSource,
  collector: CatalogCollector,
  listener: ReadingListener,
): Promise<void> {
  const { head, text } = await openText(path, listener);
  const actual = format === 'auto' ? sniffFormat(head) : format;
  const columns = new ColumnMap(actual === 'google-xml' ? withoutPrefix(mappings) : mappings, CATALOG_VOCABULARY);
  const input: RowsInput<ReadField> = { text, columns, sink: collector };
  switch (actual) {
    case 'google-xml':
      return readXmlItems(input);
    case 'json':
      return readJsonRows(input);
    case 'jsonl':
      return readJsonLines(input);
    case 'shopify-csv':
      return readShopifyRows(input, sniffDelimiter(head));
    case 'tsv':
      return readTable(input, '\t', mappings);
    default:
      return readTable(input, sniffDelimiter(head), mappings);
  }
}

function sniffFormat(head: string): Exclude<CatalogFormat, 'auto' | 'tsv'> {
  const shape = sniffShape(head);
  if (shape === 'xml') return 'google-xml';
  if (shape !== 'text') return shape;
  const header = head.trimStart().split('\n', 1)[0];
  return /^"?Handle"?[,;\t]/.test(header) && /Variant Price|Option1 Name|Body \(HTML\)/.test(header)
    ? 'shopify-csv'
    : 'csv';
}

const readTable = (input: RowsInput<ReadField>, delimiter: string, mappings: Mappings): Promise<void> =>
  readCsvRows({ ...input, delimiter, mappings, needed: [['id'], ['title']], mapOption: '--map' });

/** Elements are known by their local names; a mapping may say `g:mpn` all the same. */
const withoutPrefix = (mappings: Mappings): Mappings =>
  new Map([...mappings].map(([field, column]) => [field, column.replace(/^g:/, '')]));

async function readXmlItems({ text, columns, sink }: RowsInput<ReadField>): Promise<void> {
  let count = 0;
  for await (const items of readGoogleXml(text)) {
    for (const { line, fields, isBroken } of items) addRecord(isBroken ? undefined : fields, line, columns, sink);
    count += items.length;
  }
  if (count === 0) throw new CommandError('feed_unrecognized', 'the XML has no <item> and no <entry>');
  columns.requireSeen();
}

async function readShopifyRows({ text, columns, sink }: RowsInput<ReadField>, delimiter: string): Promise<void> {
  const fold = new ShopifyFold();
  let header: string[] | undefined;
  for await (const rows of readCsv(text, delimiter)) {
    for (const { line, cells, isBroken } of rows) {
      if (!header) {
        header = cells.map((name) => name.trim());
        if (!header.includes('Handle'))
          throw new CommandError('feed_unrecognized', 'a Shopify export has a column "Handle"');
        continue;
      }
      const row = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
      if (isBroken) sink.addBroken(line);
      else if (!fold.add(row, line)) sink.add({}, line);
    }
  }
  for (const { line, record } of fold.finish()) addRecord(record, line, columns, sink);
  columns.requireSeen();
}
