import { afterEach, describe, expect, inject, test } from 'vitest';
import type { RecommendAnswer } from '../../src/core/scoring-protocol.js';
import { hasAdapter, missingAdapter } from '../support/gpu.js';
import { learnedCalls } from '../support/learned-calls.js';
import { closePages, openPage } from './client-pages.js';

const manifestUrl = inject('learnedManifestUrl');
const inNode = inject('learnedAnswers');
const DEADLINE_MS = 10_000;

afterEach(closePages);

/** What a worker of its own answers, scoring by one device. */
async function answersInWorker(device: 'js' | 'wasm' | 'webgpu'): Promise<RecommendAnswer[][]> {
  const page = await openPage();
  const { client, reported } = page.create({ manifestUrl, device });
  await client.ready;
  expect(client.device).toMatchObject({ name: device, worker: true });
  const answers: RecommendAnswer[][] = [];
  for (const call of learnedCalls()) answers.push((await client.recommend(call, DEADLINE_MS)) as RecommendAnswer[]);
  expect(client.device).toMatchObject({ name: device, worker: true });
  expect(reported).toEqual([]);
  return answers;
}

const listsOf = (answers: readonly RecommendAnswer[][]) =>
  answers.flat().map(({ items, source }) => ({
    source,
    items: items.map(({ id, strategy, reasons }) => ({ id, strategy, reasons: reasons.map(({ text }) => text) })),
  }));
const scoresOf = (answers: readonly RecommendAnswer[][]): number[] =>
  answers.flat().flatMap(({ items }) => items.map(({ score }) => score));

describe('lists by learned weights', () => {
  test('rest on the journey', () => {
    for (const [forYou] of inNode) {
      expect(forYou.source).toBe('personal');
      expect(forYou.items).toHaveLength(12);
    }
  });

  describe.each([
    { device: 'js', isHere: true },
    { device: 'wasm', isHere: true },
    { device: 'webgpu', isHere: hasAdapter },
  ] as const)('in a worker, with $device', ({ device, isHere }) => {
    test.skipIf(!isHere)(
      `are those of Node${isHere ? '' : missingAdapter}: items, order, scores and reasons`,
      async () => {
        const answers = await answersInWorker(device);
        expect(listsOf(answers)).toEqual(listsOf(inNode));
        const expected = scoresOf(inNode);
        for (const [i, score] of scoresOf(answers).entries()) expect(Math.abs(score - expected[i])).toBeLessThan(1e-6);
      },
    );
  });
});
