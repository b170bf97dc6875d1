import type { RecommendResult } from '../api/sdk.js';
import { localizedText, placementOf } from '../core/journey/resolve-query.js';
import type { ItemId } from '../core/product.js';
import type { RankedItem, ResultSource } from '../core/recommendation.js';
import type { RecommendCall, ResolvedQuery } from '../core/scoring-protocol.js';
import type { EventSource } from './current-page.js';
import type { Site } from './site.js';

/** A list that was answered, and what it takes to go on with it. */
export interface List {
  /** The place on the page: see `slotOf`. */
  slot: string;
  call: RecommendCall;
  query: ResolvedQuery;
  items: readonly RankedItem[];
  source: ResultSource;
  /** Items of the list that came before these. */
  before: readonly ItemId[];
  eventSource: EventSource;
}

export type RecordShown = (
  name: 'view_item_list' | 'select_item',
  params: {
    items: { item_id: ItemId; index?: number }[];
    item_list_id?: string;
    item_list_name?: string;
    result_id: string;
  },
  source: EventSource,
) => void;

export interface ResultOptions {
  site: Site;
  random: () => number;
  record: RecordShown;
  /** `performance.now()` at the call. */
  calledAt: number;
  more: (list: List, limit?: number) => Promise<RecommendResult>;
}

/** @param items  Those of the list that are shown, prices as they are now. */
export function toResult(
  list: List,
  items: readonly RankedItem[],
  { site, random, record, calledAt, more }: ResultOptions,
): RecommendResult {
  const { query, source, before, eventSource } = list;
  const { placement } = query;
  const texts = placementOf(site, placement).title;
  const title = texts === undefined ? undefined : localizedText(texts, site.locale);
  const resultId = drawId(random);
  const reference = {
    ...(placement === undefined ? {} : { item_list_id: placement }),
    ...(title === undefined ? {} : { item_list_name: title }),
    result_id: resultId,
  };
  const ranked = items.map((item, i) => ({
    ...item,
    rank: before.length + i,
    product: site.currency === undefined ? item.product : { currency: site.currency, ...item.product },
  }));
  let isViewed = items.length === 0;
  return {
    resultId,
    items: ranked,
    source,
    ...(placement === undefined ? {} : { placement }),
    ...(title === undefined ? {} : { title }),
    tookMs: performance.now() - calledAt,
    viewed() {
      if (isViewed) return;
      isViewed = true;
      record('view_item_list', { items: ranked.map(toEventItem), ...reference }, eventSource);
    },
    selected(id) {
      const chosen = ranked.find((item) => item.id === id);
      record('select_item', { items: [chosen ? toEventItem(chosen) : { item_id: id }], ...reference }, eventSource);
    },
    more: (limit) => more(list, limit),
  };
}

const toEventItem = ({ id, rank }: RankedItem): { item_id: ItemId; index: number } => ({ item_id: id, index: rank });

/** 16 hexadecimal digits, drawn. */
const drawId = (random: () => number): string =>
  [random(), random()]
    .map((draw) =>
      Math.floor(draw * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
