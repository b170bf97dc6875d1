import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { codeOffset, ZERO_CODE } from '../../src/core/snapshot/tile.js';
import { embeddingsOf, randomRows } from '../support/embeddings.js';

export interface BackendUnderTest {
  name: string;
  /** Random catalogues; a backend that compiles a program for each shape gets fewer, and as many questions in all. */
  catalogs?: number;
  /** Random questions in all; fewer for a backend that differs from another in a few lines. */
  questions?: number;
  create(embeddings: Embeddings): Promise<ScoringBackend>;
}

/** Enough items that a backend with a device uses it, and does not answer from the CPU. */
const MANY = 3000;
const NONE: ReadonlySet<number> = new Set();

/** What is right in random cases, by label: every backend is asked the same, and the definition is slow. */
const naiveAnswers = new Map<string, PlainTop[]>();

/** What every backend promises: the ids and scores of a scan in float64, in the same order. */
export function describeScoringBackend({ name, catalogs = 100, questions = 2000, create }: BackendUnderTest): void {
  describe(name, () => {
    test('puts the highest score first', async () => {
      // q · x: 0·1 + 1·0 = 0, 1·1 = 1, 0.6·0 + 0.8·1 = 0.8; a row's largest coordinate is exact after rounding to 7 bits
      const answer = await ask(
        [
          [1, 0],
          [0, 1],
          [0.6, 0.8],
        ],
        [[0, 1]],
        3,
      );
      expect(answer[0].items).toEqual([1, 2, 0]);
      expect(answer[0].scores[0]).toBeCloseTo(1, 6);
      expect(answer[0].scores[1]).toBeCloseTo(0.8, 6);
      expect(answer[0].scores[2]).toBeCloseTo(0, 6);
    });

    test('puts the lower index first when scores tie', async () => {
      const rows = Array.from({ length: MANY }, (_, item) => (item % 3 === 1 ? [0, 1] : [1, 0]));
      const answer = await ask(rows, [[0, 1]], 5);
      expect(answer[0].items).toEqual([1, 4, 7, 10, 13]);
    });

    test('puts the lower index first among more equals than a list of candidates holds', async () => {
      const rows = Array.from({ length: 40_000 }, (_, item) => (item < 3 ? [0, 1] : [1, 1]));
      expect((await ask(rows, [[1, 0]], 4, new Set([4])))[0].items).toEqual([3, 5, 6, 7]);
    });

    test('orders items that float32 cannot tell apart', async () => {
      // Long rows that differ in one code only, by less than the rounding of a float32 sum.
      const rows = Array.from({ length: MANY }, (_, item) => [1, ...Array(62).fill(0.99), ((item * 7) % 100) / 127]);
      const query = [1000, ...Array(62).fill(1000), 0.0001];
      await expectNaive(rows, [query], 20);
    });

    test('scores zero rows and zero queries as zero', async () => {
      const rows = randomRows(MANY, 8, 1).map((row, item) => (item % 2 ? row : row.map(() => 0)));
      await expectNaive(rows, [Array(8).fill(0), rows[1].map((x) => -x)], 7);
    });

    test.each([
      ['nothing', 0, 0],
      ['all there are', MANY, MANY],
      ['all there are, when asked for more', MANY + 1, MANY],
    ])('answers %s', async (_, count, expected) => {
      const rows = randomRows(MANY, 16, 2);
      const answer = await ask(rows, [rows[0]], count);
      expect(answer[0].items).toHaveLength(expected);
    });

    test('answers for a catalogue of one item, and of none', async () => {
      expect((await ask([[0.5, 0.5]], [[1, 1]], 3))[0].items).toEqual([0]);
      expect((await ask([], [[1, 1]], 3, NONE, 2))[0].items).toEqual([]);
    });

    test('answers no query with no answer', async () => {
      expect(await ask(randomRows(MANY, 16, 3), [], 3)).toEqual([]);
    });

    test('leaves out what is excluded, even the best and even all', async () => {
      const rows = randomRows(MANY, 16, 4);
      const [best] = (await ask(rows, [rows[9]], 30)).map(({ items }) => items);
      expect(best[0]).toBe(9);
      const withoutBest = new Set(best.slice(0, 25));
      const answer = await expectNaive(rows, [rows[9]], 10, withoutBest);
      expect(answer[0].items.slice(0, 5)).toEqual(best.slice(25));
      expect((await ask(rows, [rows[9]], 10, new Set(rows.keys())))[0].items).toEqual([]);
    });

    test('answers many queries in one pass as it answers each alone', async () => {
      const backend = await create(embeddingsOf(randomRows(MANY, 64, 5)));
      try {
        const queries = randomRows(9, 64, 6).map((query) => Float32Array.from(query));
        const together = plain(await backend.topItems(queries, 50, NONE));
        for (const [i, query] of queries.entries())
          expect([together[i]]).toEqual(plain(await backend.topItems([query], 50, NONE)));
      } finally {
        backend.dispose();
      }
    });

    test.each([
      { items: 1, dim: 1, count: 1 },
      { items: 17, dim: 10, count: 5 },
      { items: 200, dim: 3, count: 50 },
      { items: 2049, dim: 64, count: 100 },
      { items: 5000, dim: 100, count: 400 },
    ])('equals a naive scan: $count of $items items in $dim dimensions', async ({ items, dim, count }) => {
      const seed = items * dim;
      const scale = (factor: number) => (row: number[]) => row.map((x) => x * factor);
      const queries = randomRows(2, dim, seed + 1);
      await expectNaive(
        randomRows(items, dim, seed),
        [...queries, ...queries.map(scale(1e4)), ...queries.map(scale(1e-4))],
        count,
        new Set(Array.from({ length: Math.floor(items / 50) }, (_, i) => i * 7)),
      );
    });

    test(`equals a naive scan in ${questions} random cases: duplicates, zeros, exclusions, batches`, async () => {
      for (let seed = 1; seed <= catalogs; seed++) {
        const embeddings = randomCatalog(seed);
        const backend = await create(embeddings);
        try {
          for (let question = 0; question < questions / catalogs; question++)
            await expectRight(backend, embeddings, seed, question);
        } finally {
          backend.dispose();
        }
      }
    }, 300_000);

    test('answers calls that overlap', async () => {
      const embeddings = embeddingsOf(randomRows(MANY, 16, 7));
      const queries = randomRows(6, 16, 8).map((query) => Float32Array.from(query));
      const backend = await create(embeddings);
      try {
        const answers = await Promise.all(queries.map((query) => backend.topItems([query], 10, NONE)));
        for (const [i, query] of queries.entries())
          expect(plain(answers[i])[0]).toEqual(naiveTop(embeddings, query, 10, NONE));
      } finally {
        backend.dispose();
      }
    });
  });

  async function expectRight(backend: ScoringBackend, embeddings: Embeddings, seed: number, question: number) {
    const { queries, count, excluded } = randomQuestion(embeddings, seed, question);
    const label = `catalog ${seed}, question ${question}`;
    const expected = naiveAnswers.get(label) ?? queries.map((query) => naiveTop(embeddings, query, count, excluded));
    naiveAnswers.set(label, expected);
    expect(plain(await backend.topItems(queries, count, excluded)), label).toEqual(expected);
  }

  async function ask(
    rows: readonly (readonly number[])[],
    queries: readonly (readonly number[])[],
    count: number,
    excluded = NONE,
    dim?: number,
  ) {
    const backend = await create(embeddingsOf(rows, dim));
    try {
      return plain(
        await backend.topItems(
          queries.map((query) => Float32Array.from(query)),
          count,
          excluded,
        ),
      );
    } finally {
      backend.dispose();
    }
  }

  async function expectNaive(
    rows: readonly (readonly number[])[],
    queries: readonly (readonly number[])[],
    count: number,
    excluded = NONE,
  ) {
    const embeddings = embeddingsOf(rows);
    const answers = await ask(rows, queries, count, excluded);
    for (const [i, query] of queries.entries())
      expect(answers[i]).toEqual(naiveTop(embeddings, Float32Array.from(query), count, excluded));
    return answers;
  }
}

/** Keeps the questions of different catalogues apart. */
const QUESTION_SEEDS = 2000;

/** 0 to 1,500 items in 1 to 100 dimensions; some rows are zero, some equal to another, and some far longer. */
function randomCatalog(seed: number): Embeddings {
  const random = seededRandom(seed);
  const itemCount = Math.floor(random() ** 2 * 1500);
  const dim = 1 + Math.floor(random() * 100);
  const rows: number[][] = [];
  for (let item = 0; item < itemCount; item++) {
    const kind = random();
    if (kind < 0.05) rows.push(Array(dim).fill(0));
    else if (kind < 0.2 && item > 0) rows.push(rows[Math.floor(random() * item)]);
    else rows.push(Array.from({ length: dim }, () => (random() - 0.5) * (kind > 0.98 ? 10 : 1)));
  }
  return embeddingsOf(rows, dim);
}

function randomQuestion({ itemCount, dim }: Embeddings, seed: number, question: number) {
  const random = seededRandom(seed * QUESTION_SEEDS + question);
  const batch = random() < 0.6 ? 1 : 1 + Math.floor(random() * 32);
  const scale = 10 ** Math.floor(random() * 5 - 2);
  const excludedShare = random() < 0.1 ? 1 : random() ** 3;
  return {
    queries: Array.from({ length: batch }, () =>
      random() < 0.05 ? new Float32Array(dim) : Float32Array.from({ length: dim }, () => (random() - 0.5) * scale),
    ),
    count: Math.floor(random() ** 2 * (itemCount + 5)),
    excluded: new Set(Array.from({ length: itemCount }, (_, item) => item).filter(() => random() < excludedShare)),
  };
}

interface PlainTop {
  items: number[];
  scores: number[];
}

const plain = (answers: Awaited<ReturnType<ScoringBackend['topItems']>>): PlainTop[] =>
  answers.map(({ items, scores }) => ({ items: [...items], scores: [...scores] }));

/** The definition: score everything in float64, sort, slice. */
function naiveTop(
  { itemCount, dim, paddedDim, codes, scales }: Embeddings,
  query: Float32Array,
  count: number,
  excluded: ReadonlySet<number>,
): PlainTop {
  const best = Array.from({ length: itemCount }, (_, item) => {
    // The order of summation that `exactScore` promises.
    const sums = [0, 0, 0, 0];
    for (let d = 0; d < dim; d++) sums[d % 4] += query[d] * (codes[codeOffset(paddedDim, item, d)] - ZERO_CODE);
    return { item, score: (sums[0] + sums[1] + (sums[2] + sums[3])) * scales[item] };
  })
    .filter(({ item }) => !excluded.has(item))
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, count);
  return { items: best.map(({ item }) => item), scores: best.map(({ score }) => score) };
}
