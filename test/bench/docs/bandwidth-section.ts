import type { RowOf } from '../all-suites.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

type BandwidthRow = RowOf<'bandwidth'>;

export function bandwidthSection(rows: readonly BandwidthRow[]): Section {
  const timed = rows.filter((row): row is Extract<BandwidthRow, { readMs: number }> => 'readMs' in row);
  if (timed.length === 0) return undefined;
  return {
    text: [
      '## How near it is to the speed of memory',
      'A query reads every code once. The plain loop loads every 16 bytes of the same codes, in the same worker, and does nothing\nwith them; nothing that looks at every item can be faster.',
      command('--suite bandwidth'),
      table(timed, [
        { heading: 'items', cell: ({ n }) => n.toLocaleString('en') },
        { heading: 'dimensions', cell: ({ d }) => d },
        { heading: 'query, min ms', cell: ({ queryMs }) => queryMs },
        { heading: 'GB/s', cell: ({ queryGBs }) => queryGBs },
        { heading: 'plain read, min ms', cell: ({ readMs }) => readMs },
        { heading: 'GB/s', cell: ({ readGBs }) => readGBs },
        { heading: 'query / read', cell: ({ ratioToRead }) => ratioToRead },
      ]),
    ].join('\n\n'),
  };
}
