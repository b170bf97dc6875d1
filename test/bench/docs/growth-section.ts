import type { RowOf } from '../all-suites.js';
import { isTimed } from '../scan/method-rows.js';
import { lineChart } from './line-chart.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

export function growthSection(rows: readonly RowOf<'growth'>[]): Section {
  const timed = rows.filter(isTimed);
  if (timed.length === 0) return undefined;
  const sizes = [...new Set(timed.map(({ n }) => n))].sort((a, b) => a - b);
  const methods = [...new Set(timed.map(({ method }) => method))];
  const minimum = (method: string, n: number): number | undefined =>
    timed.find((row) => row.method === method && row.n === n)?.minMs;
  const chart = lineChart({
    title: `One query, the best ${timed[0].k} of N items × ${timed[0].d}`,
    xLabel: 'items',
    yLabel: 'milliseconds, minimum',
    series: methods.map((name) => ({
      name,
      points: sizes.flatMap((n) => {
        const ms = minimum(name, n);
        return ms === undefined ? [] : [[n, ms] as const];
      }),
    })),
  });
  return {
    text: [
      '## How it grows with the catalogue',
      command('--suite growth'),
      '![Milliseconds of one query against the number of items, both axes logarithmic](performance-growth.svg)',
      table(sizes, [
        { heading: 'items', cell: (n) => n.toLocaleString('en') },
        ...methods.map((name) => ({ heading: `${name}, min ms`, cell: (n: number) => minimum(name, n) })),
      ]),
    ].join('\n\n'),
    figure: { file: 'performance-growth.svg', svg: chart },
  };
}
