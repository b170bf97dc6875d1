import { columnList } from './column-list.js';

/** What a feed's row says about each field, as it stands there; fields without a column are absent. */
export type FieldValues<F extends string> = { [field in F]?: unknown } & { attributes?: Record<string, unknown> };

/** How a usual column name is understood. */
export interface RecognizedColumn<F extends string> {
  field: F | `attributes.${string}`;
  /** Of several columns for one field the lowest rank wins. */
  rank: number;
  /** What the name itself says about another field: `price_usd` names the currency. */
  implies?: readonly [field: F, value: string];
}

export interface ColumnVocabulary<F extends string> {
  fields: readonly F[];
  /** Whether `attributes.NAME` is a field. */
  hasAttributes: boolean;
  recognize(column: string): RecognizedColumn<F> | undefined;
}

/** `--map` as parsed: field → column. */
export type Mappings = ReadonlyMap<string, string>;

/** A mapping that names a field or a column that there is not. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

const ATTRIBUTE = /^attributes\.(.+)$/s;
const NUMBERED = /^#([1-9]\d*)$/;

/**
 * Parses `FIELD=COLUMN`; a later mapping of the same field replaces the earlier.
 *
 * @throws {MappingError} on an unknown field or a missing part.
 */
export function parseMappings<F extends string>(texts: readonly string[], vocabulary: ColumnVocabulary<F>): Mappings {
  const mappings = new Map<string, string>();
  for (const text of texts) {
    const [field, column] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    if (!text.includes('=') || field === '' || column === '')
      throw new MappingError(`a mapping must be FIELD=COLUMN, got "${text}"`);
    if (
      !(vocabulary.fields as readonly string[]).includes(field) &&
      !(vocabulary.hasAttributes && ATTRIBUTE.test(field))
    )
      throw new MappingError(
        `there is no field "${field}"; fields are ${[...vocabulary.fields, ...(vocabulary.hasAttributes ? ['attributes.NAME'] : [])].join(', ')}`,
      );
    mappings.set(field, column);
  }
  return mappings;
}

/** All columns given by number: then the file has no header row. */
export const isHeaderless = (mappings: Mappings): boolean =>
  mappings.size > 0 && [...mappings.values()].every((column) => NUMBERED.test(column));

/** Takes the fields out of rows: as mapped, and for the other fields by usual column names. */
export class ColumnMap<F extends string> {
  readonly #mappings: Mappings;
  readonly #vocabulary: ColumnVocabulary<F>;
  readonly #recognized = new Map<string, RecognizedColumn<F> | undefined>();
  readonly #seen = new Set<string>();
  #records = 0;

  constructor(mappings: Mappings, vocabulary: ColumnVocabulary<F>) {
    this.#mappings = mappings;
    this.#vocabulary = vocabulary;
  }

  /**
   * Binds the map to rows of cells.
   *
   * @param header  Column names; without names, as many empty ones as the rows are wide.
   * @throws {MappingError} when a mapped column is not there.
   */
  bindHeader(header: readonly string[]): { fields: string[]; read: (cells: readonly string[]) => FieldValues<F> } {
    const columns = new Map<string, number>();
    const implied: [string, string][] = [];
    for (const [field, column] of this.#mappings) {
      const index = columnIndex(column, header);
      if (index < 0) throw missingColumn([column], header);
      columns.set(field, index);
      const usual = this.#recognize(header[index]);
      if (usual?.field === field && usual.implies) implied.push([...usual.implies]);
    }
    const ranks = new Map<string, number>();
    const mapped = new Set(columns.values());
    header.forEach((column, index) => {
      const usual = this.#recognize(column);
      if (!usual || this.#mappings.has(usual.field) || mapped.has(index)) return;
      if (usual.rank >= (ranks.get(usual.field) ?? Number.POSITIVE_INFINITY)) return;
      ranks.set(usual.field, usual.rank);
      columns.set(usual.field, index);
      if (usual.implies) implied.push([...usual.implies]);
    });
    const plan = [...columns].map(([field, index]) => ({ slot: slotOf(field), index }));
    const constants = implied.filter(([field]) => !columns.has(field)).map(([field, value]) => ({ field, value }));
    return {
      fields: [...columns.keys()],
      read: (cells) => {
        const values: FieldValues<F> = {};
        for (const { field, value } of constants) put(values, slotOf(field), value);
        for (const { slot, index } of plan) put(values, slot, cells[index]);
        return values;
      },
    };
  }

  /** Takes the fields out of a record of names and values; of a field's usual names the first with a value counts. */
  readRecord(record: Readonly<Record<string, unknown>>): FieldValues<F> {
    const values: FieldValues<F> = {};
    const ranks = new Map<string, number>();
    const mapped = new Set<string>();
    this.#records++;
    for (const [field, column] of this.#mappings) {
      const value = valueAt(record, column);
      mapped.add(column);
      if (value !== undefined) this.#seen.add(column);
      put(values, slotOf(field), value);
    }
    for (const [column, value] of Object.entries(record)) {
      if (this.#vocabulary.hasAttributes && column === 'attributes' && !mapped.has(column)) putAll(values, value);
      const usual = this.#recognize(column);
      if (!usual || mapped.has(column) || this.#mappings.has(usual.field)) continue;
      if (value === null || value === '' || usual.rank >= (ranks.get(usual.field) ?? Number.POSITIVE_INFINITY))
        continue;
      ranks.set(usual.field, usual.rank);
      put(values, slotOf(usual.field), value);
    }
    return values;
  }

  /** @throws {MappingError} when there were records and a mapped column was in none of them. */
  requireSeen(): void {
    const missing = [...new Set(this.#mappings.values())].filter((column) => !this.#seen.has(column));
    if (this.#records > 0 && missing.length > 0) throw missingColumn(missing, [...this.#recognized.keys()]);
  }

  #recognize(column: string): RecognizedColumn<F> | undefined {
    if (this.#recognized.has(column)) return this.#recognized.get(column);
    const recognized = this.#vocabulary.recognize(column);
    // A feed may use data as names; remembering all of them would be a leak.
    if (this.#recognized.size < 10_000) this.#recognized.set(column, recognized);
    return recognized;
  }
}

interface Slot {
  name: string;
  inAttributes: boolean;
}

function slotOf(field: string): Slot {
  const attribute = ATTRIBUTE.exec(field);
  return attribute ? { name: attribute[1], inAttributes: true } : { name: field, inAttributes: false };
}

function put(values: { attributes?: Record<string, unknown> }, { name, inAttributes }: Slot, value: unknown): void {
  if (inAttributes) {
    values.attributes ??= {};
    values.attributes[name] = value;
  } else (values as Record<string, unknown>)[name] = value;
}

/** A record that keeps its facts in an object of their own; what is mapped already stays. */
function putAll(values: { attributes?: Record<string, unknown> }, facts: unknown): void {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return;
  values.attributes = { ...facts, ...values.attributes };
}

function columnIndex(column: string, header: readonly string[]): number {
  const exact = header.indexOf(column);
  if (exact >= 0) return exact;
  const number = NUMBERED.exec(column);
  if (number) return Number(number[1]) <= header.length ? Number(number[1]) - 1 : -1;
  return header.findIndex((name) => name.trim() === column.trim());
}

/** A column by its name, else by the path of its name: `offer.price`. */
function valueAt(record: Readonly<Record<string, unknown>>, column: string): unknown {
  if (Object.hasOwn(record, column)) return record[column];
  if (!column.includes('.')) return undefined;
  let value: unknown = record;
  for (const name of column.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function missingColumn(columns: readonly string[], header: readonly string[]): MappingError {
  const missing = columns.map((column) => `"${column}"`).join(', ');
  const known = columnList(header);
  return new MappingError(
    `there is no column ${missing}; ${known === '' ? `the file has ${header.length} columns` : `columns are ${known}`}`,
  );
}
