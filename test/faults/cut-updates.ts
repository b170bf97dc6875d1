import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { COPY_FOLDER } from '../../src/core/snapshot/layout.js';
import { randomRows } from '../support/embeddings.js';
import type { Served } from '../support/snapshot-draft.js';
import { encodeInMemory, neighborsOf, snapshotContent } from '../support/snapshot-in-memory.js';
import type { Fault as ServerFault } from '../support/snapshot-server.js';
import { waitUntil } from '../support/wait-until.js';
import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { inUse, type Releases, releaseFields, startReleases, update } from './releases.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A browser is killed by then after the byte at which it is, at the latest. */
const MOST_MS = 150;

const cut: ServerFault = (response) => void response.destroy();

const ITEMS = 3000;
const DIM = 16;

/**
 * Ends update after update at another byte of what is sent: the connection, or at every `killEvery`-th point the browser.
 * The next visit, with nobody to ask, must answer from one of the two releases, or from an earlier one where a page was
 * closed before it had kept what it took; then the newer one is taken.
 */
export const cutUpdates = (points: number, killEvery: number): Fault => ({
  name: `updates cut at ${points} points, by a killed browser at ${Math.floor(points / killEvery)}`,
  asked: 'old or new entire, never mixed, and the new one afterwards',
  run: (faultPage) =>
    inTemporaryFolder(async (folder) => {
      const releases = await startReleases(faultPage, releaseOf(1));
      const failures: string[] = [];
      const found = { old: 0, new: 0, earlier: 0 };
      /** What each release answers. */
      const answers = new Map<string | null, unknown>();
      let browser = await startKillableBrowser(folder);
      try {
        let page = await browser.openPage(releases.address);
        let old = await inUse(page);
        // Before that the next visit has nothing to answer from.
        await waitUntil(page, isKept, COPY_FOLDER);
        answers.set(old.id, old.answer);
        for (let point = 0; point < points; point++) {
          const next = releaseOf(point + 2);
          const isKilled = point % killEvery === killEvery - 1;
          // Every second browser has all of it, and is killed while it takes it into use and keeps it.
          const isWhole = isKilled && point % (2 * killEvery) === killEvery - 1;
          const reached = cutAt(releases, next, isWhole ? 1 : point / points);
          const updating = update(page, releases).catch(() => undefined);
          if (isKilled) {
            await Promise.race([reached, updating]);
            await pause(Math.random() * MOST_MS);
            await browser.kill();
            browser = await startKillableBrowser(folder);
          } else {
            if ((await updating)?.outcome !== 'refused') failures.push(`point ${point}: it was not refused`);
            await page.close();
          }

          releases.server.break('manifest.json', cut);
          page = await browser.openPage(releases.address);
          const kept = await inUse(page);
          releases.publish(next);
          await update(page, releases);
          const taken = await inUse(page);
          if (taken.id !== versionOf(next)) failures.push(`point ${point}: and ${taken.id} afterwards`);
          answers.set(taken.id, taken.answer);
          if (!isDeepStrictEqual(kept.answer, answers.get(kept.id)))
            failures.push(`point ${point}: the next visit has ${kept.id} and answers ${kept.answer.ids}`);
          else if (kept.id === old.id) found.old++;
          else if (kept.id === taken.id) found.new++;
          else found.earlier++;
          old = taken;
        }
      } finally {
        await browser.kill();
        await releases.server.close();
      }
      return {
        reached: [
          `${found.old} old, ${found.new} new, ${found.earlier} an earlier one, whose successor was not yet kept`,
          `${failures.length} otherwise`,
          ...failures.slice(0, 5),
        ].join('; '),
        passed: failures.length === 0,
      };
    }),
});

/** With each of them, something else is said of each item, so that no file of the one is a file of the other. */
function releaseOf(sequence: number): Served {
  const products = Array.from({ length: ITEMS }, (_, item) => ({
    id: `item-${item}`,
    title: `Item ${item} ${sequence}`,
  }));
  const { manifest, files } = encodeInMemory(
    snapshotContent(products, {
      dim: DIM,
      embeddings: Float32Array.from(randomRows(ITEMS, DIM, sequence).flat()),
      alike: neighborsOf(ITEMS, { 0: [[sequence, 0.5]] }),
      popularity: Float32Array.from({ length: ITEMS }, (_, item) => item + sequence),
    }),
  );
  return {
    manifest: Buffer.from(JSON.stringify({ ...manifest, ...releaseFields(sequence) })),
    files: new Map(files.map(({ name, bytes }) => [name, bytes])),
  };
}

/**
 * Runs in the page: whether there is a copy for the next visit, with no file of it still being written. Its manifest comes
 * last, and its spare goes when that is whole.
 */
async function isKept(folder: string): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  const copy = await root.getDirectoryHandle(folder).catch(() => undefined);
  const manifests: string[] = [];
  for await (const name of copy?.keys() ?? []) if (name.endsWith('manifest.json')) manifests.push(name);
  return manifests.length === 1 && manifests[0] === 'manifest.json';
}

const versionOf = ({ manifest }: Served): string => JSON.parse(Buffer.from(manifest).toString()).version;

/**
 * Serves a release, and breaks off after a share of its bytes.
 *
 * @returns  Settles once it is at that byte.
 */
function cutAt({ server, publish }: Releases, release: Served, share: number): Promise<void> {
  publish(release);
  const files = [['manifest.json', release.manifest] as const, ...release.files];
  let left = Math.floor(share * files.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  const [name] = files.find(([, bytes]) => {
    if (left <= bytes.length) return true;
    left -= bytes.length;
    return false;
  }) as (typeof files)[0];
  return new Promise((resolve) => {
    server.break(name, (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, left), () => {
        resolve();
        // What was sent is to arrive.
        setTimeout(() => response.destroy(), 5);
      });
    });
  });
}
