import type { RowOf } from '../all-suites.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

const STEPS = { scan: 'scan of all items', list: 'list: query, scan, features, fusion' };

export function querySection(rows: readonly RowOf<'query'>[]): Section {
  if (rows.length === 0) return undefined;
  const [{ n, d, k }] = rows;
  return {
    text: [
      '## What the fusion costs',
      `A list of ${k} for journeys of 1 to 20 views, beside the scan that it contains, by turns, in plain JavaScript and one thread: ${n.toLocaleString('en')} items × ${d}, made-up rows, lists and weights in the shape of learned ones.`,
      command('--suite query'),
      table(rows, [
        { heading: 'step', cell: ({ step }) => STEPS[step], isNumber: false },
        { heading: 'min ms', cell: ({ minMs }) => minMs },
        { heading: 'median', cell: ({ medianMs }) => medianMs },
        { heading: 'p95', cell: ({ p95Ms }) => p95Ms },
        { heading: '× scan, minima', cell: ({ ratioToScan }) => ratioToScan },
        { heading: '× scan, medians', cell: ({ medianRatioToScan }) => medianRatioToScan },
      ]),
    ].join('\n\n'),
  };
}
