import type { InitOptions, RecommendRequest, RecommendResult } from '../api/sdk.js';
import { checkLimit, readRequest } from '../core/journey/check-request.js';
import { placementOf, resolveQuery } from '../core/journey/resolve-query.js';
import type { ItemId } from '../core/product.js';
import type { RecommendAnswer, RecommendCall, ResolvedQuery } from '../core/scoring-protocol.js';
import type { Shopper } from '../core/shopper.js';
import { createTurns } from '../core/turns.js';
import type { JourneyStore } from '../journey/journey-store.js';
import type { ScoringClient } from '../worker-client/scoring-client.js';
import type { Answer } from './answering.js';
import type { CurrentPage, EventSource } from './current-page.js';
import type { FallbackShelf } from './fallback-shelf.js';
import { type List, type RecordShown, toResult } from './list-result.js';
import { withLivePrices } from './live-prices.js';
import { type ShownItems, slotOf } from './shown-items.js';
import type { Site } from './site.js';

export interface ListsOptions {
  client: ScoringClient;
  journey: JourneyStore;
  page: CurrentPage;
  site: Site;
  shown: ShownItems;
  shelf: FallbackShelf;
  answer: Answer;
  live: InitOptions['live'];
  /** In [0, 1). */
  random: () => number;
  /** Makes the draws of every call the same. */
  seed: number | undefined;
  now: () => number;
  record: RecordShown;
  onLiveError: (error: unknown) => void;
}

interface Answered {
  requests: readonly RecommendRequest[];
  call: RecommendCall;
  answers: readonly RecommendAnswer[];
}

/** A list before it is said who shows it. */
type NewList = Omit<List, 'eventSource'>;

/** Answers `recommend` and `more`. */
export class Lists {
  #options: ListsOptions;
  /** A list must know what the one before it shows. */
  #inTurn = createTurns();

  constructor(options: ListsOptions) {
    this.#options = options;
  }

  /**
   * @param eventSource  Who is told to have recorded what becomes of the lists.
   * @param calledAt     `performance.now()` at the call.
   */
  async recommend(
    given: readonly RecommendRequest[],
    eventSource: EventSource,
    calledAt: number,
  ): Promise<RecommendResult[]> {
    const { client, answer } = this.#options;
    const requests = given.map(readRequest);
    const signals = requests.flatMap(({ signal }) => signal ?? []);
    const answered = await answer(
      (left) =>
        this.#inTurn(async () => {
          const call = this.#callFor(requests);
          const answers = await client.recommend(call, left.ms());
          return answers && !left.isOver() ? this.#show({ requests, call, answers }) : undefined;
        }),
      { timeoutMs: this.#timeoutOf(requests), signals, calledAt },
    );
    const lists = answered ?? this.#fallback(requests);
    return this.#toResults(
      lists.map((list) => ({ ...list, eventSource })),
      calledAt,
    );
  }

  async #more(list: List, limit: number = list.query.limit): Promise<RecommendResult> {
    checkLimit(limit);
    const { client, shown, shelf, answer, journey, page, now } = this.#options;
    const calledAt = performance.now();
    const before = [...list.before, ...list.items.map(({ id }) => id)];
    // But for what stands elsewhere by now, the very call of the first items: these are the next of the same list.
    const nextQuery = (shopper: Shopper): ResolvedQuery => {
      const elsewhere = list.query.dedupe === false ? [] : shown.outside(new Set([list.slot]));
      return { ...list.query, limit, before, shownIds: [...elsewhere, ...shopper.dismissed] };
    };
    const show = (found: RecommendAnswer): RecommendAnswer => {
      const itemIds = found.items.map(({ id }) => id);
      shown.add(list.slot, itemIds);
      return found;
    };
    const answered = await answer((left) =>
      this.#inTurn(async () => {
        const queries = [nextQuery(journey.shopperAt(now()))];
        const answers = await client.recommend({ ...list.call, queries }, left.ms());
        return answers && !left.isOver() ? show(answers[0]) : undefined;
      }),
    );
    const shopper = journey.shopperAt(now());
    const next = answered ?? show(shelf.answer(nextQuery(shopper), shopper, page.context));
    const [result] = await this.#toResults([{ ...list, ...next, before }], calledAt);
    return result;
  }

  #callFor(requests: readonly RecommendRequest[]): RecommendCall {
    const { journey, page, site, shown, random, seed, now } = this.#options;
    const shownIds = shown.outside(new Set(requests.map(slotOf)));
    const { locale } = site;
    const context = { pageType: page.context.pageType, locale, now: now(), shownIds };
    return {
      queries: requests.map((request) => resolveQuery(request, site, context)),
      shopper: journey.shopperAt(context.now),
      page: page.context,
      locale,
      seed: seed ?? Math.floor(random() * 2 ** 32),
    };
  }

  /** Notes what stands on the page from now on. */
  #show({ requests, call, answers }: Answered): NewList[] {
    const lists = requests.map(
      (request, i): NewList => ({
        slot: slotOf(request),
        call,
        query: call.queries[i],
        ...answers[i],
        before: [],
      }),
    );
    this.#options.shown.replace(lists.map(({ slot, items }) => ({ slot, itemIds: items.map(({ id }) => id) })));
    return lists;
  }

  /** Popular products instead of an answer that did not come. */
  #fallback(requests: readonly RecommendRequest[]): NewList[] {
    const call = this.#callFor(requests);
    const taken: ItemId[] = [];
    const answers = call.queries.map((query) => {
      const shownIds = query.dedupe === false ? [] : [...query.shownIds, ...taken];
      const answer = this.#options.shelf.answer({ ...query, shownIds }, call.shopper, call.page);
      taken.push(...answer.items.map(({ id }) => id));
      return answer;
    });
    return this.#show({ requests, call, answers });
  }

  /** The shortest time that one of the requests, or its placement, gives; undefined = none does. */
  #timeoutOf(requests: readonly RecommendRequest[]): number | undefined {
    const { site } = this.#options;
    const given = requests.flatMap(({ timeout, placement }) => timeout ?? placementOf(site, placement).timeout ?? []);
    return given.length > 0 ? Math.min(...given) : undefined;
  }

  #toResults(lists: readonly List[], calledAt: number): Promise<RecommendResult[]> {
    const { site, random, record, live, onLiveError } = this.#options;
    const more = (list: List, limit?: number): Promise<RecommendResult> => this.#more(list, limit);
    return Promise.all(
      lists.map(async (list) => {
        const items = live ? await withLivePrices(list.items, live, onLiveError) : list.items;
        return toResult(list, items, { site, random, record, calledAt, more });
      }),
    );
  }
}
