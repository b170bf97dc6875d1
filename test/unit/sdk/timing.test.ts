import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JourneyStore } from '../../../src/journey/journey-store.js';
import { createAnswering } from '../../../src/sdk/answering.js';
import { createProfileNews } from '../../../src/sdk/profile-news.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));

function answering({ readyAfter = 0, storedAfter = 0 } = {}) {
  const ending = new AbortController();
  const onError = vi.fn();
  const journey = { settled: () => after(storedAfter, undefined) } as unknown as JourneyStore;
  const answer = createAnswering({ journey, ready: after(readyAfter, undefined), ended: ending.signal, onError });
  const ask = (timeoutMs: number | undefined, worksFor: number, signals: AbortSignal[] = []) =>
    answer(() => after(worksFor, 'answer'), { timeoutMs, signals });
  return { ask, ending, onError, answer };
}

/** The outcome of a promise as far as it is known after a time. */
async function outcomeAfter(ms: number, promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'waiting';
  promise.then(
    (value) => {
      outcome = value;
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

describe('an answer', () => {
  test('has one second, counted from the moment the SDK is ready', async () => {
    expect(await outcomeAfter(5990, answering({ readyAfter: 5000 }).ask(undefined, 980))).toBe('answer');
    expect(await outcomeAfter(5990, answering({ readyAfter: 5000 }).ask(undefined, 1100))).toBe('waiting');
    expect(await outcomeAfter(6010, answering({ readyAfter: 5000 }).ask(undefined, 1100))).toBeUndefined();
  });

  test('has the time that the call gives, counted from the call', async () => {
    expect(await outcomeAfter(210, answering({ readyAfter: 5000 }).ask(200, 1))).toBeUndefined();
    expect(await outcomeAfter(210, answering({ readyAfter: 100 }).ask(200, 50))).toBe('answer');
  });

  test('takes into account what is being recorded, but does not wait for it longer than that', async () => {
    expect(await outcomeAfter(60, answering({ storedAfter: 50 }).ask(undefined, 1))).toBe('answer');
    expect(await outcomeAfter(1010, answering({ storedAfter: 9000 }).ask(undefined, 1))).toBeUndefined();
  });

  test('is not worked for any more when nobody waits', async () => {
    const work = vi.fn(() => after(1, 'answer'));
    const { answer } = answering({ readyAfter: 500 });
    const asked = answer(work, { timeoutMs: 100 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await asked).toBeUndefined();
    expect(work).not.toHaveBeenCalled();
  });

  test('rejects with the reason of a signal, at once', async () => {
    const caller = new AbortController();
    const asked = answering({ readyAfter: 5000 }).ask(undefined, 1, [caller.signal]);
    const outcome = outcomeAfter(10, asked);
    caller.abort('changed my mind');
    expect(await outcome).toBe('changed my mind');
    expect(await outcomeAfter(0, answering().ask(undefined, 1, [caller.signal]))).toBe('changed my mind');
  });

  test('rejects when the SDK ends', async () => {
    const { ask, ending } = answering({ readyAfter: 5000 });
    const outcome = outcomeAfter(10, ask(undefined, 1));
    ending.abort('destroyed');
    expect(await outcome).toBe('destroyed');
  });

  test('is none when the work fails, which is reported', async () => {
    const { answer, onError } = answering();
    const asked = answer(() => Promise.reject(new Error('broken')));
    expect(await outcomeAfter(10, asked)).toBeUndefined();
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe('news of the profile', () => {
  test('are told once for a burst of changes, and at most once per second', async () => {
    const tell = vi.fn(async () => {});
    const news = createProfileNews(tell);
    for (let i = 0; i < 5; i++) news.changed();
    await vi.advanceTimersByTimeAsync(1);
    expect(tell).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 30; i++) {
      news.changed();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(tell).toHaveBeenCalledTimes(4);
  });

  test('are always told once after the last change', async () => {
    const tell = vi.fn(async () => {});
    const news = createProfileNews(tell);
    news.changed();
    await vi.advanceTimersByTimeAsync(500);
    news.changed();
    await vi.advanceTimersByTimeAsync(5000);
    expect(tell).toHaveBeenCalledTimes(2);
    news.changed();
    await vi.advanceTimersByTimeAsync(1);
    expect(tell).toHaveBeenCalledTimes(3);
  });
});
