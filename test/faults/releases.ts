import { sign } from 'node:crypto';
import type { Page } from 'playwright';
import { readKeyFile } from '../../src/cli/signing/key-files.js';
import type { Release } from '../../src/core/snapshot/manifest.js';
import { inDays } from '../support/in-days.js';
import type { Served } from '../support/snapshot-draft.js';
import { type SnapshotServer, startSnapshotServer } from '../support/snapshot-server.js';
import type { FaultPage } from './fault.js';

/** Releases that the fault page trusts, on a server of their own. */
export interface Releases {
  server: SnapshotServer;
  /** The fault page, with the release that is served. */
  address: string;
  /** @param sealed  The manifest that was signed, where that is not the one that is served. */
  publish(served: Served, sealed?: Uint8Array): void;
}

export async function startReleases({ address, keyFile }: FaultPage, first: Served): Promise<Releases> {
  const key = await readKeyFile(keyFile);
  const server = await startSnapshotServer();
  const publish: Releases['publish'] = ({ manifest, files }, sealed = manifest) =>
    server.serve([['manifest.json', manifest], ['manifest.sig', sign(null, sealed, key)], ...files]);
  publish(first);
  return { server, address: `${address}?snapshot=${encodeURIComponent(server.manifestUrl)}`, publish };
}

/** What makes a manifest a release. */
export const releaseFields = (sequence: number): Release => ({ shopId: 'many', sequence, expires: inDays(30) });

/** What a page says to a release: hooks of the fault page. */
export const update = (page: Page, { server }: Releases) =>
  page.evaluate((base) => window.__ws_test.update(base), new URL('.', server.manifestUrl).href.slice(0, -1));

/** What is in use on a page, and what it answers. */
export const inUse = (page: Page) =>
  page.evaluate(async () => ({ id: await window.__ws_test.snapshotId(), answer: await window.__ws_test.query(10) }));
