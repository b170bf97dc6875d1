import type { Interval } from '../../evaluation/metrics/bootstrap.js';
import {
  alphaOf,
  apartOf,
  basisOf,
  costOf,
  deviationsOf,
  type EvaluationSummary,
  FURTHER,
  fixed,
  intervalsOf,
  intervalText,
  orDash,
  rowsOf,
} from './summary.js';
import { textTable } from './text-table.js';

/** The answer of an evaluation as tables to read, and the call that repeats it. */
export function summaryText(summary: EvaluationSummary): string {
  const rows = rowsOf(summary);
  const ranged = (value: number, interval: Interval): string => `${fixed(value)} ${intervalText(interval)}`;
  const main = textTable(
    ['', 'hit rate', 'MRR', 'NDCG', 'coverage'],
    rows.map((row) => [
      row.name,
      ranged(row.hitRate, row.intervals.hitRate),
      ranged(row.mrr, row.intervals.mrr),
      ranged(row.ndcg, row.intervals.ndcg),
      fixed(row.coverage),
    ]),
  );
  const further = textTable(
    ['', ...FURTHER.map(([name]) => name)],
    rows.map((row) => [row.name, ...FURTHER.map(([, read]) => orDash(read(row)))]),
  );
  const deviations = deviationsOf(rows);
  const apart = apartOf(rows).map(({ name, examples, hitRate, mrr, ndcg }) => [
    name,
    String(examples),
    ...[hitRate, mrr, ndcg].map((figure) => fixed(figure)),
  ]);
  return [
    basisOf(summary),
    main,
    ...(deviations.length > 0 ? [textTable(['deviation', 'hit rate', 'MRR', 'NDCG', 'coverage'], deviations)] : []),
    ...(apart.length > 0 ? [textTable(['', 'examples', 'hit rate', 'MRR', 'NDCG'], apart)] : []),
    further,
    [...alphaOf(summary), costOf(summary), `in brackets: ${intervalsOf(summary)}`, summary.command].join('\n'),
  ].join('\n\n');
}
