import { afterEach, expect, test, vi } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createWasmBackend } from '../../../workers/backends/wasm-backend.js';
import { KernelMemory } from '../../../workers/kernels/kernel-memory.js';
import { type Breakage, breakages, breakKernels } from '../../support/broken-kernel.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

// That it answers as js does, see test/browser/scoring-backend.test.ts; here is what becomes of a kernel that breaks.

const embeddings = embeddingsOf(randomRows(2000, 16, 1));
const query = Float32Array.from(randomRows(1, 16, 2)[0]);
const NONE: ReadonlySet<number> = new Set();
const { 'leaves out the best': _, ...noticeable } = breakages;

afterEach(() => void vi.restoreAllMocks());

test.each(Object.entries<Breakage>(noticeable))(
  'rejects rather than answer wrong when the kernel %s',
  async (__, how) => {
    const kernel = breakKernels(how);
    const backend = await createWasmBackend(embeddings);
    const js = createJsBackend(embeddings);
    expect(await backend.topItems([query], 10, NONE)).toEqual(await js.topItems([query], 10, NONE));
    kernel.strike();
    await expect(backend.topItems([query], 10, NONE)).rejects.toThrow();
  },
);

test('copies codes that lie elsewhere than in the memory it is given', async () => {
  const memory = new KernelMemory([64]);
  const backend = await createWasmBackend(embeddings, { memory });
  const js = createJsBackend(embeddings);
  expect(await backend.topItems([query], 10, NONE)).toEqual(await js.topItems([query], 10, NONE));
});

test('has a kernel compiled again that was refused once', async () => {
  // What was compiled is kept for all backends, so this needs modules that have compiled nothing.
  vi.resetModules();
  const { createWasmBackend: createAfresh } = await import('../../../workers/backends/wasm-backend.js');
  vi.spyOn(WebAssembly, 'compile').mockRejectedValueOnce(new WebAssembly.CompileError('out of memory'));
  await expect(createAfresh(embeddings)).rejects.toThrow('out of memory');
  expect((await createAfresh(embeddings)).name).toBe('wasm');
});

test.each([
  ['more than there are', 3000, NONE],
  ['more than are allowed', 10, new Set([...Array(1995).keys()])],
])('answers in full when %s are asked for', async (__, count, excluded) => {
  const backend = await createWasmBackend(embeddings);
  const js = createJsBackend(embeddings);
  expect(await backend.topItems([query], count, excluded)).toEqual(await js.topItems([query], count, excluded));
});
