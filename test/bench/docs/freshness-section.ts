import type { RowOf } from '../all-suites.js';
import { command, table } from './markdown.js';
import type { Section } from './section.js';

export function freshnessSection(rows: readonly RowOf<'freshness'>[]): Section {
  if (rows.length === 0) return undefined;
  return {
    text: [
      '## From an event to the changed list',
      'In a real page: the event stored in IndexedDB, the question to the worker, ten items with products and reasons back.',
      command('--suite freshness'),
      table(rows, [
        { heading: 'items', cell: ({ n }) => n.toLocaleString('en') },
        { heading: 'device', cell: ({ device }) => device, isNumber: false },
        { heading: 'stored, p50 ms', cell: ({ recordP50Ms }) => recordP50Ms },
        { heading: 'p95', cell: ({ recordP95Ms }) => recordP95Ms },
        { heading: 'changed list, p50 ms', cell: ({ recommendP50Ms }) => recommendP50Ms },
        { heading: 'p95', cell: ({ recommendP95Ms }) => recommendP95Ms },
        { heading: '`init()` to first list, ms', cell: ({ firstMs }) => firstMs },
      ]),
    ].join('\n\n'),
  };
}
