import { expect, test, vi } from 'vitest';
import type { ScoringBackend } from '../../../src/core/scoring/scoring-backend.js';
import { BackendChain } from '../../../workers/backends/backend-chain.js';
import { answerOf, fakeBackend } from '../../support/fake-backend.js';

const QUERIES = [Float32Array.of(1)];
const NONE: ReadonlySet<number> = new Set();
const WEBGPU = 1;
const WASM = 2;
const JS = 3;

/** A chain of three, with what each of them is told. */
async function openChain() {
  const webgpu = fakeBackend('webgpu', WEBGPU);
  const wasm = fakeBackend('wasm', WASM);
  const js = fakeBackend('js', JS);
  const opened = [webgpu, wasm, js].map((backend) => vi.fn(async (): Promise<ScoringBackend> => backend));
  const onFailure = vi.fn();
  const open = () =>
    BackendChain.open(
      [
        { name: 'webgpu', reason: 'asked for', open: opened[0] },
        { name: 'wasm', reason: 'behind', open: opened[1] },
        { name: 'js', reason: 'last', open: opened[2] },
      ],
      onFailure,
    );
  return { webgpu, wasm, js, opened, onFailure, open };
}

const ask = async (chain: BackendChain) => (await chain.topItems(QUERIES, 1, NONE))[0].items[0];

test('answers from the first candidate, and opens no other', async () => {
  const { opened, onFailure, open } = await openChain();
  const chain = await open();
  expect(await ask(chain)).toBe(WEBGPU);
  expect(chain.device).toEqual({ name: 'webgpu', reason: 'webgpu: asked for' });
  expect(opened.map((open) => open.mock.calls.length)).toEqual([1, 0, 0]);
  expect(onFailure).not.toHaveBeenCalled();
});

test('takes the first candidate that can be opened, says why, and counts no failure', async () => {
  const { opened, onFailure, open } = await openChain();
  opened[0].mockRejectedValue(new Error('no device'));
  const chain = await open();
  expect(await ask(chain)).toBe(WASM);
  expect(chain.device).toEqual({ name: 'wasm', reason: 'wasm: WebGPU failed: no device' });
  expect(onFailure).not.toHaveBeenCalled();
});

test('rejects when no candidate can be opened', async () => {
  const { opened, open } = await openChain();
  for (const open of opened) open.mockRejectedValue(new Error('nothing works'));
  await expect(open()).rejects.toThrow('nothing works');
});

test('answers the very call over which a backend fails from the next one, frees the first and tells', async () => {
  const { webgpu, onFailure, open } = await openChain();
  const chain = await open();
  webgpu.topItems.mockRejectedValue(new Error('device lost'));
  expect(await ask(chain)).toBe(WASM);
  expect(chain.device).toEqual({ name: 'wasm', reason: 'wasm: WebGPU failed: device lost' });
  expect(webgpu.dispose).toHaveBeenCalledOnce();
  expect(onFailure.mock.calls).toEqual([[{ name: 'webgpu', message: 'device lost', next: chain.device }]]);
});

test('goes on until one answers, over one call', async () => {
  const { webgpu, wasm, onFailure, open } = await openChain();
  const chain = await open();
  webgpu.topItems.mockRejectedValue(new Error('device lost'));
  wasm.topItems.mockRejectedValue(new WebAssembly.RuntimeError('unreachable'));
  expect(await ask(chain)).toBe(JS);
  expect(chain.device).toEqual({ name: 'js', reason: 'js: WASM failed: unreachable' });
  expect(onFailure).toHaveBeenCalledTimes(2);
});

test('passes over a next one that cannot be opened, and tells what was lost', async () => {
  const { webgpu, opened, onFailure, open } = await openChain();
  const chain = await open();
  opened[1].mockRejectedValue(new RangeError('no memory'));
  webgpu.topItems.mockRejectedValue(new Error('device lost'));
  expect(await ask(chain)).toBe(JS);
  expect(onFailure.mock.calls).toEqual([
    [{ name: 'webgpu', message: 'device lost', next: { name: 'js', reason: 'js: WASM failed: no memory' } }],
  ]);
});

test('replaces a backend once, however many calls are under way, and answers them all', async () => {
  const { webgpu, opened, onFailure, open } = await openChain();
  const chain = await open();
  webgpu.topItems.mockRejectedValue(new Error('device lost'));
  expect(await Promise.all([ask(chain), ask(chain), ask(chain)])).toEqual([WASM, WASM, WASM]);
  expect(opened[1]).toHaveBeenCalledOnce();
  expect(opened[2]).not.toHaveBeenCalled();
  expect(onFailure).toHaveBeenCalledOnce();
});

test('passes on what the last one throws: there is nobody left to ask', async () => {
  const js = fakeBackend('js');
  const chain = await BackendChain.open([{ name: 'js', reason: 'last', open: async () => js }], vi.fn());
  js.topItems.mockRejectedValue(new Error('out of memory'));
  await expect(ask(chain)).rejects.toThrow('out of memory');
});

test('reads an error that is none', async () => {
  const { webgpu, open } = await openChain();
  const chain = await open();
  webgpu.topItems.mockRejectedValue('gone');
  await ask(chain);
  expect(chain.device.reason).toBe('wasm: WebGPU failed: gone');
});

test('gives up the one in use by name', async () => {
  const { webgpu, onFailure, open } = await openChain();
  const chain = await open();
  await chain.giveUp('webgpu', 'a wrong answer was found');
  expect(await ask(chain)).toBe(WASM);
  expect(webgpu.dispose).toHaveBeenCalledOnce();
  expect(onFailure).toHaveBeenCalledOnce();
});

test.each(['wasm', 'js'] as const)('does nothing when %s is given up, which is not in use', async (name) => {
  const { onFailure, open } = await openChain();
  const chain = await open();
  await chain.giveUp(name, 'a wrong answer was found');
  expect(await ask(chain)).toBe(WEBGPU);
  expect(onFailure).not.toHaveBeenCalled();
});

test('never gives up the last one', async () => {
  const js = fakeBackend('js', JS);
  const chain = await BackendChain.open([{ name: 'js', reason: 'last', open: async () => js }], vi.fn());
  await chain.giveUp('js', 'a wrong answer was found');
  expect(await ask(chain)).toBe(JS);
});

/** A chain that begins with wasm, and a GPU to put in front. */
async function openOnCpu() {
  const wasm = fakeBackend('wasm', WASM);
  const js = fakeBackend('js', JS);
  const gpu = fakeBackend('webgpu', WEBGPU);
  const onFailure = vi.fn();
  const chain = await BackendChain.open(
    [
      { name: 'wasm', reason: 'first', open: async () => wasm },
      { name: 'js', reason: 'last', open: async () => js },
    ],
    onFailure,
  );
  return { chain, wasm, js, gpu, onFailure };
}

test('puts a preferred backend in front, and the earlier one, with its reason, second', async () => {
  const { chain, wasm, gpu } = await openOnCpu();
  await chain.prefer(gpu, 'measured to be faster');
  expect(chain.device).toEqual({ name: 'webgpu', reason: 'webgpu: measured to be faster' });
  expect(await ask(chain)).toBe(WEBGPU);
  gpu.topItems.mockRejectedValue(new Error('device lost'));
  expect(await ask(chain)).toBe(WASM);
  expect(wasm.dispose).not.toHaveBeenCalled();
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])('loses nobody when one is preferred %i steps into a failure', async (steps) => {
  const { chain, wasm, gpu } = await openOnCpu();
  wasm.topItems.mockRejectedValue(new Error('unreachable'));
  const answer = ask(chain);
  for (let step = 0; step < steps; step++) await Promise.resolve();
  await chain.prefer(gpu, 'came back');
  expect([JS, WEBGPU]).toContain(await answer);
  expect(chain.device).toEqual({ name: 'webgpu', reason: 'webgpu: came back' });
  gpu.topItems.mockRejectedValue(new Error('device lost'));
  expect(await ask(chain)).toBe(JS);
  expect(chain.device.name).toBe('js');
});

test('explains the one in use anew, and no other', async () => {
  const { chain } = await openOnCpu();
  chain.explain('wasm', 'measured 0.2 ms');
  chain.explain('webgpu', 'measured 0.1 ms');
  expect(chain.device).toEqual({ name: 'wasm', reason: 'wasm: measured 0.2 ms' });
});

test('frees all that is open when disposed, and opens nothing for it', async () => {
  const { webgpu, opened, open } = await openChain();
  (await open()).dispose();
  expect(webgpu.dispose).toHaveBeenCalledOnce();
  expect(opened[1]).not.toHaveBeenCalled();

  const { chain, wasm, gpu } = await openOnCpu();
  await chain.prefer(gpu, 'came back');
  chain.dispose();
  expect(gpu.dispose).toHaveBeenCalledOnce();
  expect(wasm.dispose).toHaveBeenCalledOnce();
});

test('frees a backend that is opened or preferred only after the end', async () => {
  const { webgpu, wasm, opened, open } = await openChain();
  const chain = await open();
  let finish: (backend: ScoringBackend) => void = () => {};
  opened[1].mockReturnValue(
    new Promise((resolve) => {
      finish = resolve;
    }),
  );
  webgpu.topItems.mockRejectedValue(new Error('device lost'));
  const answer = ask(chain);
  await vi.waitFor(() => expect(opened[1]).toHaveBeenCalled());
  chain.dispose();
  finish(wasm);
  await answer;
  expect(wasm.dispose).toHaveBeenCalledOnce();

  const late = fakeBackend('webgpu');
  await chain.prefer(late, 'came back');
  expect(late.dispose).toHaveBeenCalledOnce();
});

test('answers a call that is under way when it is disposed, and counts no loss', async () => {
  const { webgpu, onFailure, open } = await openChain();
  const chain = await open();
  webgpu.topItems.mockImplementation(
    () => new Promise((_, reject) => webgpu.dispose.mockImplementation(() => reject(new Error('device lost')))),
  );
  const answer = ask(chain);
  await vi.waitFor(() => expect(webgpu.topItems).toHaveBeenCalled());
  chain.dispose();
  expect(await answer).toBe(JS);
  expect(onFailure).not.toHaveBeenCalled();
});

test('hands on queries, count and exclusions as they are', async () => {
  const { webgpu, open } = await openChain();
  const excluded = new Set([4]);
  const chain = await open();
  expect(await chain.topItems(QUERIES, 7, excluded)).toEqual([answerOf(WEBGPU)]);
  expect(webgpu.topItems).toHaveBeenCalledExactlyOnceWith(QUERIES, 7, excluded);
});
