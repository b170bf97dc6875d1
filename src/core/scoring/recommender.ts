import { once } from '../once.js';
import type { RankedItem, Reason, ResultSource } from '../recommendation.js';
import type { Rules } from '../rules.js';
import type {
  RecommendAnswer,
  RecommendCall,
  RerankAnswer,
  RerankCall,
  TasteDescription,
} from '../scoring-protocol.js';
import type { Interaction, Shopper } from '../shopper.js';
import type { CatalogReader } from '../snapshot/catalog-chunks.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { stringAt } from '../snapshot/string-table.js';
import { categoryPairs } from './category-pair-part.js';
import { describeTaste } from './describe-taste.js';
import type { Scored } from './diversify.js';
import { columnFields, type FieldReader, needsProduct, productFields } from './item-fields.js';
import {
  type ListRequest,
  type ShopperItems,
  type StandingItems,
  toListRequest,
  toShopperItems,
  toStandingItems,
} from './list-request.js';
import { nearestItems } from './nearest-items.js';
import { popularItems } from './popular-part.js';
import { type RankedList, rankItems } from './rank-items.js';
import { reasonText } from './reason-text.js';
import { causesOf, reasonOf } from './reasons.js';
import { rerankEntries } from './rerank-entries.js';
import { type Placed, scoreCandidates } from './score-candidates.js';
import type { ScoringBackend } from './scoring-backend.js';
import { contentQueriesOf, type StrategyContext } from './strategy-parts.js';

/** Answers for one snapshot, on one backend. The same code runs in worker, page, server and command line. */
export interface Recommender {
  recommend(call: RecommendCall): Promise<RecommendAnswer[]>;
  rerank(call: RerankCall): Promise<RerankAnswer[]>;
  describe(interactions: Interaction[]): Promise<TasteDescription>;
}

interface AnsweredList {
  list: RankedList;
  request: ListRequest;
  /** All that the strategies proposed for it. */
  ranked: readonly Placed[];
}

/** Items that one content query proposes, before any filter: what a backend is asked for. */
export const CANDIDATES = 400;
/** Items that fill lists. */
const POPULAR_HEAD = 1000;

/** @throws {WindowshopError} `device_lost` from its methods when the backend cannot answer any more. */
export function createRecommender(snapshot: Snapshot, backend: ScoringBackend, catalog: CatalogReader): Recommender {
  const { itemCount } = snapshot;
  // Made on first need: a start must not wait for what only some lists use.
  const pairs = once(() => categoryPairs(snapshot));
  const popularHead = once(() => popularItems(snapshot, POPULAR_HEAD));
  const standingItems = rememberLast((shopper) => toStandingItems(snapshot, shopper));

  return {
    async recommend(call) {
      const shopper = toShopperItems(snapshot, call.shopper, standingItems(call.shopper));
      const wide = await answer(call, shopper, Math.min(itemCount, CANDIDATES), popularHead());
      // What is filtered, sold out or shown elsewhere can be all there is among the nearest; then all items are candidates.
      const lists =
        itemCount > CANDIDATES && wide.some(isNarrow)
          ? await answer(call, shopper, itemCount, popularItems(snapshot, itemCount))
          : wide;
      return Promise.all(lists.map(({ list, request }) => toAnswer(list, request, call.locale)));
    },
    rerank: (call) => rerankEntries(call, snapshot, titlesOf),
    describe: (interactions) => describeTaste(interactions, snapshot, (items) => catalog.products(items)),
  };

  /** Ranks the lists of a call one after the other, so that no item stands in two of them. */
  async function answer(
    call: RecommendCall,
    shopper: ShopperItems,
    candidateCount: number,
    popular: Uint32Array,
  ): Promise<AnsweredList[]> {
    const requests = call.queries.map((query) => toListRequest(snapshot, query, shopper, call.page));
    const contentCandidates = await nearestItems(
      backend,
      requests.flatMap(contentQueriesOf),
      candidateCount,
      shopper.viewed,
    );
    const context: StrategyContext = {
      snapshot,
      shopper: call.shopper,
      popular,
      get categoryPairs() {
        return pairs();
      },
      contentCandidates: (query) => contentCandidates.get(query) ?? [],
    };
    const candidates = requests.map((request) => ({
      ranked: scoreCandidates(request, request.strategies, context),
      fillers: request.fallback.map((strategy) => once(() => scoreCandidates(request, [strategy], context))),
    }));
    const fieldsOf = await fieldReader(
      call.queries.map(({ rules }) => rules),
      () => [
        ...candidates.flatMap(({ ranked, fillers }) => [ranked, ...fillers.map((score) => score())]).flat(),
        ...requests.flatMap(({ anchors }) => anchors.map((item) => ({ item }))),
      ],
    );
    const shown = new Set<number>();
    return requests.map((request, i) => {
      if (request.query.dedupe !== false) request.leftOut.push({ items: shown, groups: new Set() });
      const list = rankItems(snapshot, request, candidates[i], fieldsOf, call.seed + i);
      for (const { item } of list.items) shown.add(item);
      return { list, request, ranked: candidates[i].ranked };
    });
  }

  /** Reads fields from the columns, or from the catalogue's text where a rule asks for more than the columns hold. */
  async function fieldReader(rules: Rules[], asked: () => { item: number }[]) {
    if (!rules.some(rulesNeedProducts)) return (item: number): FieldReader => columnFields(snapshot, item);
    // In index order, so that a chunk is unpacked once.
    const items = [...new Set(asked().map(({ item }) => item))].sort((a, b) => a - b);
    const products = new Map((await catalog.products(items)).map((product, i) => [items[i], product]));
    return (item: number): FieldReader => {
      const product = products.get(item);
      return product ? productFields(product) : columnFields(snapshot, item);
    };
  }

  async function toAnswer(list: RankedList, request: ListRequest, locale: string): Promise<RecommendAnswer> {
    const items = await Promise.all(
      list.items.map(
        async (placed, rank): Promise<RankedItem> => ({
          id: stringAt(snapshot.ids, placed.item),
          rank: rank + request.before.length,
          score: placed.score,
          strategy: placed.strategy,
          reasons: await reasonsOf(placed, list, request, locale),
          product: await catalog.product(placed.item),
        }),
      ),
    );
    return { items, source: sourceOf(list.items, request) };
  }

  async function reasonsOf(
    placed: Placed,
    { competitors }: RankedList,
    { query, before }: ListRequest,
    locale: string,
  ): Promise<Reason[]> {
    if (placed.placement !== 'ranked') {
      const code = placed.placement === 'filler' ? 'fallback' : placed.placement;
      return [{ code, weight: 1, text: reasonText(code, locale, [], 0) }];
    }
    const causes = causesOf(placed.parts, placed.item);
    if (causes.length === 0) return [{ code: 'fallback', weight: 1, text: reasonText('fallback', locale, [], 0) }];
    return Promise.all(
      causes.map(async (cause): Promise<Reason> => {
        const scoreWithout = placed.score - cause.amount * placed.boost;
        const rankWithout = before.length + othersAbove(competitors, placed.item, scoreWithout);
        return {
          ...(await reasonOf(cause, snapshot, locale, titlesOf)),
          ...(rankWithout < before.length + query.limit ? { rankWithout } : {}),
        };
      }),
    );
  }

  function titlesOf(items: number[]): Promise<string[]> {
    return Promise.all(items.map((item) => catalog.title(item)));
  }
}

/** Whether there may be more for a list that is not full: behind a filter, or where as many as were asked for had something to say. */
function isNarrow({ list, request, ranked }: AnsweredList): boolean {
  const { limit, rules } = request.query;
  if (list.items.length < limit && rules.filter !== undefined) return true;
  const own = list.items.filter(({ placement }) => placement !== 'filler');
  return own.length < limit && ranked.filter(({ score }) => score > 0).length >= CANDIDATES;
}

/** A list is personal when the shopper's journey raised any of its items, and of the page when its anchors did. */
function sourceOf(items: readonly Placed[], { anchors }: ListRequest): ResultSource {
  const ranked = items.filter(({ placement }) => placement !== 'filler' && placement !== 'pinned');
  const rests = (isPersonal: boolean): boolean =>
    ranked.some(({ item, parts }) =>
      parts.some(
        (part) =>
          part.isPersonal === isPersonal && part.strategy !== 'popular' && part.factor > 0 && part.score(item) > 0,
      ),
    );
  if (rests(true)) return 'personal';
  return anchors.length > 0 && rests(false) ? 'context' : 'fallback';
}

const rulesNeedProducts = ({ filter, boost = [], maxPer = [], reserve = [] }: Rules): boolean =>
  [filter, ...boost.map((rule) => rule.filter), ...reserve.map((rule) => rule.filter)].some(
    (part) => part !== undefined && needsProduct(part),
  ) || maxPer.some(({ field }) => needsProduct({ [field]: true }));

/** How many others have a higher score; of a list that is best first. */
function othersAbove(competitors: readonly Scored[], self: number, than: number): number {
  let above = 0;
  for (const { item, score } of competitors) {
    if (score <= than) break;
    if (item !== self) above++;
  }
  return above;
}

/** What was worked out of the standing lists holds for as long as these are the very same ones. */
function rememberLast(work: (shopper: Shopper) => StandingItems): (shopper: Shopper) => StandingItems {
  let last: { of: Shopper; items: StandingItems } | undefined;
  return (shopper) => {
    const isSame = (['cart', 'owned', 'dismissed'] as const).every((name) => last?.of[name] === shopper[name]);
    if (last === undefined || !isSame) last = { of: shopper, items: work(shopper) };
    return last.items;
  };
}
