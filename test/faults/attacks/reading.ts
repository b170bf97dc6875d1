import { createHash } from 'node:crypto';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import { CatalogReader, isSafeAddress } from '../../../src/core/snapshot/catalog-chunks.js';
import { gateOf, popularityOf, recentPopularityOf } from '../../../src/core/snapshot/item-columns.js';
import { parseManifest } from '../../../src/core/snapshot/manifest.js';
import { forEachNeighbor } from '../../../src/core/snapshot/neighbor-lists.js';
import type { Snapshot } from '../../../src/core/snapshot/snapshot.js';
import { stringAt, stringCount } from '../../../src/core/snapshot/string-table.js';
import { codeOffset } from '../../../src/core/snapshot/tile.js';
import { inflate } from '../../../workers/inflate.js';
import { loadSnapshot } from '../../../workers/snapshot-loader.js';
import { callOfViewer } from '../../support/scoring-calls.js';
import { type Served, seal, takeApart } from '../../support/snapshot-draft.js';

/** What a page makes of a snapshot. */
interface Reading {
  /** Of everything that can be read from it. */
  hash: string;
  /** What is wrong with it and was not refused. */
  problem: string | undefined;
}

export interface Effort {
  /** Memory taken for the files. */
  bytes: number;
  /** Of the processor. */
  ms: number;
}

/** Nobody answers there but what {@link serving} has put in the place of `fetch`. */
const ADDRESS = 'http://shop.test/snapshot/manifest.json';

/**
 * Loads a snapshot with the loader of the page, reads all of it and asks it for lists. Laid out anew from what the reader
 * has found in its files, it must say the same.
 *
 * @param effort  Where to note what loading and reading it once has cost.
 * @throws {WindowshopError} where the page refuses it; anything else is a crash.
 */
export async function readServed(served: Served, effort: Effort = { bytes: 0, ms: 0 }): Promise<Reading> {
  const { manifest, files, hash, problem } = await loadAndRead(served, effort);
  const { release, ...facts } = manifest;
  const encoded = {
    // A release is fields like all others, where they stand in the file.
    manifest: { ...facts, ...release },
    files: manifest.files.map(({ name }) => ({ name, bytes: files.get(name) as Uint8Array })),
  };
  const again = problem ?? (await loadAndRead(seal(takeApart(encoded)))).hash;
  return { hash, problem: problem ?? (again === hash ? undefined : 'it reads otherwise when it is encoded again') };
}

async function loadAndRead(served: Served, effort: Effort = { bytes: 0, ms: 0 }) {
  const started = process.cpuUsage();
  try {
    const manifest = parseManifest(served.manifest);
    const snapshots: Snapshot[] = [];
    const { snapshot, files } = await serving(served, () =>
      loadSnapshot(ADDRESS, manifest, {
        onHead: (head) => snapshots.push(head),
        store: storeOf(served),
        allocate({ bytes }) {
          effort.bytes += bytes;
          return new Uint8Array(bytes);
        },
      }),
    );
    snapshots.push(snapshot);
    const readings: Reading[] = [];
    for (const each of snapshots) readings.push(await readingOf(each));
    const problem = readings.map((reading) => reading.problem).find((one) => one !== undefined);
    return { manifest, files, hash: hashOf(readings), problem };
  } finally {
    const { user, system } = process.cpuUsage(started);
    effort.ms = (user + system) / 1000;
  }
}

/** Answers requests in the place of the network meanwhile. */
async function serving<T>({ files }: Served, load: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => {
    const bytes = files.get(String(url).split('/').pop() as string);
    return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 });
  };
  try {
    return await load();
  } finally {
    globalThis.fetch = fetch;
  }
}

const storeOf = ({ files }: Served) => ({
  async read(name: string, target: Uint8Array): Promise<boolean> {
    const bytes = files.get(name);
    if (bytes?.length !== target.length) return false;
    target.set(bytes);
    return true;
  },
  async drop() {},
});

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Reads everything, as what reads it in the page does. */
async function readingOf(snapshot: Snapshot): Promise<Reading> {
  const { manifest, itemCount, embeddings, ids } = snapshot;
  const catalog = new CatalogReader(snapshot, inflate);
  const products = await catalog.products([...Array(itemCount).keys()]);
  const recommender = createRecommender(snapshot, createJsBackend(embeddings), catalog);
  const answers = await recommender.recommend(callOfViewer([stringAt(ids, 0), stringAt(ids, itemCount - 1)], 10));
  const numbers = numbersOf(snapshot);
  const { files: _, ...facts } = manifest;
  const texts = [snapshot.brands, snapshot.categories, snapshot.aliases].map((table) =>
    Array.from({ length: stringCount(table) }, (_, i) => stringAt(table, i)),
  );
  const columns = [snapshot.price, snapshot.availability, snapshot.brand, snapshot.category, snapshot.group].map(
    (column) => Array.from(column, String),
  );
  const aliases = Array.from(snapshot.aliasItems);
  return {
    hash: hashOf([facts, products, answers, numbers, texts, columns, aliases, Array.from(snapshot.shoppers)]),
    problem:
      Object.keys({}).length > 0 || 'polluted' in {}
        ? 'it has changed Object.prototype'
        : new Set(products.map(({ id }) => id)).size < itemCount
          ? 'it has an id twice'
          : products.some(({ url = '', image = '' }) => !isSafeAddress(url) || !isSafeAddress(image))
            ? 'it has an address that runs a script'
            : answers.some(({ items }) => items.some(({ score }) => !(score >= 0 && score <= MOST)))
              ? 'it has a score out of bounds'
              : numbers.find((value) => typeof value === 'string'),
  };
}

/** No score of a list may be more, however a snapshot lies. */
const MOST = 1e6;

/** All numbers that scoring reads, and in words what is wrong with one. */
function numbersOf(snapshot: Snapshot): (number | string)[] {
  const { itemCount, encoder, fusion = [], embeddings } = snapshot;
  const numbers: (number | string)[] = [];
  const add = (name: string, value: number, min: number, max: number): void => {
    numbers.push(value >= min && value <= max ? value : `${name} is ${value}`);
  };
  for (const value of fusion) add('a weight of the fusion', value, -1e9, 1e9);
  if (encoder) {
    add('the temperature', encoder.temperature, 1e-3, 1e3);
    for (const value of encoder.positions) add('a position', value, -1000, 1000);
  }
  for (let item = 0; item < itemCount; item++) {
    add('popularity', popularityOf(snapshot, item), 0, 2 ** 42);
    add('recent popularity', recentPopularityOf(snapshot, item), 0, 2 ** 42);
    if (encoder) add('a gate', gateOf(encoder, item), -127_000, 127_000);
    let squares = 0;
    for (let d = 0; d < embeddings.paddedDim; d++) {
      const code = embeddings.codes[codeOffset(embeddings.paddedDim, item, d)];
      add('a code', code, 1, 127);
      squares += ((code - 64) * embeddings.scales[item]) ** 2;
    }
    add('the length of a row', Math.sqrt(squares), 0, 1.001);
    for (const list of ['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const) {
      let last = -1;
      forEachNeighbor(snapshot[list], item, (neighbor, similarity) => {
        add(`a neighbor in ${list}`, neighbor, last + 1, itemCount - 1);
        add(`a similarity in ${list}`, similarity, 0, 1);
        last = neighbor;
      });
    }
  }
  return numbers;
}
