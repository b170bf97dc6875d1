import { popularityOf, recentPopularityOf } from '../snapshot/item-columns.js';
import { forEachNeighbor } from '../snapshot/neighbor-lists.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { itemSimilarity } from './content-query.js';
import { type EncodedShopper, encodeShopper } from './encode-shopper.js';
import { exactScore } from './exact-score.js';
import type { SequenceItem, ShopperSequence } from './shopper-sequence.js';
import { TopK } from './top-k.js';

/** The parts of a snapshot that the features are taken from. */
export type FusionSource = Pick<
  Snapshot,
  'embeddings' | 'encoder' | 'viewedWith' | 'viewedNext' | 'alike' | 'popularityCodes' | 'recentPopularityCodes'
>;

/**
 * What speaks for an item, each 0 where nothing does:
 *
 *   encoder       u · x̂[j] / τ
 *   viewedWith    log(1 + m[j] / Σ m / 3e-4)       m[j] = Σ_p 0.7^p · similarity(item p, j) over the lists of the journey
 *   viewedNext    log(1 + similarity(item 0, j) / 3e-3)
 *   alike         log(1 + a[j] / Σ a / 1e-3)       a[j] = Σ_p 0.8^p · similarity(item p, j)
 *   repeat…       1 for an item of the journey by its place: 0, 1, 2, 3–4, 5 and more
 *   repeatCount   log(number of events about j)    for an item of the journey
 *   recent        log(1 + popularity of late / 0.3)
 *   popular       log(1 + popularity)
 *   new…          for items that nobody has met yet: 1, encoder once more, as content alone places them, and
 *                 4 · x̂[item 0] · x̂[j]
 */
export const FUSION_FEATURES = [
  'encoder',
  'viewedWith',
  'viewedNext',
  'alike',
  'repeat0',
  'repeat1',
  'repeat2',
  'repeat3',
  'repeat5',
  'repeatCount',
  'recent',
  'popular',
  'new',
  'newEncoder',
  'newLast',
] as const;

export type FusionFeature = (typeof FUSION_FEATURES)[number];

/** Whether each item of the journey adds its part to a feature; if not, it is log(1 + a sum), or has one cause. */
export const isSum = (feature: FusionFeature): boolean => feature === 'encoder' || feature === 'newEncoder';

/** F */
export const FEATURE_COUNT = FUSION_FEATURES.length;
/** What is known about the journey as a whole: log of its length, log(1 + popularity of its last item), log(1e-6 + Σ m). */
export const CONTEXT_COUNT = 3;

const VIEWED_WITH_DECAY = 0.7;
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

/** Why a feature is as large as it is: shares of items of the journey, by index. */
export type Causes = readonly { item: number; share: number }[];

/** A journey, ready to be asked about items. */
export interface JourneyEvidence {
  encoded: EncodedShopper | undefined;
  /** [CONTEXT_COUNT] */
  context: Float64Array;
  /** Items that the lists and the journey itself propose. */
  proposed: Set<number>;
  /** Writes the features of an item to `target`, from `at` on. */
  writeFeatures(item: number, target: Float64Array, at: number): void;
  /** The items of the journey behind a feature of an item; the shares sum to 1, or there are none (popularity). */
  causesOf(feature: FusionFeature, item: number): Causes;
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
      target[at] = encoded ? exactScore(embeddings, encoded.query.vector, item) / temperature : 0;
      target[at + 1] = logShare(together.sums.get(item) ?? 0, together, VIEWED_WITH_UNIT);
      target[at + 2] = Math.log1p((next.sums.get(item) ?? 0) / VIEWED_NEXT_UNIT);
      target[at + 3] = logShare(content.sums.get(item) ?? 0, content, ALIKE_UNIT);
      target.fill(0, at + 4, at + 10);
      if (place !== undefined) {
        target[at + 4 + repeatClass(place)] = 1;
        target[at + 9] = Math.log(liked[place].count);
      }
      target[at + 10] = Math.log1p(recentPopularityOf(source, item) / RECENT_UNIT);
      target[at + 11] = Math.log1p(popularityOf(source, item));
      const isNew = source.popularityCodes[item] === 0 ? 1 : 0;
      target[at + 12] = isNew;
      target[at + 13] = isNew * target[at];
      target[at + 14] = isNew && last !== undefined ? LAST_FACTOR * itemSimilarity(embeddings, last, item) : 0;
    },
    causesOf(feature, item) {
      switch (feature) {
        case 'encoder':
        case 'newEncoder':
          return encoded ? encoderCauses(source, sequence, encoded, item) : [];
        case 'viewedWith':
          return listCauses(viewedWith, asked, VIEWED_WITH_DECAY, item);
        case 'alike':
          return listCauses(alike, asked, ALIKE_DECAY, item);
        case 'viewedNext':
        case 'newLast':
          return last === undefined ? [] : [{ item: last, share: 1 }];
        case 'recent':
        case 'popular':
        case 'new':
          return [];
        default:
          return [{ item, share: 1 }];
      }
    },
  };
}

/**
 * The part of a feature that goes when one of its causes is taken out of the journey and all else stays. Two items with
 * the same neighbor say nearly the same of it: without one of them log(1 + Σ x) loses less than its share of Σ x.
 *
 * @param value  The feature, not 0.
 * @param share  Of the cause, see {@link Causes}.
 */
export const lossWithout = (feature: FusionFeature, value: number, share: number): number =>
  isSum(feature) ? share : 1 - Math.log1p((1 - share) * Math.expm1(value)) / value;

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

/** Which of the repeat features a place in the journey belongs to. */
const repeatClass = (place: number): number => (place < 3 ? place : place < 5 ? 3 : 4);

/** u · x̂[j] is a sum over the journey: α[p] · x̂[item p]·x̂[j] / ‖v‖. Those turned down have negative shares. */
function encoderCauses(
  { embeddings }: FusionSource,
  { liked, turnedDown }: ShopperSequence,
  { shares }: EncodedShopper,
  item: number,
): Causes {
  const parts = [
    ...liked.map(({ item: source }, p) => ({ item: source, weight: shares[p] })),
    ...turnedDown.map(({ item: source, share }) => ({ item: source, weight: -share })),
  ]
    .filter(({ weight }) => weight !== 0)
    .map(({ item: source, weight }) => ({ item: source, share: weight * itemSimilarity(embeddings, source, item) }));
  return inProportion(parts);
}

/** The items in whose lists an item stands. */
function listCauses(lists: NeighborLists, sources: readonly SequenceItem[], decay: number, item: number): Causes {
  const parts: { item: number; share: number }[] = [];
  for (const [p, { item: source }] of sources.entries())
    forEachNeighbor(lists, source, (neighbor, similarity) => {
      if (neighbor === item) parts.push({ item: source, share: decay ** p * similarity });
    });
  return inProportion(parts);
}

function inProportion(parts: { item: number; share: number }[]): Causes {
  const sum = parts.reduce((total, { share }) => total + share, 0);
  return sum === 0 ? [] : parts.map(({ item, share }) => ({ item, share: share / sum }));
}
