import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleWatch } from '../../../workers/backends/idle-watch.js';

// Time is what this is about, so time is faked.

const QUIET_MS = 200;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether `quiet` has resolved by now. */
function watchQuiet(idle: IdleWatch): () => boolean {
  let isQuiet = false;
  void idle.quiet().then(() => {
    isQuiet = true;
  });
  return () => isQuiet;
}

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('is quiet in the next task when nothing has been for a while', async () => {
  const idle = new IdleWatch(QUIET_MS);
  await after(QUIET_MS);
  const isQuiet = watchQuiet(idle);
  await Promise.resolve();
  expect(isQuiet()).toBe(false);
  await after(0);
  expect(isQuiet()).toBe(true);
});

test('waits until the quiet has lasted', async () => {
  const idle = new IdleWatch(QUIET_MS);
  await after(QUIET_MS);
  await idle.during(async () => {});
  const isQuiet = watchQuiet(idle);
  await after(QUIET_MS - 1);
  expect(isQuiet()).toBe(false);
  await after(1);
  expect(isQuiet()).toBe(true);
});

test('begins anew with every piece of work', async () => {
  const idle = new IdleWatch(QUIET_MS);
  const isQuiet = watchQuiet(idle);
  for (let i = 0; i < 10; i++) {
    await after(QUIET_MS - 1);
    await idle.during(async () => {});
  }
  expect(isQuiet()).toBe(false);
  await after(QUIET_MS);
  expect(isQuiet()).toBe(true);
});

test('is not quiet while work is under way, however long, nor while one of two pieces is', async () => {
  const idle = new IdleWatch(QUIET_MS);
  const work = (ms: number) => idle.during(() => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  void work(1000);
  void work(5000);
  const isQuiet = watchQuiet(idle);
  await after(5000);
  expect(isQuiet()).toBe(false);
  await after(2 * QUIET_MS);
  expect(isQuiet()).toBe(true);
});

test('hands on what the work gives or throws, and is quiet after either', async () => {
  const idle = new IdleWatch(QUIET_MS);
  expect(await idle.during(async () => 7)).toBe(7);
  await expect(idle.during(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  const isQuiet = watchQuiet(idle);
  await after(QUIET_MS);
  expect(isQuiet()).toBe(true);
});
