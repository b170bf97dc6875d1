import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import type { ScoringBackend } from '../../../src/core/scoring/scoring-backend.js';
import { IdleWatch } from '../../../workers/backends/idle-watch.js';
import { withSpotChecks } from '../../../workers/backends/spot-checks.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';
import { answerOf, fakeBackend } from '../../support/fake-backend.js';

// Checks run in idle time, so time is faked.

const embeddings = embeddingsOf(randomRows(50, 8, 1));
const query = Float32Array.from(randomRows(1, 8, 2)[0]);
const NONE: ReadonlySet<number> = new Set();
const EVERY = 10;
const onMistake = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onMistake.mockClear();
});
afterEach(() => void vi.useRealTimers());

const checked = (backend: ScoringBackend) =>
  withSpotChecks(backend, embeddings, { idle: new IdleWatch(), every: EVERY, onMistake });

const idleTime = () => vi.advanceTimersByTimeAsync(10_000);

async function ask(backend: ScoringBackend, times: number, queries = [query]): Promise<void> {
  for (let i = 0; i < times; i++) await backend.topItems(queries, 5, NONE);
}

/** Right answers under another name: those of `js` are not checked. */
const rightBackend = (): ScoringBackend => ({ ...createJsBackend(embeddings), name: 'wasm' });

test('finds nothing wrong with right answers', async () => {
  const backend = checked(rightBackend());
  await ask(backend, 5 * EVERY);
  await idleTime();
  expect(onMistake).not.toHaveBeenCalled();
});

test('hands answers on as they come, wrong ones too', async () => {
  const wrong = fakeBackend('webgpu', 3);
  const backend = checked(wrong);
  expect(await backend.topItems([query], 5, NONE)).toEqual([answerOf(3)]);
  expect(backend.name).toBe('webgpu');
});

test('finds a wrong answer with the tenth, in idle time, and names whose it was', async () => {
  const backend = checked(fakeBackend('webgpu', 3));
  await ask(backend, EVERY - 1);
  await idleTime();
  expect(onMistake).not.toHaveBeenCalled();
  await ask(backend, 1);
  expect(onMistake).not.toHaveBeenCalled();
  await idleTime();
  expect(onMistake).toHaveBeenCalledExactlyOnceWith(
    'webgpu',
    expect.stringMatching(/^a wrong answer was found: item 3 has the score /),
  );
});

test('counts the answers of a page together', async () => {
  const backend = checked(fakeBackend('webgpu', 3));
  await ask(
    backend,
    1,
    Array.from({ length: EVERY }, () => query),
  );
  await idleTime();
  expect(onMistake).toHaveBeenCalledOnce();
});

test('does not hold up a page that asks on and on', async () => {
  const backend = checked(fakeBackend('webgpu', 3));
  for (let i = 0; i < 100; i++) {
    await ask(backend, 1);
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(onMistake).not.toHaveBeenCalled();
  await idleTime();
  expect(onMistake).toHaveBeenCalledOnce();
});

test('checks what was asked, whatever the caller does with its exclusions later', async () => {
  const backend = checked(rightBackend());
  const excluded = new Set<number>();
  for (let i = 0; i < EVERY; i++) await backend.topItems([query], 5, excluded);
  for (let item = 0; item < 50; item++) excluded.add(item);
  await idleTime();
  expect(onMistake).not.toHaveBeenCalled();
});

test('does not check js, by which the others are checked', async () => {
  const backend = checked(fakeBackend('js', 3));
  await ask(backend, 5 * EVERY);
  await idleTime();
  expect(onMistake).not.toHaveBeenCalled();
});

test('bears a question without queries', async () => {
  const wrong = fakeBackend('webgpu', 3);
  const backend = checked(wrong);
  await ask(backend, 2 * EVERY - 1);
  await ask(backend, EVERY, []);
  await idleTime();
  expect(onMistake).toHaveBeenCalledOnce();
});

test('stops checking when disposed, and disposes of the backend', async () => {
  const wrong = fakeBackend('webgpu', 3);
  const backend = checked(wrong);
  await ask(backend, EVERY);
  backend.dispose();
  await idleTime();
  expect(wrong.dispose).toHaveBeenCalledOnce();
});
