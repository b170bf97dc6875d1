import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext } from 'playwright';
import { encodeManyItems } from './many-items.js';
import { openBrowser, scriptTagPage } from './shop-page.js';
import { startTappedServer, type TappedServer } from './tapped-server.js';
import { writeSnapshot } from './write-snapshot.js';

export interface ShopOfManyItems {
  server: TappedServer;
  /** Of the snapshot. */
  folder: string;
  context: BrowserContext;
  close(): Promise<void>;
}

/** A page with a script tag, 3,000 items behind it, and a browser for one shopper. */
export async function openShopOfManyItems(attributes: string): Promise<ShopOfManyItems> {
  const folder = await mkdtemp(join(tmpdir(), 'windowshop-many-'));
  const snapshot = join(folder, 'snapshot');
  await writeSnapshot(snapshot, encodeManyItems());
  const server = await startTappedServer({
    '/': scriptTagPage(attributes),
    '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
    '/ws/': { folder: resolve('dist') },
    '/snapshot/': { folder: snapshot },
  });
  const context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
  return {
    server,
    folder: snapshot,
    context,
    async close() {
      await context.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
