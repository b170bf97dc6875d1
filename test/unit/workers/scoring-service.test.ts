import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CodeBits } from '../../../src/core/snapshot/quantize.js';
import { createScoringService } from '../../../workers/scoring-service.js';
import { randomRows } from '../../support/embeddings.js';
import { loadRequest, silentListener } from '../../support/scoring-calls.js';
import { encodeInMemory, snapshotContent } from '../../support/snapshot-in-memory.js';
import { type SnapshotServer, startSnapshotServer } from '../../support/snapshot-server.js';

const ITEMS = 4000;
const DIM = 256;

let server: SnapshotServer;
beforeEach(async () => {
  server = await startSnapshotServer(release(0));
});
afterEach(() => server.close());

const content = snapshotContent(
  Array.from({ length: ITEMS }, (_, item) => ({ id: `item-${item}`, title: `Item ${item}` })),
  { dim: DIM, embeddings: Float32Array.from(randomRows(ITEMS, DIM, 1).flat()) },
);

function release(number: number, codeBits: CodeBits = 7) {
  return encodeInMemory({ ...content, codeBits }, new Date(Date.UTC(2026, 0, 1 + number)).toISOString());
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of all typed arrays and kernels that something still refers to. */
async function heldBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  const { arrayBuffers, external } = process.memoryUsage();
  return Math.max(arrayBuffers, external);
}

test.each([
  ['js', 7],
  ['wasm', 7],
  ['wasm', 4],
] as const)('lets go of the snapshot that another one has replaced: %s, codes of %i bits', async (device, codeBits) => {
  server.publish(release(0, codeBits));
  const service = createScoringService();
  expect(await service.load(loadRequest(server.manifestUrl, device), silentListener)).toMatchObject({
    device: { name: device },
  });
  const before = await heldBytes();
  const refreshes = 12;
  for (let n = 1; n <= refreshes; n++) {
    server.publish(release(n, codeBits));
    expect(await service.refresh()).toMatchObject({ snapshot: { items: ITEMS } });
  }
  // One may be on its way out; each that stayed would be one more.
  expect((await heldBytes()) - before).toBeLessThan(3 * ITEMS * DIM);
  await service.dispose();
});
