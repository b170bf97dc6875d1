import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServiceLink } from '../../../src/worker-client/service-link.js';
import { watchAnswer } from '../../../src/worker-client/watch-answer.js';

// Time is the only thing that matters here, so it is the one thing that is faked; dead workers are in test/browser.

const NEVER = new Promise<never>(() => {});
const STUCK_MS = 15_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker that says hello after `helloMs`. */
function linkWith(helloMs: number, inWorker = true) {
  const end = vi.fn();
  const hello = vi.fn(() => new Promise((resolve) => setTimeout(resolve, helloMs, 'windowshop')));
  return { link: { service: { hello }, inWorker, ended: NEVER, end } as unknown as ServiceLink, end, hello };
}

describe('a call without an answer', () => {
  test('ends a worker that does not say hello', async () => {
    const { link, end } = linkWith(2 ** 30);
    watchAnswer(link, NEVER, STUCK_MS);
    await vi.advanceTimersByTimeAsync(4000);
    expect(end).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(end).toHaveBeenCalledWith('the worker does not say hello any more');
  });

  test('leaves a worker alone that says hello, however late each time', async () => {
    const { link, end, hello } = linkWith(3500);
    watchAnswer(link, NEVER);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(end).not.toHaveBeenCalled();
    expect(hello.mock.calls.length).toBeGreaterThan(10);
  });

  test('ends a lively worker all the same once no answer can be expected any more', async () => {
    const { link, end } = linkWith(1);
    watchAnswer(link, NEVER, STUCK_MS);
    await vi.advanceTimersByTimeAsync(STUCK_MS);
    expect(end).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(end).toHaveBeenCalledWith('the worker hangs');
  });

  test('does not watch the main thread, which cannot be ended', async () => {
    const { link, end, hello } = linkWith(1, false);
    watchAnswer(link, NEVER, STUCK_MS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hello).not.toHaveBeenCalled();
    expect(end).not.toHaveBeenCalled();
  });
});

test.each([
  ['answered', () => Promise.resolve('answer')],
  ['refused', () => Promise.reject(new Error('no snapshot'))],
])('a call that is %s in time is not watched any longer', async (_, answer) => {
  const { link, end, hello } = linkWith(1);
  watchAnswer(link, answer(), STUCK_MS);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hello).not.toHaveBeenCalled();
  expect(end).not.toHaveBeenCalled();
});
