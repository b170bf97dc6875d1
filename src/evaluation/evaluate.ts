import { itemSimilarity } from '../core/scoring/content-query.js';
import { UNNAMED } from '../core/snapshot/layout.js';
import { quantizeRows } from '../core/snapshot/quantize.js';
import type { Snapshot } from '../core/snapshot/snapshot.js';
import {
  coverage,
  gini,
  intraListDiversity,
  meanOver,
  miscalibration,
  selfInformation,
} from './metrics/beyond-accuracy.js';
import { bootstrapIntervals, type Intervals } from './metrics/bootstrap.js';
import {
  type Accuracy,
  accuracyOf,
  exampleCount,
  type RankCounts,
  rankOf,
  type SingleTargetFigures,
  singleTargetFigures,
} from './metrics/rank-counts.js';
import type { Example } from './protocol.js';
import type { Ranker } from './ranker.js';

/** What is known about the items of all lists. */
export interface ItemFacts {
  /** [N] interactions of each item in training. */
  interactions: Uint32Array;
  /** What tells which items are alike. */
  similarityBy: 'content' | 'behavior';
  /** In [−1, 1]; undefined where nothing is known about one of the two. */
  similarity(a: number, b: number): number | undefined;
  categoryOf(item: number): number | undefined;
}

export interface EvaluateOptions {
  /** K */
  k: number;
  facts: ItemFacts;
  /** Whether items of the input are no candidates. */
  excludesInput: boolean;
  /** Items that training was not shown: targets among them are cold, and both kinds are told apart. */
  hidden?: ReadonlySet<number>;
  /** Draws the intervals. */
  seed: number;
  /** Milliseconds of some clock. */
  clock(): number;
  /** Told after each example. */
  onExample?(done: number): void;
}

export interface RankerFigures extends Accuracy {
  name: string;
  /** Share of the candidates that occur in any list. */
  coverage: number;
  intervals: Intervals;
  further: FurtherFigures;
  /** Of the examples whose target was hidden from training, and of all others; only where items were hidden. */
  cold?: ApartFigures;
  warm?: ApartFigures;
  /** Share of behavior, the rest being content, in a score that learned it: `hybrid` alone. 0…1 */
  alpha?: number;
  /** Mean time of one list. */
  msPerQuery: number;
}

/** Figures of some of the examples, all 0 where there are none of them. */
export interface ApartFigures extends Accuracy {
  examples: number;
}

/** Figures beside the main ones; the formulas stand in `metrics/`. */
interface FurtherFigures extends SingleTargetFigures {
  /** Bits, mean over lists of the mean over their items. */
  novelty: number;
  /** Mean over the lists in which any pair is known; absent without content. */
  diversity?: number;
  /** Interactions of the recommended items in training, mean over lists of the mean over their items. */
  popularity: number;
  gini: number;
  /** Bits, mean over the examples with categories on both sides; absent without any. */
  miscalibration?: number;
}

export interface Evaluation {
  examples: number;
  /** In the order of the rankers. */
  rankers: RankerFigures[];
}

/**
 * Asks all rankers all questions, one after the other, and keeps nothing but sums: an example is gone when the next one
 * comes.
 */
export async function evaluate(
  examples: Iterable<Example> | AsyncIterable<Example>,
  rankers: readonly Ranker[],
  { k, facts, excludesInput, hidden, seed, clock, onExample }: EvaluateOptions,
): Promise<Evaluation> {
  const tallies = rankers.map(() => new Tally(k, facts));
  const none: ReadonlySet<number> = new Set();
  let count = 0;
  for await (const { input, target } of examples) {
    const excluded = excludesInput ? new Set(Array.from(input)) : none;
    for (const [r, ranker] of rankers.entries()) {
      const started = clock();
      const list = await ranker.best(input, k, excluded);
      tallies[r].add(input, list, target, hidden?.has(target) ?? false, clock() - started);
    }
    onExample?.(++count);
  }
  return {
    examples: count,
    rankers: rankers.map(({ name, alpha }, r) => ({
      name,
      ...(alpha === undefined ? {} : { alpha }),
      ...tallies[r].figures(seed, hidden !== undefined),
    })),
  };
}

/**
 * What is known about the items of a snapshot. Alike is what is alike by content; only where content says nothing of any
 * item, what the embeddings of the snapshot put side by side: those are learned to lie near what is met in turn.
 *
 * @param contentRows   [N, D] rows of length 1, or 0.
 * @param interactions  [N]
 */
export function itemFactsOf(
  { embeddings, category }: Snapshot,
  contentRows: Float32Array,
  interactions: Uint32Array,
): ItemFacts {
  const hasContent = contentRows.some((x) => x !== 0);
  const rows = hasContent ? { ...embeddings, ...quantizeRows(contentRows, embeddings.dim) } : embeddings;
  return {
    interactions,
    similarityBy: hasContent ? 'content' : 'behavior',
    similarity: (a, b) => (rows.scales[a] === 0 || rows.scales[b] === 0 ? undefined : itemSimilarity(rows, a, b)),
    categoryOf: (item) => (category[item] === UNNAMED ? undefined : category[item]),
  };
}

/** The sums over the lists of one ranker. */
class Tally {
  readonly #facts: ItemFacts;
  readonly #information: Float64Array;
  readonly #warm: RankCounts;
  readonly #cold: RankCounts;
  /** [N] how often each item was recommended. */
  readonly #shown: Uint32Array;
  readonly #novelty = new Mean();
  readonly #diversity = new Mean();
  readonly #popularity = new Mean();
  readonly #miscalibration = new Mean();
  readonly #ms = new Mean();

  constructor(k: number, facts: ItemFacts) {
    this.#facts = facts;
    this.#information = selfInformation(facts.interactions);
    this.#warm = new Uint32Array(k + 1);
    this.#cold = new Uint32Array(k + 1);
    this.#shown = new Uint32Array(facts.interactions.length);
  }

  add(input: ArrayLike<number>, list: ArrayLike<number>, target: number, isCold: boolean, ms: number): void {
    (isCold ? this.#cold : this.#warm)[rankOf(target, list)]++;
    for (let i = 0; i < list.length; i++) this.#shown[list[i]]++;
    this.#novelty.add(meanOver(list, this.#information));
    this.#popularity.add(meanOver(list, this.#facts.interactions));
    this.#diversity.add(intraListDiversity(list, this.#facts.similarity));
    this.#miscalibration.add(miscalibration(input, list, this.#facts.categoryOf));
    this.#ms.add(ms);
  }

  figures(seed: number, tellsApart: boolean): Omit<RankerFigures, 'name' | 'alpha'> {
    const all = this.#warm.map((count, rank) => count + this.#cold[rank]);
    const apart = (counts: RankCounts): ApartFigures => ({ examples: exampleCount(counts), ...accuracyOf(counts) });
    const diversity = this.#diversity.value;
    const calibration = this.#miscalibration.value;
    return {
      ...accuracyOf(all),
      coverage: coverage(this.#shown),
      intervals: bootstrapIntervals(all, seed),
      further: {
        ...singleTargetFigures(all),
        novelty: this.#novelty.value ?? 0,
        ...(diversity === undefined ? {} : { diversity }),
        popularity: this.#popularity.value ?? 0,
        gini: gini(this.#shown),
        ...(calibration === undefined ? {} : { miscalibration: calibration }),
      },
      ...(tellsApart ? { cold: apart(this.#cold), warm: apart(this.#warm) } : {}),
      msPerQuery: this.#ms.value ?? 0,
    };
  }
}

/** Mean of the numbers that are known. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: number | undefined): void {
    if (value === undefined) return;
    this.#sum += value;
    this.#count++;
  }

  get value(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count;
  }
}
