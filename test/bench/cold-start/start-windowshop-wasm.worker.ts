import type { ServedManifest } from '../../../src/core/scoring-protocol.js';
import { readSectionTable } from '../../../src/core/snapshot/decode-snapshot.js';
import { toHex } from '../../../src/core/snapshot/encode-snapshot.js';
import { type ManifestFile, parseManifest } from '../../../src/core/snapshot/manifest.js';
import { unitScales } from '../../../src/core/snapshot/quantize.js';
import type { Embeddings } from '../../../src/core/snapshot/snapshot.js';
import { padDim } from '../../../src/core/snapshot/tile.js';
import { startDownload } from '../../../src/network/download.js';
import { queryNear } from '../../../workers/backends/query-near.js';
import { createWasmBackend, kernelSizes } from '../../../workers/backends/wasm-backend.js';
import { KernelMemory } from '../../../workers/kernels/kernel-memory.js';
import { compileAhead } from '../../../workers/kernels/scan-kernel.js';
import { SnapshotStore } from '../../../workers/snapshot-store.js';
import { answerJob } from '../browser/answer-job.js';
import type { StartJob } from './start-job.js';

const IDLE_MS = 10_000;

/** What the others do, with our parts: the vectors alone, streamed or read to where they are scanned, and one answer. */
answerJob<StartJob, ArrayLike<number>>(async ({ k, manifestUrl, manifest: served }) => {
  const store = new SnapshotStore();
  store.lookAhead();
  compileAhead();
  const manifest = parseManifest((served as ServedManifest).bytes);
  const { items: itemCount, dim } = manifest;
  const paddedDim = padDim(dim);
  const file = manifest.files.find(({ role }) => role === 'embeddings') as ManifestFile;
  const memory = new KernelMemory([file.bytes, ...kernelSizes(itemCount, paddedDim)]);
  const bytes = memory.place(file.bytes);
  const isKept = await store.read(file.name, bytes);
  if (!isKept) {
    const url = new URL(file.name, manifestUrl).href;
    await startDownload(url, { cache: 'default', idleMs: IDLE_MS }).receive(bytes);
  }
  if (toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) !== file.sha256)
    throw new Error('wrong bytes');
  const embeddings = embeddingsIn(bytes, itemCount, dim);
  const backend = await createWasmBackend(embeddings, { memory });
  const [{ items }] = await backend.topItems([queryNear(embeddings, 0)], k, new Set());
  if (!isKept) void store.keep(manifestUrl, served as ServedManifest, new Map([[file.name, bytes]]));
  return Array.from(items);
});

function embeddingsIn(bytes: Uint8Array<ArrayBuffer>, itemCount: number, dim: number): Embeddings {
  const [{ offset, bytes: length }] = readSectionTable('embeddings', bytes, itemCount);
  const codes = bytes.subarray(offset, offset + length);
  const paddedDim = padDim(dim);
  return { itemCount, dim, paddedDim, codes, scales: unitScales(codes, paddedDim) };
}
