import { describe, expect, test } from 'vitest';
import { checkLimit, checkRerank, readRequest } from '../../../src/core/journey/check-request.js';
import { localizedText, type QueryContext, resolveQuery } from '../../../src/core/journey/resolve-query.js';
import { readPlacements, readRules, type SiteRules } from '../../../src/core/journey/site-config.js';
import type { NamedRule } from '../../../src/core/rules.js';

const noComplaint = (problem: unknown): never => {
  throw problem;
};

const site = (placements: object = {}, rules: NamedRule[] = []): SiteRules => ({
  placements: readPlacements(placements, noComplaint),
  rules: readRules(rules, noComplaint),
});
const here: QueryContext = {
  ...{ pageType: 'product', locale: 'en-GB', now: Date.parse('2026-06-15T12:00:00Z'), shownIds: [] },
};

describe('a request', () => {
  test('asks for eight items when it says nothing', () => {
    expect({ ...resolveQuery({}, site(), { ...here, shownIds: ['x'] }) }).toEqual({
      limit: 8,
      before: [],
      rules: {},
      shownIds: ['x'],
    });
  });

  test('takes the defaults of its placement and overrides them field by field', () => {
    const configured = site({ shelf: { strategy: 'similar', limit: 4, diversity: 0, title: 'Alike', timeout: 50 } });
    const query = resolveQuery({ placement: 'shelf', limit: 6 }, configured, here);
    expect({ ...query }).toEqual({
      ...{ placement: 'shelf', strategy: 'similar', limit: 6, diversity: 0 },
      ...{ before: [], rules: {}, shownIds: [] },
    });
  });

  test('under a name that is not configured is as good as any other', () => {
    expect(resolveQuery({ placement: 'toString' }, site(), here).limit).toBe(8);
  });

  test('without dedupe may show what other lists show', () => {
    expect(resolveQuery({ dedupe: false }, site(), { ...here, shownIds: ['x'] }).shownIds).toEqual([]);
  });

  test('adds its rules to those of the placement and of the site; filters must all match', () => {
    const configured = site({ shelf: { rules: { filter: { available: true }, exclude: ['p'] } } }, [
      { id: 'all', filter: { brand: 'Fenn' }, exclude: ['s'], pin: [{ id: 'a', position: 0 }] },
    ]);
    const rules = { filter: { price: { $lte: 20 } }, exclude: ['r'], pin: [{ id: 'b', position: 0 }] };
    expect(resolveQuery({ placement: 'shelf', rules }, configured, here).rules).toEqual({
      filter: { $and: [{ brand: 'Fenn' }, { available: true }, { price: { $lte: 20 } }] },
      exclude: ['s', 'p', 'r'],
      // The later pin of a position is placed last and so comes first.
      pin: [
        { id: 'a', position: 0 },
        { id: 'b', position: 0 },
      ],
    });
  });

  test.each<[string, Partial<NamedRule>, boolean]>([
    ['without conditions', {}, true],
    ['that is switched off', { enabled: false }, false],
    ['of this placement', { placements: ['shelf', 'other'] }, true],
    ['of another placement', { placements: ['other'] }, false],
    ['of this type of page', { pageTypes: ['product'] }, true],
    ['of another type of page', { pageTypes: ['cart'] }, false],
    ['of the language', { locales: ['EN'] }, true],
    ['of the region', { locales: ['en-gb'] }, true],
    ['of another region', { locales: ['en-US'] }, false],
    ['from a moment in the past', { from: '2026-06-15T12:00:00Z' }, true],
    ['from a moment to come', { from: '2026-06-15T12:00:01Z' }, false],
    ['until a moment to come', { until: '2026-06-16' }, true],
    ['until now', { until: '2026-06-15T12:00:00Z' }, false],
  ])('obeys a rule %s: %o', (_, conditions, holds) => {
    const configured = site({}, [{ id: 'rule', exclude: ['x'], ...conditions }]);
    expect(resolveQuery({ placement: 'shelf' }, configured, here).rules.exclude).toEqual(holds ? ['x'] : undefined);
  });

  test('is read from own fields alone, whatever stands on Object.prototype', () => {
    const request = Object.create({ limit: 1, dedupe: false });
    request.strategy = 'popular';
    expect({ ...resolveQuery(readRequest(request), site(), { ...here, shownIds: ['x'] }) }).toMatchObject({
      ...{ strategy: 'popular', limit: 8, shownIds: ['x'] },
    });
  });
});

describe('a wrong argument', () => {
  test.each<[unknown, typeof TypeError | typeof RangeError, string]>([
    [{ limit: -1 }, RangeError, 'recommend: limit must be a whole number from 1 to 200, got -1'],
    [{ limit: 2.5 }, RangeError, 'recommend: limit must be a whole number from 1 to 200, got 2.5'],
    [{ limit: '8' }, TypeError, 'recommend: limit must be a whole number from 1 to 200, got "8"'],
    [{ diversity: 1.1 }, RangeError, 'recommend: diversity must be a number from 0 to 1, got 1.1'],
    [{ personalize: Number.NaN }, RangeError, 'recommend: personalize must be a number from 0 to 1, got NaN'],
    [{ explore: null }, TypeError, 'recommend: explore must be a number from 0 to 1, got null'],
    [
      { strategy: 'best' },
      TypeError,
      'recommend: strategy must be one of similar, also-viewed, bought-together, for-you, popular, recently-viewed, got "best"',
    ],
    [{ strategy: [] }, RangeError, 'recommend: strategy must not be an empty list'],
    [
      { strategy: ['popular', 7] },
      TypeError,
      'recommend: strategy[1] must be one of similar, also-viewed, bought-together, for-you, popular, recently-viewed, got 7',
    ],
    [{ itemId: 5 }, TypeError, 'recommend: itemId must be a text, got 5'],
    [{ fallback: true }, TypeError, 'recommend: fallback must be a list, got true'],
    [{ dedupe: 'no' }, TypeError, 'recommend: dedupe must be true or false, got "no"'],
    [{ timeout: -5 }, RangeError, 'recommend: timeout must be a number from 0 to 2147483647, got -5'],
    [{ signal: {} }, TypeError, 'recommend: signal must be an AbortSignal, got an object'],
    [{ placement: '' }, TypeError, 'recommend: placement must be a text, got ""'],
    [null, TypeError, 'recommend: the argument must be an object, got null'],
    [{ rules: [] }, TypeError, 'recommend: rules must be an object, got a list'],
    [
      { rules: { boost: [{ filter: {}, factor: 11 }] } },
      RangeError,
      'recommend: rules.boost[0].factor must be a number from 0 to 10, got 11',
    ],
    [
      { rules: { pin: [{ id: 'a' }] } },
      TypeError,
      'recommend: rules.pin[0].position must be a whole number from 0 to 199, got undefined',
    ],
    [{ rules: { filter: { $or: {} } } }, TypeError, 'recommend: rules.filter.$or must be a list, got an object'],
    [
      { rules: { filter: { price: { $near: 5 } } } },
      TypeError,
      'recommend: rules.filter.price: operator must be one of $ne, $gt, $gte, $lt, $lte, $same, got "$near"',
    ],
    [{ rules: { filter: { price: { $gt: '5' } } } }, TypeError, 'recommend: rules.filter.price.$gt must be a number'],
  ])('is named: %o', (request, kind, message) => {
    const read = () => readRequest(request as object);
    expect(read).toThrow(kind);
    expect(read).toThrow(message);
  });

  test('is named by more and rerank too', () => {
    expect(() => checkLimit(0)).toThrow('more: limit must be a whole number from 1 to 200, got 0');
    expect(() => checkRerank({}, {})).toThrow('rerank: entries must be a list, got an object');
    expect(() => checkRerank([], {})).toThrow('rerank: id must be a function, got undefined');
    expect(() => checkRerank([], { id: String, strength: 2 })).toThrow(
      'rerank: strength must be a number from 0 to 1, got 2',
    );
  });

  test('may be nested, but not without end', () => {
    let filter: object = { brand: 'Fenn' };
    for (let i = 0; i < 10_000; i++) filter = { $not: filter };
    expect(() => readRequest({ rules: { filter } } as never)).toThrow(/nested more than 16 levels deep/);
  });

  test.each([
    {
      strategy: ['similar', 'popular'],
      itemId: ['a', 'b'],
      limit: 200,
      timeout: 0,
      signal: new AbortController().signal,
    },
    {
      rules: {
        filter: {
          $and: [{ brand: ['a', 'b'] }, { $not: { price: { $gt: 5, $ne: 7 } } }, { category: { $same: true } }],
        },
      },
    },
    {
      rules: { maxPer: [{ field: 'brand', max: 2 }], reserve: [{ filter: { available: true }, share: 0.5 }] },
      fallback: [],
    },
  ])('is none of these: %o', (request) => {
    expect({ ...readRequest(request as object) }).toEqual(request);
  });
});

describe('a mistake in the configuration', () => {
  const problems: string[] = [];
  const report = (problem: unknown): void => void problems.push((problem as Error).message);

  test('costs a placement the wrong field only', () => {
    problems.length = 0;
    const placements = readPlacements({ shelf: { limit: -1, strategy: 'popular', title: { en: 5 } }, none: 3 }, report);
    expect([...placements]).toEqual([
      ['shelf', { strategy: 'popular' }],
      ['none', {}],
    ]);
    expect(problems).toEqual([
      'placements.shelf.limit must be a whole number from 1 to 200, got -1',
      'placements.shelf.title.en must be a text, got 5',
      'placements.none must be an object, got 3',
    ]);
  });

  test('costs a rule everything: half a rule could show what the other half hides', () => {
    problems.length = 0;
    const rules = readRules(
      [{ id: 'a' }, { exclude: ['x'] }, { id: 'b', from: 'soon' }, { id: 'c', locales: 'en' }],
      report,
    );
    expect(rules).toEqual([{ id: 'a' }]);
    expect(problems).toEqual([
      'rules[1].id must be a text, got undefined',
      'rules[2].from must be a moment in ISO 8601, got "soon"',
      'rules[3].locales must be a list, got "en"',
    ]);
  });
});

test.each([
  ['one for all', 'Hello', 'fr', 'Hello'],
  ['that of the region', { en: 'Hi', 'en-AU': "G'day" }, 'en-AU', "G'day"],
  ['that of the language', { de: 'Hallo', en: 'Hi' }, 'en-GB', 'Hi'],
  ['the first, when there is none for the language', { de: 'Hallo', en: 'Hi' }, 'fr', 'Hallo'],
  ['none, when there is none at all', {}, 'fr', undefined],
])('a title is %s', (_, texts, locale, title) => {
  expect(localizedText(texts as string | Record<string, string>, locale)).toBe(title);
});
