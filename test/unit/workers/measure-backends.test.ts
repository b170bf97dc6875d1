import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { measureBackends } from '../../../workers/backends/measure-backends.js';
import { queryNear } from '../../../workers/backends/query-near.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';
import { fakeBackend } from '../../support/fake-backend.js';

// A clock that goes on by what each fake answer takes: figures are exact, and no test depends on the machine.

const embeddings = embeddingsOf(randomRows(50, 8, 1));
const BATCH = 4;
let nowMs: number;

beforeEach(() => {
  nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => void vi.restoreAllMocks());

/** A backend whose n-th answer takes the n-th time; later ones the last. */
function backendTaking(name: 'wasm' | 'webgpu', ...times: number[]) {
  const backend = fakeBackend(name);
  const answer = backend.topItems.getMockImplementation() as typeof backend.topItems;
  backend.topItems.mockImplementation((...question) => {
    nowMs += times.length > 1 ? (times.shift() as number) : times[0];
    return answer(...question);
  });
  return backend;
}

const noPause = async () => {};

test('finds the time per query of each, so that the faster one can be told', async () => {
  const backends = { wasm: backendTaking('wasm', 1), webgpu: backendTaking('webgpu', 0.5) };
  expect(await measureBackends(backends, embeddings, noPause)).toEqual({ wasm: 1 / BATCH, webgpu: 0.5 / BATCH });
});

test('leaves out the first block, in which shaders are compiled', async () => {
  expect(await measureBackends({ webgpu: backendTaking('webgpu', 900, 4) }, embeddings, noPause)).toEqual({
    webgpu: 4 / BATCH,
  });
});

test('takes the least of the blocks: others only had to wait', async () => {
  const times = [8, 80, 8, 800];
  expect(await measureBackends({ wasm: backendTaking('wasm', ...times) }, embeddings, noPause)).toEqual({
    wasm: 8 / BATCH,
  });
});

test('repeats what is too fast for the clock, and asks no more than it must', async () => {
  const wasm = backendTaking('wasm', 0.25);
  await measureBackends({ wasm }, embeddings, noPause);
  // Four blocks of two milliseconds.
  expect(wasm.topItems).toHaveBeenCalledTimes(4 * 8);
  const slow = backendTaking('wasm', 100);
  await measureBackends({ slow }, embeddings, noPause);
  expect(slow.topItems).toHaveBeenCalledTimes(4);
});

test('asks all for the same, in turn, and waits before each block', async () => {
  const backends = { wasm: backendTaking('wasm', 5), webgpu: backendTaking('webgpu', 5) };
  const order: string[] = [];
  for (const backend of Object.values(backends)) {
    const answer = backend.topItems.getMockImplementation() as typeof backend.topItems;
    backend.topItems.mockImplementation((...question) => {
      order.push(backend.name);
      return answer(...question);
    });
  }
  await measureBackends(backends, embeddings, async () => void order.push('pause'));
  expect(order.slice(0, 8)).toEqual(['pause', 'wasm', 'pause', 'webgpu', 'pause', 'wasm', 'pause', 'webgpu']);
  expect(backends.wasm.topItems.mock.calls).toEqual(backends.webgpu.topItems.mock.calls);
  const [[queries, count]] = backends.wasm.topItems.mock.calls;
  expect(queries).toHaveLength(BATCH);
  expect(count).toBe(embeddings.itemCount);
});

test('passes on the failure of a backend', async () => {
  const wasm = fakeBackend('wasm');
  wasm.topItems.mockRejectedValue(new Error('unreachable'));
  await expect(measureBackends({ wasm }, embeddings, noPause)).rejects.toThrow('unreachable');
});

test('asks from the places of different items', () => {
  const [first, second] = [queryNear(embeddings, 0), queryNear(embeddings, 1)];
  expect(first).toHaveLength(8);
  expect(Math.hypot(...first)).toBeCloseTo(1, 1);
  expect(first).not.toEqual(second);
});
