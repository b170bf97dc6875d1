/** One column: its heading, and what stands in it for a row. Numbers stand to the right. */
export interface Column<Row> {
  heading: string;
  cell(row: Row): string | number | null | undefined;
  isNumber?: boolean;
}

export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    lineOf(columns.map(({ heading }) => heading)),
    lineOf(columns.map(({ isNumber = true }) => (isNumber ? '---:' : '---'))),
    ...rows.map((row) => lineOf(columns.map(({ cell }) => toText(cell(row))))),
  ].join('\n');
}

/** Three digits that mean something: more would only be noise. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toFixed(Math.min(digits, 6))).toLocaleString('en', { maximumFractionDigits: 6 });
}

export const command = (options: string): string => `\`\`\`sh\nnpm run bench -- ${options}\n\`\`\``;

function toText(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return (typeof value === 'number' ? figure(value) : value).replaceAll('|', '\\|');
}
