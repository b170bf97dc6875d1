import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright';
import { seededRandom } from '../../src/core/random.js';
import { type Draft, type Served, seal } from '../support/snapshot-draft.js';
import { judge } from './attacks/attack-reader.js';
import { chanceOf } from './attacks/chance.js';
import { mutantOf, openBases } from './attacks/mutants.js';
import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { inUse, releaseFields, startReleases, update } from './releases.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A page that takes longer over a mutant hangs. */
const HANG_MS = 10_000;
/** Failures that a report names. */
const SHOWN = 5;

/**
 * Offers mutants of snapshots to the page as its next release, rightly signed by whoever lies, and offers the true one after each
 * that it took.
 */
export const mutatedSnapshots = (count: number, seed = 1): Fault => ({
  name: `${count} mutated snapshots through the page`,
  asked: 'each refused with a typed code and nothing changed, or sound as far as it is read at once',
  run: (faultPage) =>
    inTemporaryFolder(async (folder) => {
      const chance = chanceOf(seededRandom(seed));
      const bases = await openBases();
      const whole = (bases.at(-1) as { draft: Draft }).draft;
      let sequence = 1;
      const first = seal(asRelease(whole, sequence));
      const releases = await startReleases(faultPage, first);
      const browser = await startKillableBrowser(folder);
      const failures: string[] = [];
      const codes = new Map<string, number>();
      try {
        const page = await browser.openPage(releases.address);
        const complaints = complaintsOf(page);
        let before = await inUse(page);
        for (let n = 0; n < count; n++) {
          const draft = asRelease(chance.one(bases).draft, ++sequence);
          const { kinds, served, sealed } = mutantOf(draft, chance);
          releases.publish(served, sealed);
          const problem = await problemOf(served);
          if (problem) failures.push(`mutant ${n} of seed ${seed} (${kinds.join(', ')}): ${problem}`);
        }
        failures.push(...complaints);

        /** What is wrong with what the page makes of what is served. */
        async function problemOf(served: Served): Promise<string | undefined> {
          const said = await soon(update(page, releases));
          if (said === undefined) return 'it hangs';
          const kind = said.code ?? said.outcome;
          codes.set(kind, (codes.get(kind) ?? 0) + 1);
          const after = await inUse(page);
          if (said.outcome === 'refused') {
            if (!/^E_SNAPSHOT_/.test(said.code ?? '')) return `refused as ${said.code}`;
            return isDeepStrictEqual(after, before) ? undefined : 'refused, and yet something has changed';
          }
          const judged = await judge(served, '');
          releases.publish(seal(asRelease(whole, ++sequence)));
          const next = await update(page, releases);
          const now = await inUse(page);
          if (next.outcome !== 'active' || !isDeepStrictEqual(now.answer, before.answer))
            return 'the next true release was not taken';
          before = now;
          // Texts are unpacked and refused where a list needs them, which then does without.
          if (typeof judged === 'object') return `taken, though ${judged.problem}`;
          return after.answer.scores.every(Number.isFinite) ? undefined : 'taken, and there are no scores';
        }
      } finally {
        await browser.kill();
        await releases.server.close();
      }
      const told = [...codes].sort().map(([kind, times]) => `${times} ${kind}`);
      return {
        reached: [`${told.join(', ')}; ${failures.length} otherwise`, ...failures.slice(0, SHOWN)].join('; '),
        passed: failures.length === 0,
      };
    }),
});

/** Each is another snapshot, as its version says. */
const asRelease = (draft: Draft, sequence: number): Draft => ({
  ...draft,
  fields: { ...draft.fields, ...releaseFields(sequence), version: sequence.toString(16).padStart(16, '0') },
});

/** What a page says that nobody has caught. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('crash', () => complaints.push('the page has crashed'));
  // The first one has started already.
  page.on('worker', () => complaints.push('the worker had to be replaced'));
  page.on('console', (message) => {
    // The browser's own line for a file that is not there.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text());
  });
  return complaints;
}

const soon = <T>(work: Promise<T>): Promise<T | undefined> => {
  const waiting = new AbortController();
  const late = pause(HANG_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  return Promise.race([work, late]).finally(() => waiting.abort());
};
