import { describe, expect, test } from 'vitest';
import type { Product } from '../../../src/core/product.js';
import type { RecommendQuery } from '../../../src/core/recommendation.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import type { RecommendCall, ResolvedQuery } from '../../../src/core/scoring-protocol.js';
import { emptyShopper, type Interaction, type Shopper } from '../../../src/core/shopper.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

// A checkerboard: even items are tea things, odd items are tents. Whoever likes one even item likes the other even ones,
// in behaviour and in content alike, so the right answers are known by construction.
const ITEMS = 20;
const id = (item: number): string => `item-${item}`;
const products: Product[] = Array.from({ length: ITEMS }, (_, item) => ({
  id: id(item),
  title: `${item % 2 ? 'Tent' : 'Teapot'} ${item}`,
  brand: item < 10 ? 'Fenn' : 'Oru',
  category: item % 2 ? ['Outdoor', 'Tents'] : ['Kitchen', 'Tea'],
  price: 10 + item,
  url: `https://shop.test/p/${item}`,
}));
const sameColour = (item: number) =>
  Array.from({ length: ITEMS }, (_, other) => other).filter((other) => other !== item && other % 2 === item % 2);
const checkerboard: Partial<SnapshotContent> = {
  dim: 2,
  embeddings: Float32Array.from(products.flatMap((_, item) => (item % 2 ? [0, 1] : [1, 0]))),
  viewedWith: neighborsOf(
    ITEMS,
    Object.fromEntries(products.map((_, item) => [item, sameColour(item).map((other) => [other, 1 - other / 100])])),
  ),
  popularity: Float32Array.from(products, (_, item) => ITEMS - item),
  shoppers: new Uint32Array(ITEMS).fill(8),
};

function recommender(parts: Partial<SnapshotContent> = {}, catalogue = products) {
  const { snapshot, catalog } = snapshotInMemory(catalogue, { ...checkerboard, ...parts });
  return createRecommender(snapshot, createJsBackend(snapshot.embeddings), catalog);
}

const query = (given: Partial<ResolvedQuery> & RecommendQuery = {}): ResolvedQuery => ({
  limit: 4,
  before: [],
  rules: {},
  shownIds: [],
  diversity: 0,
  ...given,
});

const viewed = (...items: number[]): Interaction[] =>
  items.map((item) => ({ itemId: id(item), weight: 1, kind: 'viewed', lastMs: 0, count: 1 }));

const shopperWho = (change: Partial<Shopper>): Shopper => ({ ...emptyShopper(0), ...change });
const viewer = (...items: number[]): Shopper =>
  shopperWho({ interactions: viewed(...items), recent: items.map(id).reverse() });

async function recommend(given: {
  queries?: ResolvedQuery[];
  shopper?: Shopper;
  page?: RecommendCall['page'];
  on?: ReturnType<typeof recommender>;
  locale?: string;
}) {
  return (given.on ?? recommender()).recommend({
    queries: given.queries ?? [query()],
    shopper: given.shopper ?? emptyShopper(0),
    page: given.page ?? { pageType: 'home' },
    locale: given.locale ?? 'en',
    seed: 1,
  });
}

describe('recommend', () => {
  test('answers a new shopper with what is popular, and says so', async () => {
    const [answer] = await recommend({});
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(1), id(2), id(3)]);
    expect(answer.source).toBe('fallback');
    expect(answer.items[0].reasons).toMatchObject([{ code: 'popular', weight: 1 }]);
  });

  test('follows the shopper to their side of the checkerboard', async () => {
    const [answer] = await recommend({ shopper: viewer(1, 3) });
    expect(answer.source).toBe('personal');
    expect(answer.items.map((item) => item.id)).toEqual([id(5), id(7), id(9), id(11)]);
  });

  test('gives a shopper of tents and teapots both, instead of what lies between', async () => {
    // Every fifth item is half tent, half teapot: the nearest to the mean of the two, and to neither of them.
    const halfway = products.flatMap((_, item) =>
      item % 5 === 4 ? [Math.SQRT1_2, Math.SQRT1_2] : item % 2 ? [0, 1] : [1, 0],
    );
    const on = recommender({ embeddings: Float32Array.from(halfway), viewedWith: neighborsOf(ITEMS, {}) });
    const listOf = async (given: Partial<ResolvedQuery>) =>
      (await recommend({ on, shopper: viewer(0, 1), queries: [query(given)] }))[0].items;
    const byScore = await listOf({ limit: 14 });
    const becauseOf = (item: number) => byScore.filter(({ reasons }) => reasons[0].itemIds?.join() === id(item));
    expect(becauseOf(1).map((item) => item.id)).toEqual([3, 5, 7, 11, 13, 15, 17].map(id));
    expect(becauseOf(0).map((item) => item.id)).toEqual([2, 6, 8, 10, 12, 16, 18].map(id));
    const varied = await listOf({ limit: 2, diversity: 0.3 });
    expect(varied.map((item) => item.id)).toEqual([id(3), id(2)]);
  });

  test('names the items that caused a suggestion, with weights that sum to 1', async () => {
    const [answer] = await recommend({ shopper: viewer(1, 3) });
    for (const { reasons } of answer.items) {
      expect(reasons[0]).toMatchObject({ code: 'viewed', itemIds: expect.arrayContaining([id(1), id(3)]) });
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    }
    expect(answer.items[0].reasons[0].text).toBe('Because you viewed “Tent 3” and “Tent 1”');
  });

  test('weighs what was looked at last most', async () => {
    const [earlier, later] = viewed(1, 2);
    const [answer] = await recommend({
      shopper: shopperWho({ interactions: [earlier, { ...later, lastMs: 1 }], recent: [id(2), id(1)] }),
    });
    expect(answer.items[0].product.title).toMatch(/^Teapot/);
  });

  test('does not care whether two views fell into one millisecond', async () => {
    const [first, second] = viewed(1, 2);
    const listOf = async (secondMs: number) => {
      const shopper = shopperWho({ interactions: [first, { ...second, lastMs: secondMs }], recent: [id(2), id(1)] });
      return (await recommend({ shopper, queries: [query({ limit: 12 })] }))[0].items.map((item) => item.id);
    };
    expect(await listOf(0)).toEqual(await listOf(1));
  });

  test('says where an item would stand without its reason', async () => {
    const both = shopperWho({
      interactions: [...viewed(1), { itemId: id(3), weight: 1, kind: 'carted', lastMs: 0, count: 1 }],
      recent: [id(3), id(1)],
    });
    const answerOf = async (limit: number) =>
      (await recommend({ queries: [query({ limit })], shopper: both }))[0].items[0];
    // Eight tents are left, and either reason is about half of the score: without it the first falls behind the others …
    expect((await answerOf(8)).reasons.map(({ code, rankWithout }) => [code, rankWithout])).toEqual([
      ['carted', 7],
      ['viewed', 7],
    ]);
    // … and out of a list of four.
    expect((await answerOf(4)).reasons[0]).not.toHaveProperty('rankWithout');
  });

  test('speaks the locale of the call', async () => {
    const [answer] = await recommend({ shopper: viewer(1), locale: 'de-AT' });
    expect(answer.items[0].reasons[0].text).toBe('Weil Sie “Tent 1” angesehen haben');
  });

  test.each([
    ['the anchor', {}, { itemId: id(1), strategy: 'similar' as const }, id(1)],
    ['items in the cart', { cart: [{ itemId: id(0), quantity: 1 }] }, {}, id(0)],
    ['owned items', { owned: [{ itemId: id(0), orders: 1 }] }, {}, id(0)],
    ['dismissed items', { dismissed: [id(0)] }, {}, id(0)],
    ['viewed items', { recent: [id(0)] }, {}, id(0)],
    ['items shown above', {}, { shownIds: [id(0)] }, id(0)],
    ['excluded items', {}, { rules: { exclude: [id(0)] } }, id(0)],
  ])('leaves out %s', async (_, shopper, given, absent) => {
    const [answer] = await recommend({ queries: [query({ ...given, limit: 19 })], shopper: shopperWho(shopper) });
    expect(answer.items.map((item) => item.id)).not.toContain(absent);
    expect(answer.items).toHaveLength(19);
  });

  test('shows again what is bought again and again', async () => {
    const [answer] = await recommend({ shopper: shopperWho({ owned: [{ itemId: id(0), orders: 2 }] }) });
    expect(answer.items[0].id).toBe(id(0));
  });

  test('never shows what is sold out, except among the recently viewed', async () => {
    const soldOut = products.map((product, item) => (item === 0 ? { ...product, available: false } : product));
    const on = recommender({}, soldOut);
    const [popular, recent] = await recommend({
      on,
      shopper: viewer(0),
      queries: [query({ strategy: 'popular' }), query({ strategy: 'recently-viewed', fallback: false })],
    });
    expect(popular.items.map((item) => item.id)).not.toContain(id(0));
    expect(recent.items.map((item) => item.id)).toEqual([id(0)]);
  });

  test('shows one item of a variant group', async () => {
    const variants = products.map((product, item) => (item < 4 ? { ...product, groupId: 'g' } : product));
    const [answer] = await recommend({ on: recommender({}, variants) });
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(4), id(5), id(6)]);
  });

  test('leaves out all variants of an excluded group, of a dismissed item and of what is in the cart', async () => {
    const variants = products.map((product, item) => ({ ...product, groupId: `g${item >> 1}` }));
    const shopper = shopperWho({ dismissed: [id(2)], cart: [{ itemId: id(4), quantity: 1 }] });
    const [answer] = await recommend({
      on: recommender({}, variants),
      shopper,
      queries: [query({ strategy: 'popular', rules: { exclude: ['g0'] }, limit: 20 })],
    });
    expect(answer.items.map((item) => item.id)).toEqual([6, 8, 10, 12, 14, 16, 18].map(id));
  });

  test('takes the strategy and the anchor from the page', async () => {
    const product = { pageType: 'product' as const, url: '/p/3' };
    const [similar] = await recommend({ page: product });
    expect(similar.source).toBe('context');
    expect(similar.items[0]).toMatchObject({ strategy: 'similar', id: id(1) });
    const [cart] = await recommend({
      page: { pageType: 'cart' },
      shopper: shopperWho({ cart: [{ itemId: id(2), quantity: 1 }] }),
    });
    expect(cart.items[0]).toMatchObject({ strategy: 'bought-together', id: id(0) });
  });

  test('puts no item in two lists of a page, unless asked to', async () => {
    const [first, second, third] = await recommend({
      queries: [query(), query(), query({ dedupe: false })],
    });
    expect(second.items.map((item) => item.id)).toEqual([id(4), id(5), id(6), id(7)]);
    expect(third.items.map((item) => item.id)).toEqual(first.items.map((item) => item.id));
  });

  test('fills a short list from the fallback and marks the fillers', async () => {
    const anchor = { strategy: 'also-viewed' as const, itemId: id(1), limit: 12 };
    const [filled, short] = await recommend({ queries: [query(anchor), query({ ...anchor, fallback: false })] });
    expect(filled.items.slice(0, 9).every(({ strategy }) => strategy === 'also-viewed')).toBe(true);
    expect(filled.items.slice(9).map(({ reasons }) => reasons[0].code)).toEqual(Array(3).fill('fallback'));
    expect(short.items).toHaveLength(0);
  });

  test('continues a list where the first part ended', async () => {
    const [first] = await recommend({ shopper: viewer(1) });
    const before = first.items.map((item) => item.id);
    const [next] = await recommend({ shopper: viewer(1), queries: [query({ before })] });
    expect(next.items.map(({ rank }) => rank)).toEqual([4, 5, 6, 7]);
    const [whole] = await recommend({ shopper: viewer(1), queries: [query({ limit: 8 })] });
    expect([...before, ...next.items.map((item) => item.id)]).toEqual(whole.items.map((item) => item.id));
  });

  test('gives everybody the same list at personalize 0', async () => {
    const [answer] = await recommend({ queries: [query({ personalize: 0 })], shopper: viewer(1, 3) });
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(2), id(4), id(5)]);
    expect(answer.source).toBe('fallback');
  });

  test('bends an anchored list to the taste of the shopper', async () => {
    const anchored = query({ strategy: 'similar', itemId: id(0), limit: 9 });
    const [plain] = await recommend({ queries: [anchored] });
    const [personal] = await recommend({ queries: [anchored], shopper: viewer(18) });
    expect(plain.source).toBe('context');
    expect(personal.source).toBe('personal');
  });

  test('lets nothing into a personal list that nothing speaks for, however varied it is to be', async () => {
    const [answer] = await recommend({
      shopper: viewer(1),
      queries: [query({ limit: 15, diversity: 0.9, fallback: false })],
    });
    expect(answer.items.every((item) => item.product.title.startsWith('Tent'))).toBe(true);
    expect(answer.items).toHaveLength(9);
  });

  test('never names what was turned down as a reason, though what is unlike it gains by it', async () => {
    const opposite = Float32Array.from(products.flatMap((_, item) => (item % 2 ? [-0.6, 0.8] : [1, 0])));
    const shown: Interaction = { itemId: id(0), weight: -0.5, kind: 'viewed', lastMs: 0, count: 1 };
    const [answer] = await recommend({
      on: recommender({ embeddings: opposite }),
      shopper: shopperWho({ interactions: [...viewed(1), shown], recent: [id(1)] }),
    });
    for (const { reasons } of answer.items) expect(reasons).toMatchObject([{ code: 'viewed', itemIds: [id(1)] }]);
  });

  test('does not follow dismissed items to their neighbors', async () => {
    const turnedDown = shopperWho({
      interactions: [...viewed(2), { itemId: id(1), weight: -4, kind: 'viewed', lastMs: 0, count: 1 }],
    });
    const [answer] = await recommend({ shopper: turnedDown, queries: [query({ limit: 8 })] });
    expect(answer.items.every((item) => item.product.title.startsWith('Teapot'))).toBe(true);
  });
});

describe('rules', () => {
  test('filter keeps what matches, however deep it lies', async () => {
    const [answer] = await recommend({
      queries: [query({ rules: { filter: { brand: 'Oru', price: { $gte: 27 } } } })],
    });
    expect(answer.items.map((item) => item.id)).toEqual([id(17), id(18), id(19)]);
  });

  test('boost multiplies, and burying puts last', async () => {
    const rules = {
      boost: [
        { filter: { id: id(9) }, factor: 3 },
        { filter: { id: id(0) }, factor: 0 },
      ],
    };
    const [answer] = await recommend({ queries: [query({ rules, limit: 20 })] });
    expect(answer.items[0].id).toBe(id(9));
    expect(answer.items[19].id).toBe(id(0));
  });

  test('boost holds for fillers too', async () => {
    const rules = { boost: [{ filter: { category: 'Tents' }, factor: 0 }] };
    const [answer] = await recommend({ queries: [query({ strategy: 'recently-viewed', rules, limit: 10 })] });
    expect(answer.items.every((item) => item.product.title.startsWith('Teapot'))).toBe(true);
  });

  test('a pin takes its place, even against what is left out, and unknown pins are skipped', async () => {
    const rules = {
      pin: [
        { id: id(7), position: 1 },
        { id: 'nowhere', position: 0 },
      ],
      exclude: [id(7)],
    };
    const [answer] = await recommend({ queries: [query({ rules })] });
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(7), id(1), id(2)]);
    expect(answer.items[1].reasons).toMatchObject([{ code: 'pinned', weight: 1 }]);
  });

  test('pins do not move each other', async () => {
    const pin = [
      { id: id(13), position: 1 },
      { id: id(0), position: 3 },
    ];
    const [answer] = await recommend({ queries: [query({ rules: { pin } })] });
    expect(answer.items.map((item) => item.id)).toEqual([id(1), id(13), id(2), id(0)]);
  });

  test('maxPer counts the narrowest category: all that a shop sells may stand under one', async () => {
    const underOne = products.map((product) => ({ ...product, category: ['Shop', ...(product.category ?? [])] }));
    const rules = { maxPer: [{ field: 'category', max: 2 }] };
    const [answer] = await recommend({
      on: recommender({}, underOne),
      queries: [query({ rules, limit: 8, fallback: false })],
    });
    expect(answer.items.map((item) => item.id)).toEqual([0, 1, 2, 3].map(id));
  });

  test('maxPer counts what the list has shown so far', async () => {
    const rules = { maxPer: [{ field: 'brand', max: 3 }] };
    const before = [id(0), id(1)];
    const [answer] = await recommend({ queries: [query({ rules, before, fallback: false })] });
    expect(answer.items.map((item) => item.id)).toEqual([2, 10, 11, 12].map(id));
  });

  test('maxPer caps a value', async () => {
    const [answer] = await recommend({
      queries: [query({ rules: { maxPer: [{ field: 'brand', max: 2 }] }, fallback: false })],
    });
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(1), id(10), id(11)]);
  });

  test('reserve keeps a share for matching items', async () => {
    const rules = { reserve: [{ filter: { brand: 'Oru' }, share: 0.5 }] };
    const [answer] = await recommend({ queries: [query({ rules })] });
    expect(answer.items.map((item) => item.id)).toEqual([id(0), id(1), id(11), id(10)]);
    expect(answer.items[3].reasons[0].code).toBe('reserved');
  });

  test('reserve shows nothing twice where reservations overlap, and takes no place from another', async () => {
    const rules = {
      reserve: [
        { filter: { price: { $gte: 28 } }, share: 0.25 },
        { filter: { brand: 'Oru', price: { $lt: 26 } }, share: 0.25 },
        { filter: { brand: 'Oru' }, share: 0.75 },
      ],
    };
    const [answer] = await recommend({ queries: [query({ rules, limit: 8 })] });
    // Two of 18 and 19, two of 10 … 15, and two more of 10 … 19: six places of eight, the last ones first.
    expect(answer.items.map((item) => item.id)).toEqual([0, 1, 13, 12, 11, 10, 19, 18].map(id));
  });

  test.each(['boost', 'reserve'] as const)('%s knows the anchor', async (rule) => {
    const filter = { brand: { $same: true as const } };
    const rules = rule === 'boost' ? { boost: [{ filter, factor: 10 }] } : { reserve: [{ filter, share: 1 }] };
    const [answer] = await recommend({
      queries: [query({ strategy: 'popular', rules })],
      page: { pageType: 'product', itemId: id(15) },
    });
    expect(answer.items.map((item) => item.product.brand)).toEqual(Array(4).fill('Oru'));
  });

  test('what made room for explored items comes next', async () => {
    const [first] = await recommend({ queries: [query({ explore: 0.5 })] });
    const before = first.items.map((item) => item.id);
    const [next] = await recommend({ queries: [query({ explore: 0.5, before })] });
    const missed = products.map((product) => product.id).filter((itemId) => !before.includes(itemId));
    expect(next.items.slice(0, 2).map((item) => item.id)).toEqual(missed.slice(0, 2));
  });

  test('explore gives places to other candidates, the same for the same seed', async () => {
    const queries = [query({ explore: 0.5 })];
    const [first] = await recommend({ queries });
    const [again] = await recommend({ queries });
    expect(first.items.map(({ reasons }) => reasons[0].code)).toEqual(['popular', 'popular', 'explored', 'explored']);
    expect(again).toEqual(first);
  });
});

describe('where the nearest items are none to show', () => {
  // 600 tents, of which the nearest 500 are dear or sold out, and 600 teapots that are more popular.
  const COUNT = 1200;
  const isTent = (item: number) => item < 600;
  const angle = (item: number) => (isTent(item) ? (item < 500 ? item / 10_000 : 0.2) : Math.PI / 2);
  const shopOf = (far: Partial<Product>, near: Partial<Product>) =>
    recommender(
      {
        embeddings: Float32Array.from({ length: COUNT * 2 }, (_, i) =>
          i % 2 ? Math.sin(angle(i >> 1)) : Math.cos(angle(i >> 1)),
        ),
        viewedWith: neighborsOf(COUNT, {}),
        popularity: Float32Array.from({ length: COUNT }, (_, item) => (isTent(item) ? 0 : 10)),
        shoppers: new Uint32Array(COUNT),
      },
      Array.from({ length: COUNT }, (_, item) => ({
        id: id(item),
        title: isTent(item) ? 'Tent' : 'Teapot',
        ...(isTent(item) && item < 500 ? near : far),
      })),
    );

  test.each([
    ['filtered out', shopOf({ price: 10 }, { price: 500 }), { filter: { price: { $lt: 20 } } }],
    ['sold out', shopOf({ available: true }, { available: false }), {}],
  ])('%s: looks further before it fills up with what is popular', async (_, on, rules) => {
    const page = { pageType: 'product' as const, itemId: id(0) };
    const [answer] = await recommend({ on, page, queries: [query({ strategy: 'similar', limit: 6, rules })] });
    expect(answer.items.map((item) => item.id)).toEqual([500, 501, 502, 503, 504, 505].map(id));
  });
});

describe('bought-together', () => {
  const orders: Partial<SnapshotContent> = { boughtWith: neighborsOf(ITEMS, { 0: [[1, 0.6]], 2: [[3, 0.5]] }) };

  test('answers with shared orders first, then with categories that go together', async () => {
    const [answer] = await recommend({
      on: recommender(orders),
      queries: [query({ strategy: 'bought-together', itemId: id(0), fallback: false })],
    });
    expect(answer.items[0]).toMatchObject({
      id: id(1),
      reasons: [{ code: 'bought_together', itemIds: [id(0)] }, { code: 'category' }],
    });
    expect(answer.items[1]).toMatchObject({ id: id(3), reasons: [{ code: 'category', value: 'Tents' }] });
  });
});

describe('rerank', () => {
  const rerank = (strength: number, shopper: Shopper, itemIds = [0, 1, 2, 3].map(id)) =>
    recommender().rerank({ itemIds, strength, shopper, locale: 'en' });

  test('brings forward what the shopper likes', async () => {
    const answers = await rerank(1, viewer(5));
    expect(answers.map(({ from }) => from)).toEqual([1, 3, 0, 2]);
    expect(answers[0].reasons[0]).toMatchObject({ code: 'viewed', itemIds: [id(5)] });
  });

  test('keeps the order at strength 0 and for a shopper without a history', async () => {
    expect((await rerank(0, viewer(5))).map(({ from }) => from)).toEqual([0, 1, 2, 3]);
    expect((await rerank(1, emptyShopper(0))).map(({ from }) => from)).toEqual([0, 1, 2, 3]);
  });

  test('leaves unknown entries in their places', async () => {
    const answers = await rerank(1, viewer(5), ['who', id(0), 'knows', id(1)]);
    expect(answers.map(({ from }) => from)).toEqual([0, 3, 2, 1]);
  });
});

describe('describe', () => {
  test('tells brands, categories and prices as shares of the interest shown', async () => {
    const { tastes, price } = await recommender().describe(viewed(1, 3, 10));
    expect(tastes[0]).toEqual({ field: 'brand', value: 'Fenn', weight: expect.closeTo(2 / 3) });
    expect(tastes).toContainEqual({ field: 'category', value: 'Outdoor > Tents', weight: expect.closeTo(2 / 3) });
    // Prices 11, 13, 20: quartiles halfway between neighbours.
    expect(price).toEqual({ low: 12, middle: 13, high: 16.5, currency: 'EUR' });
  });
});
