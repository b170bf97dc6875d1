import type { ApartFigures, RankerFigures } from '../../evaluation/evaluate.js';
import type { FoldedFigures } from '../../evaluation/mean-figures.js';
import type { Interval } from '../../evaluation/metrics/bootstrap.js';
import type { ProtocolName, Split } from '../../evaluation/protocol.js';

/** A row, with deviations where there are folds. */
export type Row = RankerFigures & Partial<Pick<FoldedFigures, 'deviations'>>;

/**
 * The answer of an evaluation, as `--json` prints it. Shares are 0…1, none in percent. Over folds figures and costs are
 * means, candidates and bytes rounded to whole ones; the row of `hybrid` has in `alpha` the α that it learned.
 */
export interface EvaluationSummary extends Omit<Row, 'name'> {
  protocol: ProtocolName;
  split: Split;
  k: number;
  examples: number;
  candidates: number;
  snapshotBytes: number;
  bytesPerItem: number;
  buildMs: number;
  minShoppers: number;
  seed: number;
  /** What tells which items of a list are alike. */
  diversityBy: 'content' | 'behavior';
  /** Of what the files hold, packed or not. */
  dataHash: string;
  /** Of the package. */
  version: string;
  command: string;
  baselines: Row[];
  /** The methods that were asked for. */
  models?: Row[];
  /** Parts of the validation whose means these figures are. */
  folds?: number;
  /** Evidence that the learned score had to do without, if any. */
  without?: readonly string[];
}

/** Our row, those of the baselines and those of the methods that are none of them. */
export const rowsOf = (summary: EvaluationSummary): Row[] => {
  const known = new Set(summary.baselines.map(({ name }) => name));
  const models = (summary.models ?? []).filter(({ name }) => !known.has(name));
  return [{ ...summary, name: 'windowshop' }, ...summary.baselines, ...models];
};

export const fixed = (value: number, digits = 4): string => value.toFixed(digits);

export const intervalText = ([low, high]: Interval): string => `[${fixed(low)}, ${fixed(high)}]`;

/** What the figures rest on, in one line. */
export const basisOf = ({
  protocol,
  split,
  k,
  examples,
  candidates,
  seed,
  dataHash,
  version,
  diversityBy,
  without,
}: EvaluationSummary): string =>
  [
    `${protocol}, ${split}: ${examples} examples, ${candidates} candidates, K = ${k}, seed ${seed}, data ${dataHash}, windowshop ${version}, diversity by ${diversityBy}`,
    ...(without ? [`without ${without.join(', ')}`] : []),
  ].join(', ');

/** What the snapshot cost, in one line. */
export const costOf = ({ snapshotBytes, bytesPerItem, buildMs, msPerQuery, minShoppers }: EvaluationSummary): string =>
  `snapshot ${fixed(snapshotBytes, 0)} bytes, ${fixed(bytesPerItem, 0)} bytes per item to score, statistics of at least ${minShoppers} shoppers; built in ${fixed(buildMs / 1000, 1)} s, ${fixed(msPerQuery, 2)} ms per query`;

/** What the intervals are. */
export const intervalsOf = ({ folds }: EvaluationSummary): string =>
  folds === undefined ? '95 % of 1,000 bootstrap samples' : `95 % t-intervals of the mean over ${folds} folds`;

/** How `hybrid` weighs what it is made of, in one line; none where it has no row. */
export const alphaOf = (summary: EvaluationSummary): string[] =>
  rowsOf(summary).flatMap(({ name, alpha }) =>
    alpha === undefined
      ? []
      : [
          `${name}: α = ${fixed(alpha, 3)}, learned${summary.folds === undefined ? '' : `, mean over ${summary.folds} folds`}: α · behavior + (1 − α) · content`,
        ],
  );

/** Rows of deviations in the order hit rate, MRR, NDCG, coverage; none without folds. */
export const deviationsOf = (rows: readonly Row[]): string[][] =>
  rows.flatMap(({ name, deviations }) =>
    deviations
      ? [[name, fixed(deviations.hitRate), fixed(deviations.mrr), fixed(deviations.ndcg), fixed(deviations.coverage)]]
      : [],
  );

/** Rows of cold and of warm targets, each by its name; none where no items were hidden. */
export const apartOf = (rows: readonly Row[]): (ApartFigures & { name: string })[] =>
  rows.flatMap(({ name, cold, warm }) =>
    cold && warm
      ? [
          { name: `${name}, cold`, ...cold },
          { name: `${name}, warm`, ...warm },
        ]
      : [],
  );

/** Further figures in the words of a table's head; a figure that is not known is a dash. */
export const FURTHER = [
  ['precision', ({ further }) => further.precision],
  ['recall', ({ further }) => further.recall],
  ['F1', ({ further }) => further.f1],
  ['MAP', ({ further }) => further.map],
  ['novelty', ({ further }) => further.novelty],
  ['diversity', ({ further }) => further.diversity],
  ['popularity', ({ further }) => further.popularity],
  ['Gini', ({ further }) => further.gini],
  ['miscalibration', ({ further }) => further.miscalibration],
] as const satisfies readonly (readonly [string, (row: Row) => number | undefined])[];

export const orDash = (value: number | undefined): string =>
  value === undefined ? '–' : fixed(value, Math.abs(value) >= 100 ? 1 : 4);
