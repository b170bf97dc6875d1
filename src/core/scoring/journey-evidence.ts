import { popularityOf, recentPopularityOf } from '../snapshot/item-columns.js';
import { forEachNeighbor } from '../snapshot/neighbor-lists.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { itemSimilarity } from './content-query.js';
import { type EncodedShopper, encodeShopper } from './encode-shopper.js';
import { exactScore } from './exact-score.js';
import { FUSION_FEATURES, type FusionFeature, factorsOf, writeProducts } from './fusion-features.js';
import type { SequenceItem, ShopperSequence } from './shopper-sequence.js';
import { TopK } from './top-k.js';

/** The parts of a snapshot that the features are taken from. */
export type FusionSource = Pick<
  Snapshot,
  'embeddings' | 'encoder' | 'viewedWith' | 'viewedNext' | 'alike' | 'popularityCodes' | 'recentPopularityCodes'
>;

/** What is known about the journey as a whole: log of its length, log(1 + popularity of its last item), log(1e-6 + Σ m). */
export const CONTEXT_COUNT = 3;

const VIEWED_WITH_DECAY = 0.7;
const VIEWED_NEXT_DECAY = 0.4;
const ALIKE_DECAY = 0.8;
/** Items of the journey whose lists are asked. */
const LIST_ITEMS = 20;
/** The best of the lists' items are candidates: what stands lower is left to the scan. */
const VIEWED_WITH_PROPOSALS = 150;
const ALIKE_PROPOSALS = 100;
const VIEWED_WITH_UNIT = 3e-4;
const VIEWED_NEXT_UNIT = 3e-3;
const ALIKE_UNIT = 1e-3;
const RECENT_UNIT = 0.3;
const LAST_FACTOR = 4;

/** The evidence of one kind of list: the sums of all items that occur, and their total. */
interface Evidence {
  sums: Map<number, number>;
  total: number;
}

/** Items of the journey, by index, and their shares of something. */
type Shares = readonly { item: number; share: number }[];

/**
 * Why a feature is as large as it is: the shares of items of the journey, and what part of the feature would go if one of
 * them were taken out of the journey and all else stayed. Two items with the same neighbor say nearly the same of it:
 * without one of them log(1 + Σ x) loses less than its share of Σ x.
 */
export type Causes = readonly { item: number; share: number; loss: number }[];

/** A journey, ready to be asked about items. */
export interface JourneyEvidence {
  encoded: EncodedShopper | undefined;
  /** [CONTEXT_COUNT] */
  context: Float64Array;
  /** Items that the lists and the journey itself propose. */
  proposed: Set<number>;
  /** Writes the features of an item to `target`, from `at` on. */
  writeFeatures(item: number, target: Float64Array, at: number): void;
  /**
   * The items of the journey behind a feature of an item; the shares sum to 1, or there are none (popularity).
   *
   * @param features  Those of the item, as written.
   */
  causesOf(feature: FusionFeature, item: number, features: Float64Array): Causes;
}

/** Collects what a journey says, once for all candidates. */
export function journeyEvidence(source: FusionSource, sequence: ShopperSequence): JourneyEvidence {
  const { embeddings, encoder, viewedWith, viewedNext, alike } = source;
  const { liked } = sequence;
  const encoded = encoder && encodeShopper(embeddings, encoder, sequence);
  const temperature = encoder?.temperature ?? 1;
  const places = new Map(liked.map(({ item }, p) => [item, p]));
  const asked = liked.slice(0, LIST_ITEMS);
  const together = evidenceOf(viewedWith, asked, VIEWED_WITH_DECAY);
  const next = evidenceOf(viewedNext, asked.slice(0, 1), 1);
  const content = evidenceOf(alike, asked, ALIKE_DECAY);
  const last = liked[0]?.item;

  return {
    encoded,
    context: Float64Array.of(
      Math.log(
        Math.max(
          1,
          liked.reduce((sum, { count }) => sum + count, 0),
        ),
      ),
      last === undefined ? 0 : Math.log1p(popularityOf(source, last)),
      Math.log(1e-6 + together.total),
    ),
    proposed: new Set([
      ...best(together, VIEWED_WITH_PROPOSALS),
      ...next.sums.keys(),
      ...best(content, ALIKE_PROPOSALS),
      ...places.keys(),
    ]),
    writeFeatures(item, target, at) {
      const place = places.get(item);
      const isNew = source.popularityCodes[item] === 0 ? 1 : 0;
      const toJourney = encoded ? exactScore(embeddings, encoded.query.vector, item) / temperature : 0;
      const toLast = last === undefined ? 0 : LAST_FACTOR * itemSimilarity(embeddings, last, item);
      let f = at;
      target[f++] = toJourney;
      target[f++] = toLast;
      target[f++] = logShare(together.sums.get(item) ?? 0, together, VIEWED_WITH_UNIT);
      target[f++] = Math.log1p((next.sums.get(item) ?? 0) / VIEWED_NEXT_UNIT);
      target[f++] = logShare(content.sums.get(item) ?? 0, content, ALIKE_UNIT);
      target[f++] = logShare(sumBack(viewedWith, item, VIEWED_WITH_DECAY), together, VIEWED_WITH_UNIT);
      target[f++] = Math.log1p(sumBack(viewedNext, item, VIEWED_NEXT_DECAY) / VIEWED_NEXT_UNIT);
      target[f++] = logShare(sumBack(alike, item, ALIKE_DECAY), content, ALIKE_UNIT);
      target.fill(0, f, f + REPEAT_CLASSES);
      if (place !== undefined) target[f + repeatClass(place)] = 1;
      f += REPEAT_CLASSES;
      target[f++] = place === undefined ? 0 : Math.log(liked[place].count);
      target[f++] = place === undefined ? 0 : toJourney;
      target[f++] = Math.log1p(recentPopularityOf(source, item) / RECENT_UNIT);
      target[f++] = Math.log1p(popularityOf(source, item));
      target[f++] = isNew;
      target[f++] = isNew * toJourney;
      target[f++] = isNew * toLast;
      writeProducts(target, at);
    },
    causesOf,
  };

  /** The summands of Σ_p decay^p · ŝ(item, item p), each with its item of the journey. */
  function forEachBack(
    lists: NeighborLists,
    item: number,
    decay: number,
    use: (source: number, amount: number) => void,
  ): void {
    forEachNeighbor(lists, item, (neighbor, similarity) => {
      const place = places.get(neighbor);
      if (place !== undefined && place < LIST_ITEMS) use(neighbor, decay ** place * similarity);
    });
  }

  function sumBack(lists: NeighborLists, item: number, decay: number): number {
    let sum = 0;
    forEachBack(lists, item, decay, (_, amount) => {
      sum += amount;
    });
    return sum;
  }

  function causesBack(lists: NeighborLists, item: number, decay: number): Shares {
    const parts: { item: number; share: number }[] = [];
    forEachBack(lists, item, decay, (source, share) => void parts.push({ item: source, share }));
    return inProportion(parts);
  }

  function causesOf(feature: FusionFeature, item: number, features: Float64Array): Causes {
    const value = features[FUSION_FEATURES.indexOf(feature)];
    switch (feature) {
      case 'encoder':
      case 'newEncoder':
        return encoded ? ofSum(encoderCauses(source, sequence, encoded, item)) : [];
      case 'viewedWith':
        return ofLog(listCauses(viewedWith, asked, VIEWED_WITH_DECAY, item), value);
      case 'alike':
        return ofLog(listCauses(alike, asked, ALIKE_DECAY, item), value);
      case 'viewedWithBack':
        return ofLog(causesBack(viewedWith, item, VIEWED_WITH_DECAY), value);
      case 'viewedNextBack':
        return ofLog(causesBack(viewedNext, item, VIEWED_NEXT_DECAY), value);
      case 'alikeBack':
        return ofLog(causesBack(alike, item, ALIKE_DECAY), value);
      case 'viewedNext':
      case 'last':
      case 'newLast':
        return last === undefined ? [] : ofSum([{ item: last, share: 1 }]);
      case 'repeatEncoder':
        return ofProduct([ofSum([{ item, share: 1 }]), causesOf('encoder', item, features)]);
      case 'recent':
      case 'popular':
      case 'new':
        return [];
      default: {
        const factors = factorsOf(feature);
        // What is no product is a 1 or a number of an item that the journey has met.
        return factors.length > 0
          ? ofProduct(factors.map((factor) => causesOf(factor, item, features)))
          : ofSum([{ item, share: 1 }]);
      }
    }
  }
}

/** Each item of the journey adds its part. */
const ofSum = (shares: Shares): Causes => shares.map(({ item, share }) => ({ item, share, loss: share }));

/** log(1 + Σ x), not 0. */
const ofLog = (shares: Shares, value: number): Causes =>
  shares.map(({ item, share }) => ({ item, share, loss: 1 - Math.log1p((1 - share) * Math.expm1(value)) / value }));

/** What is left of a · b without a cause is what is left of a times what is left of b. */
function ofProduct(factors: readonly Causes[]): Causes {
  const caused = factors.filter((causes) => causes.length > 0);
  const merged = new Map<number, { share: number; left: number }>();
  for (const { item, share, loss } of caused.flat()) {
    const { share: before, left } = merged.get(item) ?? { share: 0, left: 1 };
    merged.set(item, { share: before + share / caused.length, left: left * (1 - loss) });
  }
  return [...merged].map(([item, { share, left }]) => ({ item, share, loss: 1 - left }));
}

function evidenceOf(lists: NeighborLists, sources: readonly SequenceItem[], decay: number): Evidence {
  const sums = new Map<number, number>();
  let total = 0;
  for (const [p, { item }] of sources.entries()) {
    const weight = decay ** p;
    forEachNeighbor(lists, item, (neighbor, similarity) => {
      sums.set(neighbor, (sums.get(neighbor) ?? 0) + weight * similarity);
      total += weight * similarity;
    });
  }
  return { sums, total };
}

function best({ sums }: Evidence, count: number): Uint32Array {
  const top = new TopK(Math.min(count, sums.size));
  for (const [item, sum] of sums) top.add(item, sum);
  return top.sorted().items;
}

const logShare = (sum: number, { total }: Evidence, unit: number): number =>
  total === 0 ? 0 : Math.log1p(sum / total / unit);

const REPEAT_CLASSES = 5;

/** Which of the repeat features a place in the journey belongs to. */
const repeatClass = (place: number): number => (place < 3 ? place : place < 5 ? 3 : 4);

/** u · x̂[j] is a sum over the journey: α[p] · x̂[item p]·x̂[j] / ‖v‖. Those turned down have negative shares. */
function encoderCauses(
  { embeddings }: FusionSource,
  { liked, turnedDown }: ShopperSequence,
  { shares }: EncodedShopper,
  item: number,
): Shares {
  const parts = [
    ...liked.map(({ item: source }, p) => ({ item: source, weight: shares[p] })),
    ...turnedDown.map(({ item: source, share }) => ({ item: source, weight: -share })),
  ]
    .filter(({ weight }) => weight !== 0)
    .map(({ item: source, weight }) => ({ item: source, share: weight * itemSimilarity(embeddings, source, item) }));
  return inProportion(parts);
}

/** The items in whose lists an item stands. */
function listCauses(lists: NeighborLists, sources: readonly SequenceItem[], decay: number, item: number): Shares {
  const parts: { item: number; share: number }[] = [];
  for (const [p, { item: source }] of sources.entries())
    forEachNeighbor(lists, source, (neighbor, similarity) => {
      if (neighbor === item) parts.push({ item: source, share: decay ** p * similarity });
    });
  return inProportion(parts);
}

function inProportion(parts: { item: number; share: number }[]): Shares {
  const sum = parts.reduce((total, { share }) => total + share, 0);
  return sum === 0 ? [] : parts.map(({ item, share }) => ({ item, share: share / sum }));
}
