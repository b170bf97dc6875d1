/**
 * How long after an event a shopper sees its effect, in a real page: IndexedDB, worker and scoring included.
 *
 *   npm run bench                     a made-up catalogue of 1,500, 10,000 and 100,000 items
 *   npm run bench -- --json           one JSON array on stdout
 *   npm run bench -- --n 10000 --rounds 200
 *
 * Per round one `view_item` of an item not viewed before: `record` is the time until the event is acknowledged,
 * `recommend` the time from there to the changed list, `tookMs` what the result says of itself.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { seededRandom } from '../../src/core/random.js';
import type { Sdk } from '../../src/index.js';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';
import { encodeInMemory, neighborsOf, snapshotContent } from '../support/snapshot-in-memory.js';
import { startTappedServer } from '../support/tapped-server.js';
import { quantile } from './quantiles.js';

const DIM = 64;
const NEIGHBORS = 50;

const { values: options } = parseArgs({
  options: {
    n: { type: 'string', multiple: true, default: ['1500', '10000', '100000'] },
    rounds: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});

interface Row {
  device: string;
  n: number;
  d: number;
  rounds: number;
  recordP50Ms: number;
  recordP95Ms: number;
  recommendP50Ms: number;
  recommendP95Ms: number;
  tookP50Ms: number;
  tookP95Ms: number;
  firstMs: number;
}

const rows: Row[] = [];
for (const n of options.n.map(Number)) rows.push(await measure(n, Number(options.rounds)));
if (options.json) console.log(JSON.stringify(rows));
else {
  console.log(
    `${cpus().length} × ${cpus()[0].model}, D = ${DIM}, ${NEIGHBORS} neighbors an item, limit 10; milliseconds`,
  );
  console.table(rows);
}

async function measure(n: number, rounds: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'windowshop-bench-'));
  const { manifest, files } = encodeInMemory(madeUpContent(n));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  const server = await startTappedServer({
    '/': { html: '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>' },
    '/ws/': { folder: resolve('dist') },
    '/snapshot/': { folder },
  });
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: chromiumFlags,
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    const measured = await page.evaluate(runRounds, { rounds, itemCount: n });
    const of = (key: 'record' | 'recommend' | 'took', share: number): number =>
      round(
        quantile(
          measured.rounds.map((values) => values[key]),
          share,
        ),
      );
    return {
      device: measured.device,
      n,
      d: DIM,
      rounds,
      recordP50Ms: of('record', 0.5),
      recordP95Ms: of('record', 0.95),
      recommendP50Ms: of('recommend', 0.5),
      recommendP95Ms: of('recommend', 0.95),
      tookP50Ms: of('took', 0.5),
      tookP95Ms: of('took', 0.95),
      firstMs: round(measured.firstMs),
    };
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs inside the page. `firstMs` is the time from `init` to the first list, snapshot download included. */
async function runRounds({ rounds, itemCount }: { rounds: number; itemCount: number }) {
  const { init } = (await import(`${location.origin}/ws/index.js`)) as typeof import('../../src/index.js');
  const started = performance.now();
  const sdk: Sdk = init({
    snapshot: '/snapshot/manifest.json',
    consent: { personalization_storage: 'granted' },
    capture: false,
    retention: { maxEvents: 100_000 },
  });
  await sdk.recommend({ limit: 10, strategy: 'for-you' });
  const firstMs = performance.now() - started;
  const measured: { record: number; recommend: number; took: number }[] = [];
  let before = '';
  for (let i = 0; i < rounds; i++) {
    const item_id = `item-${(i * 37) % itemCount}`;
    const recording = performance.now();
    await sdk.record('view_item', { items: [{ item_id }] });
    const recorded = performance.now();
    const { items, tookMs } = await sdk.recommend({ limit: 10, strategy: 'for-you', dedupe: false });
    const answered = performance.now();
    const list = items.map((item) => `${item.id}:${item.score}`).join();
    if (list === before) throw new Error(`round ${i}: the list did not change after the event`);
    before = list;
    measured.push({ record: recorded - recording, recommend: answered - recorded, took: tookMs });
  }
  return { firstMs, rounds: measured, device: sdk.device.name };
}

/** Unit rows drawn evenly from the sphere and random neighbor lists: the shape of a real snapshot, without its meaning. */
function madeUpContent(n: number) {
  const random = seededRandom(1);
  const embeddings = Float32Array.from({ length: n * DIM }, () => random() + random() + random() - 1.5);
  for (let item = 0; item < n; item++) {
    const row = embeddings.subarray(item * DIM, (item + 1) * DIM);
    const norm = Math.hypot(...row);
    for (let d = 0; d < DIM; d++) row[d] /= norm;
  }
  const lists = Object.fromEntries(
    Array.from({ length: n }, (_, item) => [
      item,
      Array.from({ length: NEIGHBORS }, (_, i): [number, number] => [Math.floor(random() * n), 0.5 - i / 200]),
    ]),
  );
  return snapshotContent(
    Array.from({ length: n }, (_, item) => ({ id: `item-${item}`, title: `Item ${item}`, price: item % 90 })),
    {
      dim: DIM,
      embeddings,
      viewedWith: neighborsOf(n, lists),
      popularity: Float32Array.from({ length: n }, () => random() * 100),
      shoppers: new Uint32Array(n).fill(20),
    },
  );
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
