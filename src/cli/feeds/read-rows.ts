import { columnList } from '../../builder/fields/column-list.js';
import { type ColumnMap, type FieldValues, isHeaderless, type Mappings } from '../../builder/fields/column-map.js';
import { CommandError } from '../command-error.js';
import { parseJsonRecord } from './parse-json-record.js';
import { type CsvRow, readCsv } from './read-csv.js';
import { readJsonArray } from './read-json-array.js';
import { splitLines } from './split-lines.js';

/** Where rows go: into a collector of the builder. */
export interface RowSink<F extends string> {
  add(values: FieldValues<F>, line: number): void;
  addBroken(line: number): void;
}

export interface RowsInput<F extends string> {
  text: AsyncIterable<string>;
  columns: ColumnMap<F>;
  sink: RowSink<F>;
}

export interface CsvInput<F extends string> extends RowsInput<F> {
  delimiter: string;
  mappings: Mappings;
  /** Fields of which the file must have one column each, alternatives grouped; otherwise it is not what it should be. */
  needed: readonly (readonly F[])[];
  /** Names the option that maps columns, for the message. */
  mapOption: string;
}

/** @throws {CommandError} `feed_unrecognized` when no column is known for what every row needs. */
export async function readCsvRows<F extends string>(input: CsvInput<F>): Promise<void> {
  const { text, columns, sink, delimiter, mappings } = input;
  let table: { width: number; read: (cells: readonly string[]) => FieldValues<F> } | undefined;
  for await (const rows of readCsv(text, delimiter)) {
    for (const row of rows) {
      if (isBlank(row)) continue;
      if (!table) {
        if (row.isBroken) throw new CommandError('feed_unrecognized', 'the header row is broken');
        const header = isHeaderless(mappings) ? row.cells.map(() => '') : row.cells.map((name) => name.trim());
        const { fields, read } = columns.bindHeader(header);
        requireFields(fields, header, input);
        table = { width: header.length, read };
        if (!isHeaderless(mappings)) continue;
      }
      if (row.isBroken || !fits(row, table.width)) sink.addBroken(row.line);
      else sink.add(table.read(row.cells), row.line);
    }
  }
}

const isBlank = ({ cells, isBroken }: CsvRow): boolean => !isBroken && cells.every((cell) => cell.trim() === '');

/**
 * More cells than columns: a delimiter inside a value, so that all behind it stands in the wrong column. Fewer are no
 * fault: spreadsheets leave out empty cells at the end of a row. But a row of one cell was cut by nothing at all.
 */
const fits = ({ cells }: CsvRow, width: number): boolean =>
  cells.slice(width).every((cell) => cell.trim() === '') && (cells.length > 1 || width <= 2);

function requireFields<F extends string>(
  fields: readonly string[],
  header: readonly string[],
  { needed, mapOption }: CsvInput<F>,
): void {
  const missing = needed.find((alternatives) => !alternatives.some((field) => fields.includes(field)));
  if (!missing) return;
  const columns = columnList(header);
  throw new CommandError(
    'feed_unrecognized',
    `no column is known for ${missing.join(' or ')}; name it with ${mapOption} ${missing[0]}=COLUMN` +
      (columns === '' ? '' : `, columns are ${columns}`),
  );
}

/** One JSON object per line. */
export async function readJsonLines<F extends string>({ text, columns, sink }: RowsInput<F>): Promise<void> {
  for await (const lines of splitLines(text))
    for (const line of lines) addRecord(parseJsonRecord(line.text), line.number, columns, sink);
  columns.requireSeen();
}

/** A JSON list of objects; rows are numbered by record. */
export async function readJsonRows<F extends string>({ text, columns, sink }: RowsInput<F>): Promise<void> {
  for await (const elements of readJsonArray(text))
    for (const element of elements) addRecord(parseJsonRecord(element.text), element.number, columns, sink);
  columns.requireSeen();
}

export function addRecord<F extends string>(
  record: Record<string, unknown> | undefined,
  line: number,
  columns: ColumnMap<F>,
  sink: RowSink<F>,
): void {
  if (record) sink.add(columns.readRecord(record), line);
  else sink.addBroken(line);
}
