import type { ApartFigures, RankerFigures } from './evaluate.js';
import type { Accuracy } from './metrics/rank-counts.js';

/** The figures of one ranker over several folds. */
export interface FoldedFigures extends RankerFigures {
  /** Sample deviation from fold to fold. */
  deviations: Accuracy & { coverage: number };
}

/** 97.5th percentile of Student's t, by degrees of freedom from 1. */
const T = [12.706, 4.303, 3.182, 2.776];

/**
 * Means over folds; intervals are those of the mean, mean ± t · deviation / √n. Folds share most of what they train on:
 * the true intervals are somewhat wider. Examples are counted together; figures of cold and of warm targets are means over
 * the folds that have such targets.
 *
 * @param folds  2 to 5 of the same ranker.
 */
export function meanFigures(folds: readonly RankerFigures[]): FoldedFigures {
  const over = (read: (figures: RankerFigures) => number): Moments => moments(folds.map(read));
  const [hitRate, mrr, ndcg, coverage] = [
    over((fold) => fold.hitRate),
    over((fold) => fold.mrr),
    over((fold) => fold.ndcg),
    over((fold) => fold.coverage),
  ];
  const interval = ({ mean, deviation }: Moments): [number, number] => {
    const reach = (T[folds.length - 2] * deviation) / Math.sqrt(folds.length);
    return [Math.max(0, mean - reach), Math.min(1, mean + reach)];
  };
  return {
    ...meanOf(folds),
    ...apartOver(folds, 'cold'),
    ...apartOver(folds, 'warm'),
    intervals: { hitRate: interval(hitRate), mrr: interval(mrr), ndcg: interval(ndcg) },
    deviations: {
      hitRate: hitRate.deviation,
      mrr: mrr.deviation,
      ndcg: ndcg.deviation,
      coverage: coverage.deviation,
    },
  };
}

function apartOver(folds: readonly RankerFigures[], kind: 'cold' | 'warm'): Partial<Record<typeof kind, ApartFigures>> {
  const all = folds.flatMap((fold) => fold[kind] ?? []);
  if (all.length < folds.length) return {};
  const asked = all.filter(({ examples }) => examples > 0);
  const examples = all.reduce((sum, apart) => sum + apart.examples, 0);
  return { [kind]: { ...meanOf(asked.length > 0 ? asked : all), examples } };
}

/** Takes the mean of every number, at any depth; of all else the first. What not all know is left out. */
export function meanOf<T>(values: readonly T[]): T {
  const [first] = values;
  if (typeof first === 'number') return moments(values as readonly number[]).mean as T;
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return first;
  const keys = (Object.keys(first) as (keyof T)[]).filter((key) => values.every((value) => value[key] !== undefined));
  return Object.fromEntries(keys.map((key) => [key, meanOf(values.map((value) => value[key]))])) as T;
}

interface Moments {
  mean: number;
  deviation: number;
}

function moments(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
