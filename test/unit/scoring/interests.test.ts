import { describe, expect, test } from 'vitest';
import { blendedPart } from '../../../src/core/scoring/blended-part.js';
import { contentQuery } from '../../../src/core/scoring/content-query.js';
import { exactScore } from '../../../src/core/scoring/exact-score.js';
import { type Interest, interestsOf } from '../../../src/core/scoring/interests.js';
import type { SourceItem } from '../../../src/core/scoring/source-items.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

// Two directions without anything in common, items between them, and one of which nothing is known.
const ROWS = {
  tent: [1, 0, 0],
  teapot: [0, 1, 0],
  'tent peg': [0.8, 0, 0.6],
  'tea cosy': [0, 0.8, 0.6],
  'camping kettle': [Math.SQRT1_2, Math.SQRT1_2, 0],
  lamp: [0, 0, 1],
  blank: [0, 0, 0],
};
type Name = keyof typeof ROWS;
const NAMES = Object.keys(ROWS) as Name[];
const itemOf = (name: Name): number => NAMES.indexOf(name);
const { snapshot } = snapshotInMemory(
  NAMES.map((id) => ({ id, title: id })),
  { dim: 3, embeddings: Float32Array.from(Object.values(ROWS).flat()) },
);
const { embeddings } = snapshot;
const sourcesOf = (weights: [Name, number][]): SourceItem[] =>
  weights.map(([name, weight]) => ({ item: itemOf(name), weight, code: 'viewed' }));
const weightsOf = (interests: Interest[]): (readonly number[])[] => interests.map(({ weights }) => weights);

function partOf(sources: SourceItem[], interests = interestsOf(embeddings, sources)) {
  return blendedPart(snapshot, {
    ...{ strategy: 'for-you', factor: 1, isPersonal: true, sources, lists: snapshot.viewedWith, alpha: 0, interests },
    contentCandidates: NAMES.map(itemOf),
  });
}

describe('interests', () => {
  test('gather what is alike', () => {
    const sources = sourcesOf([
      ['tent', 0.4],
      ['teapot', 0.3],
      ['tent peg', 0.2],
      ['tea cosy', 0.1],
    ]);
    expect(weightsOf(interestsOf(embeddings, sources))).toEqual([
      [0.4, 0, 0.2, 0],
      [0, 0.3, 0, 0.1],
    ]);
  });

  test('count by the root of their share', () => {
    const [tents, teapots] = interestsOf(
      embeddings,
      sourcesOf([
        ['tent', 0.64],
        ['teapot', 0.36],
      ]),
    );
    expect([tents.factor, teapots.factor]).toEqual([0.8, 0.6]);
  });

  test('are three at most: what comes later joins the nearest', () => {
    const sources = sourcesOf([
      ['tent', 0.4],
      ['teapot', 0.3],
      ['lamp', 0.2],
      ['camping kettle', 0.1],
    ]);
    expect(weightsOf(interestsOf(embeddings, sources))).toEqual([
      [0.4, 0, 0, 0.1],
      [0, 0.3, 0, 0],
      [0, 0, 0.2, 0],
    ]);
  });

  test('all carry what was turned down, in proportion to their share', () => {
    const sources = sourcesOf([
      ['tent', 0.5],
      ['lamp', -0.25],
      ['teapot', 0.25],
    ]);
    const [tents, teapots] = weightsOf(interestsOf(embeddings, sources));
    expect(tents).toEqual([0.5, expect.closeTo(-0.25 * (2 / 3)), 0]);
    expect(teapots).toEqual([0, expect.closeTo(-0.25 / 3), 0.25]);
  });

  test('are one for a shopper of one taste, scored as the mean of its sources', () => {
    const sources = sourcesOf([
      ['tent', 0.5],
      ['tent peg', 0.25],
      ['teapot', -0.25],
    ]);
    const interests = interestsOf(embeddings, sources);
    const query = contentQuery(embeddings, sources);
    expect(interests).toEqual([{ weights: [0.5, 0.25, -0.25], factor: 1, query }]);
    const part = partOf(sources);
    const closeness = NAMES.map((name) => exactScore(embeddings, query!.vector, itemOf(name)));
    const best = Math.max(...closeness);
    for (const [item, one] of closeness.entries()) expect(part.score(item)).toBeCloseTo(one / best, 12);
  });

  test('are none where nothing is known, and nothing unknown founds one', () => {
    expect(interestsOf(embeddings, [])).toEqual([]);
    expect(interestsOf(embeddings, sourcesOf([['blank', 1]]))).toEqual([]);
    const [tents, ...others] = interestsOf(
      embeddings,
      sourcesOf([
        ['blank', 0.5],
        ['tent', 0.5],
      ]),
    );
    expect([tents.factor, others]).toEqual([1, []]);
  });

  test('are one for what was only turned down', () => {
    const sources = sourcesOf([
      ['tent', -0.5],
      ['teapot', -0.5],
    ]);
    expect(weightsOf(interestsOf(embeddings, sources))).toEqual([[-0.5, -0.5]]);
  });
});

describe('a score over several interests', () => {
  const sources = sourcesOf([
    ['tent', 0.5],
    ['teapot', 0.5],
  ]);

  test('puts the like of either before what lies between', () => {
    const part = partOf(sources);
    const mean = partOf(sources, [{ weights: [0.5, 0.5], factor: 1, query: contentQuery(embeddings, sources)! }]);
    for (const name of ['tent peg', 'tea cosy'] as const) {
      expect(part.score(itemOf(name))).toBeGreaterThan(part.score(itemOf('camping kettle')));
      expect(mean.score(itemOf(name))).toBeLessThan(mean.score(itemOf('camping kettle')));
    }
  });

  test('names the sources of the interest that an item is closest to, and no others', () => {
    const [tent, teapot] = partOf(sources).explain(itemOf('tent peg'));
    expect([tent.amount, teapot.amount]).toEqual([expect.closeTo(0.8, 2), 0]);
  });

  test('is lowered by what was turned down, whichever interest it is like', () => {
    const given: [Name, number][] = [
      ['tent', 0.4],
      ['teapot', 0.2],
    ];
    const score = (more: [Name, number][]): number => partOf(sourcesOf([...given, ...more])).score(itemOf('tea cosy'));
    expect(score([['tea cosy', -0.1]])).toBeLessThan(score([]));
    expect(partOf(sourcesOf([...given, ['lamp', -0.4]])).score(itemOf('lamp'))).toBeLessThan(0);
  });
});
