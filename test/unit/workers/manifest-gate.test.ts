import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LoadRequest } from '../../../src/core/scoring-protocol.js';
import { downloadManifest } from '../../../src/network/download-manifest.js';
import { signerOf } from '../../../src/worker-client/signer-of.js';
import { ManifestGate } from '../../../workers/manifest-gate.js';
import { SnapshotStore } from '../../../workers/snapshot-store.js';
import { before, CURRENT, now, ReleaseShop, SUCCESSOR } from '../../support/release-shop.js';
import { loadRequest } from '../../support/scoring-calls.js';

const NOT_SIGNED = 'manifest.sig: the manifest is not signed by a key that the page trusts';
const OLDER = { ...CURRENT, sequence: CURRENT.sequence - 1 };

let shop: ReleaseShop;
beforeEach(async () => {
  shop = await ReleaseShop.open();
  shop.publish(now, CURRENT);
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => shop.files } });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await shop.close();
});

const trusting = () => ({ keys: [shop.key.publicKey], minVersion: 0 });

/** A visit's gate, and what the page is told of refused releases. */
function openGate({ mayKeep = true, ...request }: Partial<LoadRequest> & { mayKeep?: boolean } = {}) {
  const refused: string[] = [];
  const gate = new ManifestGate(
    { ...loadRequest(shop.server.manifestUrl, 'js'), ...request },
    {
      signerOf: (message, signatures) => signerOf(message, signatures, [shop.key.publicKey]),
      refused: (error) => refused.push((error as Error).message),
    },
    new SnapshotStore(),
    () => mayKeep,
  );
  return { gate, refused };
}

/** A visit that has kept what is served. */
async function visitBefore(request: Partial<LoadRequest>): Promise<void> {
  const { gate } = openGate(request);
  const accepted = await gate.first();
  await gate.take(accepted);
  const files = new Map(now.files.map(({ name, bytes }) => [name, Uint8Array.from(bytes)]));
  await new SnapshotStore().keep(shop.server.manifestUrl, accepted.served, files);
}

const serverIsAway = (): void => {
  shop.server.break('manifest.json', (response) => void response.writeHead(503).end());
};
const spoiled = (): void => shop.publish(now, SUCCESSOR, { keys: [shop.strangersKey] });

describe('the manifest to begin with', () => {
  test('is the one that is served', async () => {
    const { manifest, isStale, floor } = await openGate().gate.first();
    expect([manifest.version, isStale, floor]).toEqual([now.manifest.version, false, undefined]);
  });

  test('is the one that the page has got already, without asking again', async () => {
    const manifest = await downloadManifest(shop.server.manifestUrl, true);
    shop.server.requests.length = 0;
    const accepted = await openGate({ manifest, trust: trusting() }).gate.first();
    expect(accepted).toMatchObject({ isStale: false, served: manifest, floor: { sequence: CURRENT.sequence } });
    expect(shop.server.requests).toEqual([]);
  });

  test('cannot be had where a policy of the page forbids it, which it is told by name', async () => {
    await expect(openGate({ manifest: 'refused' }).gate.first()).rejects.toMatchObject({
      code: 'snapshot_unreachable',
      message: `manifest.json: a policy of the page does not let it connect to ${shop.server.manifestUrl}: connect-src must name it`,
    });
  });

  test.each([false, true])('is the one of an earlier visit where the server is away, signed: %s', async (isSigned) => {
    const request = isSigned ? { trust: trusting() } : {};
    await visitBefore(request);
    serverIsAway();
    const { gate, refused } = openGate(request);
    expect(await gate.first()).toMatchObject({ isStale: true, manifest: { version: now.manifest.version } });
    expect(refused).toEqual([]);
  });

  test.each([
    ['nothing was kept', true, false],
    ['nothing may be read', false, true],
  ])('does not exist where the server is away and %s', async (_, mayKeep, isKept) => {
    if (isKept) await visitBefore({});
    serverIsAway();
    await expect(openGate({ mayKeep }).gate.first()).rejects.toMatchObject({ code: 'snapshot_unreachable' });
  });

  test('is the one of an earlier visit where what is served is not trusted, which the page is told', async () => {
    await visitBefore({ trust: trusting() });
    spoiled();
    const { gate, refused } = openGate({ trust: trusting() });
    expect(await gate.first()).toMatchObject({ isStale: true, floor: { sequence: CURRENT.sequence } });
    expect(refused).toEqual([NOT_SIGNED]);
  });

  test('does not exist where what is served is not trusted and nothing was kept', async () => {
    spoiled();
    await expect(openGate({ trust: trusting() }).gate.first()).rejects.toMatchObject({
      code: 'snapshot_invalid',
      message: NOT_SIGNED,
    });
  });

  test('is refused where it is broken and the page trusts whatever is served, though one is kept', async () => {
    await visitBefore({});
    shop.server.put('manifest.json', Buffer.from('{'));
    await expect(openGate().gate.first()).rejects.toMatchObject({ code: 'snapshot_invalid' });
  });
});

describe('what was taken is the floor', () => {
  const tooOld = {
    code: 'snapshot_invalid',
    message: expect.stringContaining(`is older than ${CURRENT.sequence}, which was taken`),
  };

  test('for the rest of the visit', async () => {
    const { gate } = openGate({ trust: trusting(), mayKeep: false });
    await gate.take(await gate.first());
    shop.publish(before, OLDER);
    await expect(gate.latest()).rejects.toMatchObject(tooOld);
    expect(shop.files.entries.size).toBe(0);
  });

  test('for later visits, where it may be kept', async () => {
    await openGate({ trust: trusting() }).gate.take(await openGate({ trust: trusting() }).gate.first());
    shop.publish(before, OLDER);
    await expect(openGate({ trust: trusting() }).gate.first()).rejects.toMatchObject(tooOld);
    const { manifest } = await openGate({ trust: trusting(), mayKeep: false }).gate.first();
    expect(manifest.release?.sequence).toBe(OLDER.sequence);
  });

  test('also where the visit that took it ended before its copy was kept', async () => {
    await visitBefore({ trust: trusting() });
    shop.publish(now, SUCCESSOR);
    const { gate } = openGate({ trust: trusting() });
    await gate.take(await gate.first());
    serverIsAway();
    const next = openGate({ trust: trusting() }).gate;
    expect(await next.first()).toMatchObject({
      isStale: true,
      manifest: { release: { sequence: CURRENT.sequence } },
      floor: { sequence: SUCCESSOR.sequence },
    });
  });

  test('where the page trusts keys, and nowhere else', async () => {
    const { gate } = openGate();
    await gate.take(await gate.first());
    expect(shop.files.entries.size).toBe(0);
    shop.publish(before, OLDER);
    expect((await gate.latest()).manifest.release?.sequence).toBe(OLDER.sequence);
  });
});
