import { parse } from 'csv-parse';

/** One row of a file, without regard to what its cells mean. */
export interface CsvRow {
  /** Line on which it starts, from 1. */
  line: number;
  cells: string[];
  /** A quote that nobody closed: nothing in the row can be trusted. */
  isBroken: boolean;
}

/** Far beyond any description: a row that grows so large has lost its closing quote. */
const LARGEST_ROW_BYTES = 16 * 1024 * 1024;
/**
 * What the parser gets at a time. A stray quote makes it read a piece twice, and where one is others often follow: then
 * pieces start small and grow again.
 */
const LARGEST_PIECE = 64 * 1024;
const SMALLEST_PIECE = 512;
const LINE_FEED = 10;

/** Reads rows from text with `\n` line ends; empty lines are passed over. */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow[]> {
  const reader = new CsvReader(delimiter);
  for await (const piece of text) yield await reader.add(piece);
  yield await reader.finish();
}

type Parser = ReturnType<typeof parse>;

/**
 * Wraps the parser of csv-parse so that one stray quote costs one row. Such a quote swallows the rows after it, up to
 * the next quote or the end of the file; the parser cannot go back, so this keeps the bytes since the last good row,
 * gives up the line that the broken row starts on, and begins a new parser behind it.
 */
class CsvReader {
  readonly #delimiter: string;
  readonly #strictRow: RegExp;
  #parser: Parser;
  /** Bytes that wait for the parser. */
  #queue: Buffer = Buffer.alloc(0);
  /** Bytes that the parser was given behind its last good row, and where they start in all that it was given. */
  #tail: Buffer = Buffer.alloc(0);
  #tailStart = 0;
  #goodEnd = 0;
  /** Lines before the parser's first byte, and before the end of its last good row. */
  #linesBefore = 0;
  #goodLines = 0;
  #isStuck = false;
  #pieceBytes = LARGEST_PIECE;
  #rows: CsvRow[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    // One row as RFC 4180 has it: quotes open and close whole cells, and inside they stand doubled.
    const d = delimiter === '|' ? '\\|' : delimiter;
    const cell = `(?:"[^"]*(?:""[^"]*)*"|[^"${d}\\n][^${d}\\n]*|)`;
    this.#strictRow = new RegExp(`^${cell}(?:${d}${cell})*$`);
    this.#parser = this.#createParser();
  }

  async add(text: string): Promise<CsvRow[]> {
    this.#queue = Buffer.concat([this.#queue, Buffer.from(text)]);
    await this.#drain();
    return this.#takeRows();
  }

  async finish(): Promise<CsvRow[]> {
    while (!(await this.#give((done) => this.#parser.end(done)))) await this.#drain();
    return this.#takeRows();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const piece = this.#queue.subarray(0, this.#pieceBytes);
      this.#queue = this.#queue.subarray(this.#pieceBytes);
      this.#tail = Buffer.concat([this.#tail, piece]);
      const isRead = await this.#give((done) => this.#parser.write(piece, done));
      this.#pieceBytes = isRead ? Math.min(LARGEST_PIECE, this.#pieceBytes * 2) : SMALLEST_PIECE;
    }
  }

  /** Lets the parser work; false when a line had to be given up and what follows it waits again. */
  async #give(call: (done: (error?: Error | null) => void) => void): Promise<boolean> {
    const error = await new Promise<Error | undefined>((resolve) => call((failure) => resolve(failure ?? undefined)));
    if (error !== undefined && !isLostQuote(error)) throw error;
    this.#tail = this.#tail.subarray(this.#goodEnd - this.#tailStart);
    this.#tailStart = this.#goodEnd;
    if (error === undefined && !this.#isStuck) return true;
    this.#giveUpLine();
    return false;
  }

  #createParser(): Parser {
    const parser = parse({
      delimiter: this.#delimiter,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LARGEST_ROW_BYTES,
      on_record: (cells: string[], { lines, bytes }) => {
        if (!this.#isStuck) this.#takeRow(cells, this.#linesBefore + lines, bytes);
        // Nothing is pushed on, so the stream never waits for a reader.
        return null;
      },
    });
    // Errors come back from each call; without a listener the stream would throw them a second time.
    return parser.on('error', () => {}).resume();
  }

  #takeRow(cells: string[], lastLine: number, end: number): void {
    const lineBreaks = cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
    if (lineBreaks > 0 && cells.some((cell) => cell.startsWith('"')) && !this.#isStrict(end)) {
      this.#isStuck = true;
      return;
    }
    this.#rows.push({ line: lastLine - lineBreaks, cells, isBroken: false });
    this.#goodEnd = end;
    this.#goodLines = lastLine;
  }

  #isStrict(end: number): boolean {
    const raw = this.#tail.subarray(this.#goodEnd - this.#tailStart, end - this.#tailStart).toString();
    return this.#strictRow.test(raw.replace(/^\n+|\n$/g, ''));
  }

  /** Gives up the line on which the row behind the last good one starts; what follows goes to a new parser. */
  #giveUpLine(): void {
    let start = 0;
    while (this.#tail[start] === LINE_FEED) start++;
    const lineEnd = this.#tail.indexOf(LINE_FEED, start);
    const rest = lineEnd < 0 ? Buffer.alloc(0) : this.#tail.subarray(lineEnd + 1);
    this.#goodLines += start + 1;
    this.#rows.push({ line: this.#goodLines, cells: [], isBroken: true });
    this.#queue = Buffer.concat([rest, this.#queue]);
    this.#parser = this.#createParser();
    this.#linesBefore = this.#goodLines;
    this.#tail = Buffer.alloc(0);
    this.#tailStart = 0;
    this.#goodEnd = 0;
    this.#isStuck = false;
  }

  #takeRows(): CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}

const isLostQuote = (error: Error): boolean =>
  ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'].includes((error as Error & { code?: string }).code ?? '');
