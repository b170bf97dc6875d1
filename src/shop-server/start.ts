import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Product } from '../core/product.js';
import { productPicture, type SampleProduct, sampleCatalog } from '../sample/index.js';
import { BuildFailed, buildSnapshot } from './build-snapshot.js';
import { loadFrame } from './frame.js';
import { readGoods } from './goods/read-goods.js';
import { placeholderPicture } from './placeholder-picture.js';
import { SAMPLE_MAPPING, writeSampleFeed } from './sample-feed.js';
import { serveShop } from './serve-shop.js';
import { loadShopFiles } from './shop-files.js';
import { LOOPBACK, parseShopOptions, type ShopOptions, USAGE } from './shop-options.js';

const USUAL_PORT = 5173;

try {
  const options = parseShopOptions(process.argv.slice(2));
  if (options.wantsHelp) console.log(USAGE);
  else await openShop(options);
} catch (error) {
  if (!(error instanceof BuildFailed)) console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof BuildFailed ? error.exitCode : error instanceof RangeError ? 2 : 1;
}

async function openShop({ port, host, buildArgs, hasCatalog }: ShopOptions): Promise<void> {
  const distDir = builtFiles();
  const cacheDir = join(distDir, '..', '.cache');
  const samples = hasCatalog ? [] : sampleCatalog();
  const feedArgs = hasCatalog ? [] : await writeFeed(samples, cacheDir);
  const snapshotDir = await buildSnapshot(join(distDir, 'cli.js'), [...feedArgs, ...buildArgs], cacheDir);

  const goods = await readGoods(snapshotDir);
  const sampleById = new Map(samples.map((product) => [product.id, product]));
  const server = serveShop({
    goods,
    frame: await loadFrame(join(distDir, 'shop', 'index.html'), {
      locale: goods.locale,
      root: goods.root,
      cards: hasCatalog ? 'shop' : 'windowshop',
    }),
    files: await loadShopFiles(distDir, snapshotDir),
    drawPicture(product: Product): string {
      const sample = sampleById.get(product.id);
      return sample ? productPicture(sample) : placeholderPicture(product);
    },
  });
  const taken = await listen(server, host, port);
  console.log(`windowshop sample shop: http://${host === LOOPBACK ? 'localhost' : host}:${taken}/`);
}

/** Beside this file when it is built, else where the build puts them. @throws when there are none. */
function builtFiles(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = existsSync(join(here, 'shop')) ? here : resolve(here, '../../dist');
  for (const file of ['cli.js', 'auto.js', 'shop/index.html'])
    if (!existsSync(join(folder, file))) throw new Error(`${join(folder, file)} is missing; run "npm run build" first`);
  return folder;
}

/** Arguments that name the sample shop's feed to the command line. */
async function writeFeed(samples: readonly SampleProduct[], cacheDir: string): Promise<string[]> {
  const { catalogFile, eventsFile } = await writeSampleFeed(samples, cacheDir);
  return ['--catalog', catalogFile, ...SAMPLE_MAPPING, '--events', eventsFile];
}

/** Takes the port asked for, else the usual one, else any. @returns the port taken. */
async function listen(server: Server, host: string, port?: number): Promise<number> {
  const attempt = (candidate: number): Promise<void> =>
    new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(candidate, host, () => {
        server.off('error', fail);
        done();
      });
    });
  try {
    await attempt(port ?? USUAL_PORT);
  } catch (error) {
    if (port !== undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await attempt(0);
  }
  return (server.address() as AddressInfo).port;
}
