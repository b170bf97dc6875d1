import type { RowOf } from '../all-suites.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

type ColdStartRow = RowOf<'cold-start'>;
type StartRow = Extract<ColdStartRow, { visit: string }>;
type MemoryRow = Extract<ColdStartRow, { peakBytes: number }>;

export function coldStartSection(rows: readonly ColdStartRow[]): Section {
  const starts = rows.filter((row): row is StartRow => 'visit' in row);
  if (starts.length === 0) return undefined;
  const [{ n, d, runs }] = starts;
  const visit = (method: string, which: string): StartRow | undefined =>
    starts.find((row) => row.method === method && row.visit === which);
  return {
    text: [
      '## From nothing to the first list',
      `${n.toLocaleString('en')} items × ${d}, ${runs} browsers, each with an empty profile and, for the second visit, a new page in the same
one. \`empty-worker\` answers and does nothing else, \`fetching-worker\` fetches the vectors' file that a manifest names and looks
at neither: nothing that keeps its vectors beside the page and scores in a worker starts faster. The next four are scorers: a worker each that fetches the vectors alone and answers one query; ours from the snapshot's own
file, its hash checked, the others in float32. \`windowshop-worker\` is the published worker with its whole snapshot, codes,
catalogue and neighbor lists, every byte checked, up to a list with products and reasons; \`windowshop\` all of it, from the
import of the script in the page: storage, three events, the first personal list. The page is not cross-origin isolated, as
shops are.`,
      command('--suite cold-start'),
      table(
        [...new Set(starts.map(({ method }) => method))],
        [
          { heading: 'method', cell: (method) => method, isNumber: false },
          { heading: 'first visit, min ms', cell: (method) => visit(method, 'first')?.minMs },
          { heading: 'median', cell: (method) => visit(method, 'first')?.medianMs },
          { heading: 'second visit, min ms', cell: (method) => visit(method, 'second')?.minMs },
          { heading: 'median', cell: (method) => visit(method, 'second')?.medianMs },
        ],
      ),
    ].join('\n\n'),
  };
}

export function memorySection(rows: readonly ColdStartRow[]): Section {
  const measured = rows.filter((row): row is MemoryRow => 'peakBytes' in row);
  if (measured.length === 0) return undefined;
  const megabytes = (bytes: number): number => bytes / 1e6;
  return {
    text: [
      '## Memory',
      `By how much the page's process grows, resident, from before the worker starts: at most until the first list is there, and
one second later. Program code, both heaps and the browser's own buffers are in it. What the worker itself holds is its objects,
buffers and WASM memory, as the browser counts them for its developer tools, asked without a pause; the largest of all runs.
It may hold at most 1.3 times the snapshot and 8 MB.${slopeOf(measured)}`,
      command('--suite cold-start'),
      table(measured, [
        { heading: 'method', cell: ({ method }) => method, isNumber: false },
        { heading: 'items', cell: ({ n }) => n.toLocaleString('en') },
        { heading: 'snapshot, MB', cell: ({ snapshotBytes }) => megabytes(snapshotBytes) },
        { heading: 'process, peak, MB', cell: ({ peakBytes }) => megabytes(peakBytes) },
        { heading: 'settled, MB', cell: ({ settledBytes }) => megabytes(settledBytes) },
        { heading: 'worker, peak, MB', cell: ({ heldPeakBytes }) => megabytes(heldPeakBytes) },
        { heading: 'allowed, MB', cell: ({ snapshotBytes }) => megabytes(1.3 * snapshotBytes + 8e6) },
        { heading: 'settled, MB', cell: ({ heldSettledBytes }) => megabytes(heldSettledBytes) },
      ]),
    ].join('\n\n'),
  };
}

/** What each further byte of a snapshot takes, between the smallest and the largest. */
function slopeOf(rows: readonly MemoryRow[]): string {
  const [small, large] = [rows[0], rows[rows.length - 1]];
  const more = large.snapshotBytes - small.snapshotBytes;
  if (more <= 0) return '';
  const perByte = (key: 'peakBytes' | 'heldPeakBytes'): string => ((large[key] - small[key]) / more).toFixed(2);
  return ` Each further byte of
the snapshot takes ${perByte('heldPeakBytes')} of the worker at its peak, and ${perByte('peakBytes')} of the process, copies that the browser makes to hash and to store included.`;
}
