import { expect, test } from 'vitest';
import { decodeSnapshot } from '../../../src/core/snapshot/decode-snapshot.js';
import type { CodeBits } from '../../../src/core/snapshot/quantize.js';
import type { EncodedSnapshot } from '../../../src/core/snapshot/snapshot-content.js';
import { placeForScanning } from '../../../workers/backends/place-for-scanning.js';
import { createWasmBackend } from '../../../workers/backends/wasm-backend.js';
import { randomRows } from '../../support/embeddings.js';
import { encodeInMemory, filesByRole, snapshotContent } from '../../support/snapshot-in-memory.js';

const NONE: ReadonlySet<number> = new Set();

const encodedOf = (itemCount: number, codeBits: CodeBits): EncodedSnapshot =>
  encodeInMemory(
    snapshotContent(
      Array.from({ length: itemCount }, (_, n) => ({ id: `${n}`, title: '' })),
      { dim: 16, embeddings: Float32Array.from(randomRows(itemCount, 16, 1).flat()), codeBits },
    ),
  );

/** The snapshot as a worker puts it, and where its codes may lie. */
function placed({ manifest, files }: EncodedSnapshot, name: 'wasm' | 'js') {
  const { allocate, widen, memory } = placeForScanning(manifest, { order: [{ name, reason: '' }] });
  const copies = manifest.files.map((file, i) => {
    const bytes = allocate(file);
    bytes.set(files[i].bytes);
    return { name: file.name, bytes };
  });
  return { snapshot: decodeSnapshot(manifest, filesByRole({ manifest, files: copies }), widen), memory };
}

// Of 16 items the file with narrow codes is longer than they are widened: then they are copied once more.
test.each<[itemCount: number, codeBits: CodeBits, isThere: boolean]>([
  [1000, 7, true],
  [1000, 4, true],
  [16, 7, true],
  [16, 4, false],
])('of %i items, codes of %i bits lie where they are scanned: %s', async (itemCount, codeBits, isThere) => {
  const { snapshot, memory } = placed(encodedOf(itemCount, codeBits), 'wasm');
  const { embeddings } = snapshot;
  expect(embeddings.codes.buffer === memory?.memory.buffer).toBe(isThere);
  const query = Float32Array.from(randomRows(1, 16, 2)[0]);
  const without = placed(encodedOf(itemCount, codeBits), 'js');
  expect(without.memory).toBeUndefined();
  const backend = await createWasmBackend(embeddings, { memory });
  const own = await createWasmBackend(without.snapshot.embeddings);
  expect(await backend.topItems([query], 10, NONE)).toEqual(await own.topItems([query], 10, NONE));
});
