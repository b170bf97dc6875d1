import type { RowOf } from '../all-suites.js';
import { lineChart } from './line-chart.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

export function historySection(rows: readonly RowOf<'history'>[]): Section {
  if (rows.length === 0) return undefined;
  const [{ n, d, device }] = rows;
  const chart = lineChart({
    title: `A list of 10 after a history of any length, ${n.toLocaleString('en')} items × ${d}`,
    xLabel: 'events in the history',
    yLabel: 'milliseconds',
    series: [
      { name: 'whole list, min', points: rows.map(({ events, totalMinMs }) => [events, totalMinMs]) },
      { name: 'shopper', points: rows.map(({ events, shopperMs }) => [events, shopperMs]) },
      { name: 'copy', points: rows.map(({ events, cloneMs }) => [events, cloneMs]) },
      { name: 'one event', points: rows.map(({ events, eventMs }) => [events, eventMs]) },
    ],
  });
  return {
    text: [
      '## How it grows with the history',
      `Views, carts, orders, lists and dismissals of half a year and more, through the event log and the worker's own service (on \`${device}\`):\none event taken in; the shopper made from the log; its copy, as a message to the worker is; the list.`,
      command('--suite history'),
      '![Milliseconds against the number of events, both axes logarithmic](performance-history.svg)',
      table(rows, [
        { heading: 'events', cell: ({ events }) => events.toLocaleString('en') },
        { heading: 'one event, ms', cell: ({ eventMs }) => eventMs },
        { heading: 'shopper, ms', cell: ({ shopperMs }) => shopperMs },
        { heading: 'sent, kB', cell: ({ sentBytes }) => sentBytes / 1000 },
        { heading: 'copy, ms', cell: ({ cloneMs }) => cloneMs },
        { heading: 'recommend, ms', cell: ({ recommendMs }) => recommendMs },
        { heading: 'whole list, min ms', cell: ({ totalMinMs }) => totalMinMs },
        { heading: 'median', cell: ({ totalMedianMs }) => totalMedianMs },
        { heading: 'p95', cell: ({ totalP95Ms }) => totalP95Ms },
      ]),
    ].join('\n\n'),
    figure: { file: 'performance-history.svg', svg: chart },
  };
}
