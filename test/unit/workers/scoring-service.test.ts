import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodeBits } from '../../../src/core/snapshot/quantize.js';
import { createScoringService } from '../../../workers/scoring-service.js';
import { randomRows } from '../../support/embeddings.js';
import { before, CURRENT, now, ReleaseShop } from '../../support/release-shop.js';
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

describe('consent that comes after the load', () => {
  const ROLLBACK = { ...CURRENT, sequence: CURRENT.sequence - 1 };
  let shop: ReleaseShop;
  beforeEach(async () => {
    shop = await ReleaseShop.open();
    shop.publish(now, CURRENT);
  });
  afterEach(() => shop.close());

  test('has the next visit refuse what is older than the release in use', async () => {
    const { service } = await shop.visit({ storage: 'leave' });
    expect(shop.files.entries.size).toBe(0);
    await service.storeSnapshot('keep');
    shop.publish(before, ROLLBACK);
    const { version, isStale, refused } = await shop.visit();
    expect([version, isStale]).toEqual([now.manifest.version, true]);
    expect(refused).toEqual([expect.stringContaining(`is older than ${CURRENT.sequence}, which was taken`)]);
  });

  test('leaves what an earlier visit has kept where that is the later release', async () => {
    await (await shop.visit()).service.storeSnapshot('keep');
    shop.publish(before, ROLLBACK);
    const { service, version } = await shop.visit({ storage: 'leave' });
    expect(version).toBe(before.manifest.version);
    await service.storeSnapshot('keep');
    await expect(service.refresh()).rejects.toThrow('release 4 is older than 5, which was taken');
    expect(await shop.visit()).toMatchObject({ version: now.manifest.version, isStale: true });
  });
});
