import type { Profile, RankedItem, RecommendRequest, RecommendResult, Sdk, SdkEventMap } from '../../../src/index.js';

type Listeners = { [E in keyof SdkEventMap]: Set<(detail: SdkEventMap[E]) => void> };

/** An SDK without an engine: answers with what the test says, and writes down what it is told. */
export interface FakeSdk extends Sdk {
  /** Requests of each call of `recommend`. */
  asked: RecommendRequest[][];
  /** `viewed`, `selected ID`, `dismiss_item ID` …, in order. */
  told: string[];
  /** What the next calls answer, by request. Throw to reject. */
  answer: (request: RecommendRequest, call: number) => RankedItem[];
  emit<E extends keyof SdkEventMap>(event: E, detail: SdkEventMap[E]): void;
  /** A thing the shopper did. */
  happen(name: SdkEventMap['record']['name']): void;
}

export const emptyProfile: Profile = {
  ...{ events: 0, paused: false, persistence: 'memory', tastes: [] },
  ...{ recent: [], cart: [], wishlist: [], owned: [], dismissed: [] },
};

/** @param details  Further fields of the result, such as its title. */
export function createFakeSdk(
  answer: FakeSdk['answer'] = ({ limit = 8 }) => fakeItems(limit),
  details: Partial<RecommendResult> = {},
): FakeSdk {
  const listeners: Listeners = {
    ...{ record: new Set(), profile: new Set(), consent: new Set(), snapshot: new Set(), error: new Set() },
  };
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  let resultCount = 0;
  const sdk: FakeSdk = {
    asked: [],
    told: [],
    answer,
    ready: Promise.resolve() as never,
    device: { name: 'js', worker: false, reason: 'a test' },
    recommend: (async (given: RecommendRequest[]) => {
      sdk.asked.push(given);
      return given.map((request) => toResult(sdk.answer(request, sdk.asked.length)));
    }) as Sdk['recommend'],
    async record(name, params) {
      sdk.told.push(`${name} ${'item_id' in params ? params.item_id : ''}`.trim());
    },
    rerank: unused,
    profile: {
      ...{ get: async () => emptyProfile },
      ...{ export: unused, import: unused, clear: unused, pause: unused, resume: unused },
    },
    consent: { get: unused, set: unused },
    snapshot: { info: () => undefined, refresh: unused },
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    update: unused,
    destroy: unused,
    emit: (event, detail) => {
      for (const listener of listeners[event]) listener(detail);
    },
    happen: (name) => sdk.emit('record', { name, params: {} as never, source: 'api' }),
  };

  function toResult(items: RankedItem[]): RecommendResult {
    resultCount += 1;
    return {
      ...{ resultId: `result-${resultCount}`, items, source: 'personal', tookMs: 1 },
      viewed: () => void sdk.told.push('viewed'),
      selected: (id) => void sdk.told.push(`selected ${id}`),
      more: unused,
      ...details,
    };
  }
  return sdk;
}

const NAMES = [
  ...['Dome tent for two', 'Enamel kettle, blue', 'Merino crew-neck jumper with rolled hem and long sleeves'],
  ...['Walnut desk lamp', 'Trail shoes', 'Linen duvet cover', 'Cast-iron pan 26 cm', 'Rain jacket', 'Oak stool'],
  ...['Espresso cups, set of four', 'Wool blanket', 'Canvas backpack'],
];

/** Items with all kinds of cards: with and without picture, reduction, rating. */
export const fakeItems = (count: number, first = 0): RankedItem[] =>
  Array.from({ length: count }, (_, i) => fakeItem(first + i, i));

export function fakeItem(number: number, rank = 0, product: Partial<RankedItem['product']> = {}): RankedItem {
  const price = 19.9 + 12 * number;
  const title = NAMES[number % NAMES.length];
  return {
    ...{ id: `item-${number}`, rank, score: 1 - rank / 100, strategy: 'for-you' },
    reasons: [
      { code: 'viewed', weight: 0.7, text: 'Because you viewed “Camping stove”', itemIds: ['stove'] },
      { code: 'popular', weight: 0.3, text: 'Popular in this shop' },
    ],
    product: {
      ...{ id: `item-${number}`, title, url: `/p/item-${number}`, price, currency: 'EUR' },
      ...(number % 3 === 0 && { listPrice: price * 1.25 }),
      ...(number % 2 === 0 && { rating: 3.5 + (number % 3) / 2, ratingCount: 12 + number * 37 }),
      ...product,
    },
  };
}
