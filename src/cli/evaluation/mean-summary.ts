import type { RankerFigures } from '../../evaluation/evaluate.js';
import { meanFigures, meanOf } from '../../evaluation/mean-figures.js';
import type { EvaluationSummary } from './summary.js';

/** One summary of several folds: rows and costs are means, counts of them whole; the examples are all of them. */
export function meanSummary(folds: readonly EvaluationSummary[]): EvaluationSummary {
  const [{ protocol, split, k, minShoppers, seed, diversityBy, dataHash, version, command, without, models }] = folds;
  const mean = meanOf(folds);
  const { name: _, ...own } = meanFigures(folds.map((fold) => ({ ...fold, name: '' })));
  const rows = (read: (fold: EvaluationSummary) => readonly RankerFigures[]): RankerFigures[] =>
    read(folds[0]).flatMap(({ name }) => {
      const own = folds.flatMap((fold) => read(fold).find((row) => row.name === name) ?? []);
      return own.length === folds.length ? [meanFigures(own)] : [];
    });
  return {
    ...own,
    ...{ protocol, split, k, minShoppers, seed, diversityBy, dataHash, version, command },
    folds: folds.length,
    examples: folds.reduce((sum, { examples }) => sum + examples, 0),
    candidates: Math.round(mean.candidates),
    snapshotBytes: Math.round(mean.snapshotBytes),
    bytesPerItem: mean.bytesPerItem,
    buildMs: mean.buildMs,
    baselines: rows((fold) => fold.baselines),
    ...(models ? { models: rows((fold) => fold.models ?? []) } : {}),
    ...(without ? { without } : {}),
  };
}
