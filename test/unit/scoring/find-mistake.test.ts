import { describe, expect, test } from 'vitest';
import { findMistake } from '../../../src/core/scoring/find-mistake.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import type { TopItems } from '../../../src/core/scoring/scoring-backend.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

// Items 0 … 4 lie at 0, 1, 2, 2 and 4 along the query's direction: best first 4, then 2 and 3 (a tie), 1, 0.
const embeddings = embeddingsOf([
  [0, 4],
  [1, 3],
  [2, 2],
  [2, 2],
  [4, 0],
]);
const query = Float32Array.of(1, 0);
const BEST = [4, 2, 3, 1, 0];
const scores = await scoresOf(BEST);

async function scoresOf(items: number[]): Promise<Map<number, number>> {
  const [top] = await createJsBackend(embeddings).topItems([query], items.length, new Set());
  return new Map([...top.items].map((item, rank) => [item, top.scores[rank]]));
}

/** An answer of these items, each with its right score. */
const answerOf = (items: number[]): TopItems => ({
  items: Uint32Array.from(items),
  scores: Float64Array.from(items, (item) => scores.get(item) ?? 0),
});

function mistakeIn(answer: TopItems, count: number, excluded: number[] = []): string | undefined {
  const steps = findMistake(embeddings, { query, count, excluded: new Set(excluded), answer }, 2);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value ?? undefined;
  }
}

describe('a right answer has no mistake', () => {
  test.each([
    ['the best', BEST.slice(0, 3), 3, []],
    ['all there are', BEST, 5, []],
    ['all there are, where more were asked for', BEST, 9, []],
    ['the best of those that are allowed', [2, 3, 1], 3, [4]],
    ['all that are allowed', [2, 1], 5, [0, 3, 4]],
    ['nothing, where nothing was asked for', [], 0, []],
    ['nothing, where nothing is allowed', [], 3, BEST],
  ])('%s', (_, items, count, excluded) => {
    expect(mistakeIn(answerOf(items), count, excluded)).toBeUndefined();
  });
});

describe('finds', () => {
  const wrongScore = (rank: number, score: number): TopItems => {
    const answer = answerOf([4, 2, 3]);
    answer.scores[rank] = score;
    return answer;
  };
  test.each<[string, TopItems, number[], string]>([
    ['an item that does not exist', answerOf([4, 5, 2]), [], 'item 5 may not be there'],
    ['an item that was excluded', answerOf([4, 2, 3]), [2], 'item 2 may not be there'],
    ['an item twice', answerOf([4, 2, 2]), [], 'item 2 may not be there'],
    ['a wrong score', wrongScore(1, 1), [], 'item 2 has the score'],
    ['NaN for a score', wrongScore(0, Number.NaN), [], 'item 4 has the score'],
    ['a score that is wrong in its last bit', wrongScore(2, (scores.get(3) ?? 0) * (1 + 2 ** -52)), [], 'item 3 has'],
    ['items out of order', answerOf([2, 4, 3]), [], 'item 4 is out of order'],
    ['a tie the wrong way round', answerOf([4, 3, 2]), [], 'item 2 is out of order'],
    ['that the best is missing', answerOf([2, 3, 1]), [], 'item 4 is missing'],
    ['that the lower index of a tie is missing', answerOf([4, 3, 1]), [], 'item 2 is missing'],
    ['that the answer is too short', answerOf([4, 2]), [], 'item 0 is missing'],
    ['that the answer is empty', answerOf([]), [], 'item 0 is missing'],
    ['that the answer is too long', answerOf(BEST), [], '5 items are more than the 3 asked for'],
  ])('%s', (_, answer, excluded, mistake) => {
    expect(mistakeIn(answer, 3, excluded)).toContain(mistake);
  });
});

test('pauses twice over ten items in slices of four', async () => {
  const many = embeddingsOf(randomRows(10, 2, 1));
  const [answer] = await createJsBackend(many).topItems([query], 2, new Set());
  const steps = [...findMistake(many, { query, count: 2, excluded: new Set(), answer }, 4)];
  expect(steps).toHaveLength(2);
});
