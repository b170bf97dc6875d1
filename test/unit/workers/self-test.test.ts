import { afterEach, expect, test, vi } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { passSelfTest } from '../../../workers/backends/self-test.js';
import { createWasmBackend } from '../../../workers/backends/wasm-backend.js';
import { breakages, breakKernels } from '../../support/broken-kernel.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';
import { fakeBackend } from '../../support/fake-backend.js';

const embeddings = embeddingsOf(randomRows(500, 16, 1));

afterEach(() => void vi.restoreAllMocks());

test('passes a backend that answers right', async () => {
  await passSelfTest(createJsBackend(embeddings), embeddings);
  await passSelfTest(await createWasmBackend(embeddings), embeddings);
});

test('passes any backend where there are no items', async () => {
  const backend = fakeBackend('wasm');
  await passSelfTest(backend, embeddingsOf([], 16));
  expect(backend.topItems).not.toHaveBeenCalled();
});

test('fails one that answers wrong, and says how', async () => {
  await expect(passSelfTest(fakeBackend('wasm', 7), embeddings)).rejects.toThrow(
    /^it gave a wrong answer to a known question: item 7 has the score /,
  );
});

test('fails one that leaves out the best without a word', async () => {
  breakKernels(breakages['leaves out the best'], true);
  const backend = await createWasmBackend(embeddings);
  await expect(passSelfTest(backend, embeddings)).rejects.toThrow(/item \d+ is missing/);
});
