import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright';
import { randomRows } from '../support/embeddings.js';
import type { Served } from '../support/snapshot-draft.js';
import { encodeInMemory, snapshotContent } from '../support/snapshot-in-memory.js';
import type { Fault as ServerFault } from '../support/snapshot-server.js';
import type { Fault } from './fault.js';
import { type KillableBrowser, startKillableBrowser } from './killable-browser.js';
import { inUse, type Releases, releaseFields, startReleases, update } from './releases.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A browser is killed by then after the byte at which it is, at the latest: in the middle of keeping what came, too. */
const MOST_MS = 60;

const cut: ServerFault = (response) => void response.destroy();

const ITEMS = 3000;
const DIM = 16;

/**
 * Ends update after update at another byte of what is sent: the connection, or at every `killEvery`-th point the browser. The
 * next visit, with nobody to ask, must answer from one of the two releases; then the newer one is taken.
 */
export const cutUpdates = (points: number, killEvery: number): Fault => ({
  name: `updates cut at ${points} points, by a killed browser at ${Math.floor(points / killEvery)}`,
  asked: 'old or new entire, never mixed, and the new one afterwards',
  run: (faultPage) =>
    inTemporaryFolder(async (folder) => {
      const releases = await startReleases(faultPage, releaseOf(0));
      const failures: string[] = [];
      const found = { old: 0, new: 0 };
      let browser: KillableBrowser | undefined = await startKillableBrowser(folder);
      try {
        let page = await browser.openPage(releases.address);
        const right = [await inUse(page), await takeUpdate(page, 1)];
        await takeUpdate(page, 2);
        for (let point = 0; point < points; point++) {
          const [old, next] = [right[point % 2], right[(point + 1) % 2]];
          const isKilled = point % killEvery === killEvery - 1;
          const reached = cutAt(releases, point + 3, point / points);
          const updating = update(page, releases).catch(() => undefined);
          if (isKilled) {
            await reached;
            await pause(Math.random() * MOST_MS);
            await browser.kill();
            browser = undefined;
          } else if ((await updating)?.outcome !== 'refused') failures.push(`point ${point}: it was not refused`);

          releases.server.break('manifest.json', cut);
          browser ??= await startKillableBrowser(folder);
          await page.close().catch(() => {});
          page = await browser.openPage(releases.address);
          const kept = await inUse(page);
          if (isDeepStrictEqual(kept, old)) found.old++;
          else if (isDeepStrictEqual(kept, next)) found.new++;
          else failures.push(`point ${point}: the next visit has ${kept.id} and ${kept.answer.ids.length} items`);
          if (!isDeepStrictEqual(await takeUpdate(page, point + 3), next))
            failures.push(`point ${point}: and no update`);
        }

        async function takeUpdate(onPage: Page, sequence: number) {
          releases.publish(releaseOf(sequence));
          await update(onPage, releases);
          return inUse(onPage);
        }
      } finally {
        await browser?.kill();
        await releases.server.close();
      }
      return {
        reached: [`${found.old} old, ${found.new} new, ${failures.length} otherwise`, ...failures.slice(0, 5)].join(
          '; ',
        ),
        passed: failures.length === 0,
      };
    }),
});

/** Two with the same items, which say something else of each. */
const SNAPSHOTS = [1, 2].map((seed) =>
  encodeInMemory(
    snapshotContent(
      Array.from({ length: ITEMS }, (_, item) => ({ id: `item-${item}`, title: `Item ${item} of ${seed}` })),
      {
        dim: DIM,
        embeddings: Float32Array.from(randomRows(ITEMS, DIM, seed).flat()),
        popularity: Float32Array.from({ length: ITEMS }, (_, item) => item * seed),
      },
    ),
  ),
);

/** They take turns. */
function releaseOf(sequence: number): Served {
  const { manifest, files } = SNAPSHOTS[sequence % 2];
  return {
    manifest: Buffer.from(JSON.stringify({ ...manifest, ...releaseFields(sequence + 1) })),
    files: new Map(files.map(({ name, bytes }) => [name, bytes])),
  };
}

/**
 * Serves a release, and breaks off after a share of its bytes.
 *
 * @returns  Settles once it is at that byte.
 */
function cutAt({ server, publish }: Releases, sequence: number, share: number): Promise<void> {
  publish(releaseOf(sequence));
  // A file that both have is not asked for.
  const [other, own] = [releaseOf(sequence - 1), releaseOf(sequence)];
  const files = [
    ['manifest.json', own.manifest] as const,
    ...[...own.files].filter(([name]) => !other.files.has(name)),
  ];
  let left = Math.floor(share * files.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  const [name] = files.find(([, bytes]) => {
    if (left < bytes.length) return true;
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
