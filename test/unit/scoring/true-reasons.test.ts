import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.js';
import { FEATURE_COUNT } from '../../../src/core/scoring/fusion-features.js';
import { featureWeights } from '../../../src/core/scoring/fusion-weights.js';
import {
  type FusionSource,
  type JourneyEvidence,
  journeyEvidence,
} from '../../../src/core/scoring/journey-evidence.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { type Journey, toListRequest, toShopperItems } from '../../../src/core/scoring/list-request.js';
import { causesOf } from '../../../src/core/scoring/reasons.js';
import { type Placed, scoreCandidates } from '../../../src/core/scoring/score-candidates.js';
import type { Contribution } from '../../../src/core/scoring/score-part.js';
import type { ShopperSequence } from '../../../src/core/scoring/shopper-sequence.js';
import { contentQueriesOf } from '../../../src/core/scoring/strategy-parts.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { forEachNeighbor, packNeighbors } from '../../../src/core/snapshot/neighbor-lists.js';
import type { Embeddings, NeighborLists, Snapshot } from '../../../src/core/snapshot/snapshot.js';
import { padItems, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { someShopper } from '../../support/learned-calls.js';
import { learnedShop, SHOP_ITEMS } from '../../support/learned-shop.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

const SHOPPERS = 100;
const LIST_LENGTH = 10;

/** A list for one shopper, and what it was made from. */
interface Answer {
  journey: Journey;
  placed: Placed[];
  /** All candidates of the list. */
  candidates: number[];
}

async function answerFor(snapshot: Snapshot, shopper: Shopper): Promise<Answer> {
  const request = toListRequest(
    snapshot,
    { strategy: 'for-you', personalize: 1, limit: LIST_LENGTH, before: [], rules: {}, shownIds: [] },
    toShopperItems(snapshot, shopper),
    { pageType: 'other' },
  );
  const queries = contentQueriesOf(request);
  const found = await createJsBackend(snapshot.embeddings).topItems(
    queries.map(({ vector }) => vector),
    20,
    new Set(),
  );
  const scored = scoreCandidates(request, request.strategies, {
    snapshot,
    shopper,
    popular: new Uint32Array(),
    categoryPairs: new Map(),
    contentCandidates: (query) => found[queries.indexOf(query)].items,
  });
  return {
    journey: request.journey as Journey,
    placed: scored.sort((a, b) => b.score - a.score).slice(0, LIST_LENGTH),
    candidates: scored.map(({ item }) => item),
  };
}

/**
 * The score of `fused-part.ts`, by its formula: score[j] = (base + Σ_f w[f] · feature[f, j]) / max, with all that the
 * candidates have in common computed once and held.
 */
function naiveScore(snapshot: Snapshot, { journey, candidates }: Answer) {
  const weights = featureWeights(snapshot.fusion as Float32Array, journey.evidence.context);
  const featuresOf = (evidence: JourneyEvidence, item: number): number[] => {
    const features = new Float64Array(FEATURE_COUNT);
    evidence.writeFeatures(item, features, 0);
    return [...features];
  };
  const raw = (item: number, evidence = journey.evidence): number =>
    featuresOf(evidence, item).reduce((sum, feature, f) => sum + weights[f] * feature, 0);
  const met = new Set(journey.sequence.liked.map(({ item }) => item));
  const base = Math.max(0, ...candidates.filter((item) => !met.has(item)).map((item) => -raw(item)));
  const max = base + Math.max(...candidates.map((item) => raw(item)));
  return (item: number, evidence = journey.evidence): number => (base + raw(item, evidence)) / max;
}

/**
 * The evidence of a journey in which a ghost stands in the place of one item. The ghost takes part in every sum that
 * others are measured by, and says nothing about any item: its gate is that of the item it stands for, so that no other
 * share of the softmax changes; its lists are as long and as strong, but name items that there are not, so that the
 * totals stay; it has no embedding; and what is left of the journey's vector is divided by the length that it had.
 */
function createGhosts(source: FusionSource) {
  const ghost = source.embeddings.itemCount;
  const haunted = new Map<number, FusionSource>();
  return ({ sequence, evidence }: Journey, cause: number): JourneyEvidence => {
    const shop = haunted.get(cause) ?? withGhost(source, cause);
    haunted.set(cause, shop);
    const replaced: ShopperSequence = {
      liked: sequence.liked.map((liked) => (liked.item === cause ? { ...liked, item: ghost } : liked)),
      turnedDown: sequence.turnedDown,
    };
    const left = journeyEvidence(shop, replaced);
    if (!shop.encoder || !left.encoded || !evidence.encoded) return left;
    const temperature = (shop.encoder.temperature * evidence.encoded.query.norm) / left.encoded.query.norm;
    return journeyEvidence({ ...shop, encoder: { ...shop.encoder, temperature } }, replaced);
  };
}

/** The shop with one more item, the ghost of `cause`, and behind it as many that nothing is known of. */
function withGhost(source: FusionSource, cause: number): FusionSource {
  const { embeddings, encoder } = source;
  const itemCount = 2 * embeddings.itemCount + 1;
  const codesOf = (codes: Uint16Array): Uint16Array => {
    const more = new Uint16Array(itemCount);
    more.set(codes);
    more[embeddings.itemCount] = codes[cause];
    return more;
  };
  return {
    ...source,
    embeddings: { ...embeddings, itemCount, ...withMoreRows(embeddings, itemCount) },
    viewedWith: withGhostList(source.viewedWith, embeddings.itemCount, cause),
    viewedNext: withGhostList(source.viewedNext, embeddings.itemCount, cause),
    alike: withGhostList(source.alike, embeddings.itemCount, cause),
    popularityCodes: codesOf(source.popularityCodes),
    ...(source.recentPopularityCodes && { recentPopularityCodes: codesOf(source.recentPopularityCodes) }),
    ...(encoder && {
      encoder: { ...encoder, gateCodes: Uint8Array.of(...encoder.gateCodes, encoder.gateCodes[cause]) },
    }),
  };
}

/** Rows for more items, the new ones 0. */
function withMoreRows({ codes, scales, paddedDim }: Embeddings, itemCount: number) {
  const more = {
    codes: new Uint8Array(padItems(itemCount) * paddedDim).fill(ZERO_CODE),
    scales: new Float32Array(padItems(itemCount)),
  };
  more.codes.set(codes);
  more.scales.set(scales);
  return more;
}

/** The lists, and behind them one like that of `cause`, each of its items being one of as many that are not. */
function withGhostList(lists: NeighborLists, itemCount: number, cause: number): NeighborLists {
  const offsets = [0];
  const items: number[] = [];
  const weights: number[] = [];
  for (let item = 0; item <= 2 * itemCount; item++) {
    if (item <= itemCount)
      forEachNeighbor(lists, item < itemCount ? item : cause, (neighbor, similarity) => {
        items.push(item < itemCount ? neighbor : itemCount + 1 + neighbor);
        weights.push(similarity);
      });
    offsets.push(items.length);
  }
  return packNeighbors('lists', {
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    weights: Float32Array.from(weights),
  });
}

const contributionsOf = ({ parts, item }: Placed): Contribution[] =>
  parts.flatMap((part) => part.explain(item).map((each) => ({ ...each, amount: part.factor * each.amount })));

describe('a thousand recommendations from what was learned', () => {
  let snapshot: Snapshot;
  let answers: Answer[];

  beforeAll(async () => {
    const { products, ...parts } = learnedShop();
    ({ snapshot } = snapshotInMemory(products, parts));
    const random = seededRandom(21);
    answers = await Promise.all(
      Array.from({ length: SHOPPERS }, () => answerFor(snapshot, someShopper(random, SHOP_ITEMS))),
    );
  }, 60_000);

  test('name causes that add up to the score, which is the one of the formula', () => {
    for (const answer of answers) {
      const naive = naiveScore(snapshot, answer);
      for (const placed of answer.placed) {
        const sum = contributionsOf(placed).reduce((total, { amount }) => total + amount, 0);
        expect(Math.abs(sum - placed.score)).toBeLessThan(1e-4);
        expect(Math.abs(naive(placed.item) - placed.score)).toBeLessThan(1e-9);
      }
    }
  });

  test('score less without the first cause that they name', { timeout: 60_000 }, () => {
    const ghosts = createGhosts(snapshot);
    let named = 0;
    let lowered = 0;
    for (const answer of answers) {
      const naive = naiveScore(snapshot, answer);
      for (const placed of answer.placed) {
        const cause = causesOf(placed.parts, placed.item).find(({ items }) => items.length > 0)?.items[0];
        if (cause === undefined) continue;
        named++;
        const without = naive(placed.item, ghosts(answer.journey, cause));
        if (without < placed.score) lowered++;
        // And by just as much as it is named for.
        const missed = contributionsOf(placed).filter((each) => each.cause === cause && !each.isShared);
        const amount = missed.reduce((total, each) => total + each.amount, 0);
        expect(Math.abs(placed.score - without - amount)).toBeLessThan(1e-4);
      }
    }
    expect(named).toBeGreaterThan(0.8 * SHOPPERS * LIST_LENGTH);
    expect(lowered).toBeGreaterThanOrEqual(0.95 * named);
  });

  test('show as weights the shares among what speaks for them', () => {
    for (const { placed } of answers)
      for (const item of placed) {
        const amounts = new Map<string, number>();
        const missed = new Map<string, number>();
        for (const { code, cause, amount, isSilent, isShared } of contributionsOf(item)) {
          if (isSilent) continue;
          amounts.set(code, (amounts.get(code) ?? 0) + amount);
          const key = `${code} ${cause ?? ''}`;
          if (!isShared) missed.set(key, (missed.get(key) ?? 0) + amount);
        }
        const all = [...amounts].filter(([, amount]) => amount > 0);
        const alone = all.filter(([code]) =>
          [...missed].some(([key, amount]) => key.startsWith(`${code} `) && amount > 0),
        );
        const positive = alone.length > 0 ? alone : all;
        const total = positive.reduce((sum, [, amount]) => sum + amount, 0);
        const causes = causesOf(item.parts, item.item);
        expect(Object.fromEntries(causes.map(({ code, weight }) => [code, weight]))).toEqual(
          Object.fromEntries(positive.map(([code, amount]) => [code, expect.closeTo(amount / total, 9)])),
        );
        expect(causes.map(({ weight }) => weight)).toEqual(causes.map(({ weight }) => weight).sort((a, b) => b - a));
      }
  });

  test('name items of the journey that were liked, in the words of what was done with them', () => {
    for (const { journey, placed } of answers) {
      const kinds = new Map(journey.sequence.liked.map(({ item, kind }) => [item, kind]));
      for (const item of placed) {
        const causes = causesOf(item.parts, item.item);
        expect(causes.length).toBeGreaterThan(0);
        for (const { code, items } of causes) {
          expect(items.length > 0).toBe(code !== 'popular' && code !== 'explored');
          // Nobody has met it: popular it is not.
          if (code === 'popular') expect(snapshot.popularityCodes[item.item]).toBeGreaterThan(0);
          for (const cause of items) expect(kinds.get(cause)).toBe(code);
        }
      }
    }
  });
});
