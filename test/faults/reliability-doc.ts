import { table } from '../bench/docs/markdown.js';
import type { Row } from './row.js';

/** A row, and the day on which that was reached. */
export interface DatedRow extends Row {
  day: string;
}

const BEGIN = '<!-- Rows: written by `npm run soak -- --docs`. -->';
const END = '<!-- End of the rows. -->';
const SHORT = '**falls short**: ';

/**
 * The document with rows in its table, each in the place of the one of the same name, else below all others.
 *
 * @param isWhole  These are all rows there are: others go.
 * @throws Error when the document has no place for the table.
 */
export function withRows(document: string, rows: readonly DatedRow[], isWhole: boolean): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the document has no place for rows: ${BEGIN} … ${END}`);
  const kept = isWhole ? [] : readTable(document.slice(begin, end));
  const byName = new Map([...kept, ...rows].map((row) => [row.name, row]));
  const written = table(
    [...byName.values()],
    [
      { heading: 'row', cell: ({ name }) => name, isNumber: false },
      { heading: 'asked', cell: ({ asked }) => asked, isNumber: false },
      {
        heading: 'reached',
        cell: ({ reached, passed }) => (passed ? '' : SHORT) + reached.replaceAll(/\s*\n\s*/g, '; '),
        isNumber: false,
      },
      { heading: 'on', cell: ({ day }) => day, isNumber: false },
    ],
  );
  return `${document.slice(0, begin)}${BEGIN}\n\n${written}\n\n${document.slice(end)}`;
}

function readTable(text: string): DatedRow[] {
  const [, , ...lines] = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.map((line) => {
    const [name, asked, reached, day] = line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('\\|', '|'));
    const passed = !reached.startsWith(SHORT);
    return { name, asked, reached: passed ? reached : reached.slice(SHORT.length), passed, day };
  });
}
