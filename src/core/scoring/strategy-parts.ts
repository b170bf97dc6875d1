import type { ReasonCode, Strategy } from '../recommendation.js';
import type { Shopper } from '../shopper.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { type BlendOptions, blendedPart, evidence } from './blended-part.js';
import { type CategoryPairs, categoryPairPart } from './category-pair-part.js';
import type { ContentQuery } from './content-query.js';
import { fusedPart } from './fused-part.js';
import type { Interest } from './interests.js';
import type { ListRequest } from './list-request.js';
import { popularPart } from './popular-part.js';
import { recentlyViewedPart } from './recently-viewed-part.js';
import type { ScorePart } from './score-part.js';
import { anchorSources } from './source-items.js';

/** What the strategies draw on besides the request. */
export interface StrategyContext {
  snapshot: Snapshot;
  shopper: Shopper;
  /** Items by popularity, best first. */
  popular: Uint32Array;
  categoryPairs: CategoryPairs;
  /** The best items by content for a query, from the backend's scan of all items. */
  contentCandidates(query: ContentQuery): Iterable<number>;
}

/** Share of an anchored list's score that follows the shopper's own taste, at `personalize: 1`. */
const TASTE_SHARE = 0.25;
/** Most weight that neighbor lists get beside embeddings in `similar`: a substitute must first of all be alike. */
const SIMILAR_ALPHA = 0.4;
/** Weight of the lists of what is alike beside embeddings: those were learned from what is used together, or are short. */
const ALIKE_SHARE = 0.6;
/** Weight of category pairs beside shared orders. */
const CATEGORY_PAIR_SHARE = 0.15;

/** The points of the embedding space whose nearest items a list will ask for. */
export const contentQueriesOf = ({ interests, journey, anchorInterests }: ListRequest): ContentQuery[] => [
  ...(journey?.evidence.encoded ? [journey.evidence.encoded.query] : []),
  ...[...interests, ...anchorInterests].map(({ query }) => query),
];

function candidatesOf({ contentCandidates }: StrategyContext, interests: readonly Interest[]): number[] {
  const candidates: number[] = [];
  for (const { query } of interests) for (const item of contentCandidates(query)) candidates.push(item);
  return candidates;
}

/** The summands of one strategy's score; their factors sum to `weight`, or to 0 when it has nothing to go on. */
export function strategyParts(
  strategy: Strategy,
  weight: number,
  request: ListRequest,
  context: StrategyContext,
): ScorePart[] {
  switch (strategy) {
    case 'for-you':
      return forYou(weight, request, context);
    case 'similar':
      return anchored(request, weight, context, (share) => similar(request, share, context));
    case 'also-viewed':
      return anchored(request, weight, context, (share) =>
        listed(context, 'also-viewed', 'also_viewed', request.anchors, share, context.snapshot.viewedWith),
      );
    case 'bought-together':
      return anchored(request, weight, context, (share) => boughtTogether(request.anchors, share, context));
    case 'popular':
      return [popularPart(context.snapshot, context.popular, weight)];
    case 'recently-viewed':
      return [recentlyViewedPart(context.snapshot, context.shopper, weight)];
  }
}

/** The shopper's taste, mixed with what everybody likes as `personalize` asks; without a history the page, then the crowd. */
function forYou(weight: number, request: ListRequest, context: StrategyContext): ScorePart[] {
  const { history, personalize, anchors } = request;
  const personal = personalize > 0 && history.some((source) => source.weight > 0);
  if (!personal && anchors.length > 0) return blend(context, 'for-you', request, weight);
  if (!personal) return [popularPart(context.snapshot, context.popular, weight)];
  const parts = taste(context, 'for-you', request, weight * personalize);
  return personalize < 1
    ? [...parts, popularPart(context.snapshot, context.popular, weight * (1 - personalize))]
    : parts;
}

/** An anchored list, bent towards the shopper's taste; taste re-orders what the anchors propose and adds nothing. */
function anchored(
  request: ListRequest,
  weight: number,
  context: StrategyContext,
  proposals: (share: number) => ScorePart[],
): ScorePart[] {
  const { anchors, history, personalize } = request;
  if (anchors.length === 0) return [];
  const own = history.filter((source) => !anchors.includes(source.item));
  const bend = own.some((source) => source.weight > 0) ? TASTE_SHARE * personalize : 0;
  const parts = proposals(weight * (1 - bend));
  if (bend === 0 || parts.length === 0) return parts;
  const [{ strategy }] = parts;
  return [...parts, ...taste(context, strategy, request, weight * bend).map((part) => ({ ...part, candidates: [] }))];
}

function taste(
  context: StrategyContext,
  strategy: Strategy,
  { history, interests, journey }: ListRequest,
  factor: number,
): ScorePart[] {
  const { snapshot } = context;
  if (journey && snapshot.fusion) {
    const { encoded } = journey.evidence;
    const scanned = encoded ? context.contentCandidates(encoded.query) : [];
    return [fusedPart({ ...snapshot, fusion: snapshot.fusion }, { strategy, factor, ...journey, scanned })];
  }
  const behavior = evidence(snapshot, history);
  // Whole texts, in the lists, know better than short rows what is alike; behavior, where there is some, knows better still.
  const likeness = snapshot.alike.entries.length > 0 ? ALIKE_SHARE * (1 - behavior) : 0;
  const common = { strategy, isPersonal: true, sources: history };
  return [
    blendedPart(snapshot, {
      ...common,
      factor: factor * (1 - likeness),
      lists: snapshot.viewedWith,
      alpha: behavior / (1 - likeness),
      interests,
      contentCandidates: candidatesOf(context, interests),
    }),
    ...(likeness > 0 ? [listPart(snapshot, { ...common, factor: factor * likeness, lists: snapshot.alike })] : []),
  ];
}

/**
 * Substitutes for the anchors: what is alike by content first, then what is close to them. Where nothing was learned, what is
 * close is alike by content, and of the same kind more often than what shares rare words.
 */
function similar(request: ListRequest, factor: number, context: StrategyContext): ScorePart[] {
  if (!context.snapshot.encoder) return blend(context, 'similar', request, factor);
  const alike = listed(context, 'similar', 'similar', request.anchors, factor * ALIKE_SHARE, context.snapshot.alike);
  const isKnown = alike.some(({ candidates }) => [...candidates].length > 0);
  if (!isKnown) return blend(context, 'similar', request, factor);
  return [...alike, ...blend(context, 'similar', request, factor * (1 - ALIKE_SHARE))];
}

/** What is close to the anchors in the embedding space, and behaviour where there is some. */
function blend(
  context: StrategyContext,
  strategy: Strategy,
  { anchorItems, anchorInterests }: ListRequest,
  factor: number,
): ScorePart[] {
  const { snapshot } = context;
  return [
    blendedPart(snapshot, {
      strategy,
      factor,
      isPersonal: false,
      sources: anchorItems,
      lists: snapshot.viewedWith,
      alpha: SIMILAR_ALPHA * evidence(snapshot, anchorItems),
      interests: anchorInterests,
      contentCandidates: candidatesOf(context, anchorInterests),
    }),
  ];
}

/** The anchors' neighbor lists alone. */
function listed(
  { snapshot }: StrategyContext,
  strategy: Strategy,
  code: ReasonCode,
  anchors: readonly number[],
  factor: number,
  lists: NeighborLists,
): ScorePart[] {
  const sources = anchorSources(anchors, code);
  return [listPart(snapshot, { strategy, factor, isPersonal: false, sources, lists })];
}

/** What one kind of list says of the sources, and nothing else. */
const listPart = (
  snapshot: Snapshot,
  options: Omit<BlendOptions, 'alpha' | 'interests' | 'contentCandidates'>,
): ScorePart => blendedPart(snapshot, { ...options, alpha: 1, interests: [], contentCandidates: [] });

function boughtTogether(anchors: readonly number[], factor: number, context: StrategyContext): ScorePart[] {
  const { snapshot, categoryPairs, popular } = context;
  // A log without orders says nothing about baskets; what is viewed together is the closest thing it does say.
  if (snapshot.boughtWith.entries.length === 0)
    return listed(context, 'bought-together', 'also_viewed', anchors, factor, snapshot.viewedWith);
  return [
    ...listed(
      context,
      'bought-together',
      'bought_together',
      anchors,
      factor * (1 - CATEGORY_PAIR_SHARE),
      snapshot.boughtWith,
    ),
    categoryPairPart(snapshot, categoryPairs, anchors, popular, factor * CATEGORY_PAIR_SHARE),
  ];
}
