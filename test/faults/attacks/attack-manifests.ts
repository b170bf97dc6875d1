import { isDeepStrictEqual } from 'node:util';
import { inDays } from '../../support/in-days.js';
import type { MemoryFolder } from '../../support/memory-files.js';
import {
  CURRENT,
  hashOfFiles,
  makeKey,
  next,
  now,
  ReleaseShop,
  SUCCESSOR,
  type Visit,
} from '../../support/release-shop.js';
import type { Row } from '../row.js';
import { type Attack, MANIFEST_ATTACKS } from './manifest-attacks.js';

const REFUSALS = ['snapshot_invalid', 'snapshot_unreachable'];

/**
 * Attacks a shop with signed releases over HTTP, each time on three doors: the page that is open, the next visit of the
 * same browser, and, where it can tell, a first visit. What was in use must answer as before, and every byte that the
 * browser keeps be the same; afterwards the next true release must be taken.
 */
export async function attackManifests(): Promise<Row[]> {
  const failures = new Map<string, string[]>();
  const asked = new Map<string, number>();
  for (const attack of MANIFEST_ATTACKS) {
    asked.set(attack.kind, (asked.get(attack.kind) ?? 0) + 1);
    const failure = await failureOf(attack);
    if (failure) failures.set(attack.kind, [...(failures.get(attack.kind) ?? []), `${attack.name}: ${failure}`]);
  }
  const rows = [...asked].map(([kind, count]): Row => {
    const failed = failures.get(kind) ?? [];
    return {
      name: `manifest attacks: ${kind}`,
      asked: `${count} refused, nothing in use or kept touched`,
      reached: [`${count - failed.length}`, ...failed].join('; '),
      passed: failed.length === 0,
    };
  });
  return [...rows, await rotation(), await firstVisit(), await erased(), await interrupted()];
}

/** What went wrong, if anything did. */
async function failureOf({ act, onlyLater }: Attack): Promise<string | undefined> {
  const shop = await ReleaseShop.open();
  try {
    shop.publish(now, CURRENT);
    const page = await shop.visit();
    const answers = await page.answers();
    await settled(page);
    const kept = hashOfFiles(shop.files);
    const isUntouched = async (visit: Visit): Promise<boolean> =>
      isDeepStrictEqual(await visit.answers(), answers) && hashOfFiles(shop.files) === kept;

    act(shop);
    const refusal = await codeOf(page.service.refresh());
    if (!REFUSALS.includes(refusal)) return `the open page: ${refusal}`;
    if (!(await isUntouched(page))) return 'the open page answers otherwise';
    const later = await shop.visit();
    if (!later.isStale || later.version !== now.manifest.version) return 'the next visit took it';
    await settled(later);
    if (!(await isUntouched(later))) return 'the next visit answers otherwise';
    if (!onlyLater) {
      const files = shop.files;
      shop.forget();
      const first = await codeOf(shop.visit());
      if (!REFUSALS.includes(first)) return `a first visit: ${first}`;
      shop.remember(files);
    }

    shop.publish(next, SUCCESSOR);
    await page.service.refresh();
    return isDeepStrictEqual(await page.answers(), answers) ? 'the next true release was not taken' : undefined;
  } finally {
    await shop.close();
  }
}

/** A key that is trusted no more has signed what is served and what is kept; one that was stolen had gone far ahead. */
const rotation = (): Promise<Row> =>
  visits('rotation: a revoked key', '3 visits as they should be', 3, async (shop, failures) => {
    const newKey = makeKey();
    shop.publish(now, { ...CURRENT, sequence: Number.MAX_SAFE_INTEGER });
    await settled(await shop.visit());
    const keys = [newKey.publicKey];
    const revoked = await codeOf(shop.visit({ keys }));
    if (!REFUSALS.includes(revoked)) failures.push(`a page that knows the new key alone: ${revoked}`);
    shop.publish(next, SUCCESSOR, { keys: [shop.key, newKey] });
    const old = await shop.visit();
    if (!old.isStale) failures.push('a page of before the rotation took an older release');
    const renewed = await shop.visit({ keys });
    if (renewed.isStale || renewed.version !== next.manifest.version) failures.push('the new key brings nothing back');
  });

/** The minimum that is built into the page. */
const firstVisit = (): Promise<Row> =>
  visits('rollback at a first visit: the minimum of the page', '3 refused, 1 taken', 4, async (shop, failures) => {
    shop.publish(now, CURRENT);
    for (const minVersion of [6, 7, Number.MAX_SAFE_INTEGER]) {
      const code = await codeOf(shop.visit({ minVersion }));
      if (!REFUSALS.includes(code)) failures.push(`release 5 below ${minVersion}: ${code}`);
    }
    if ((await shop.visit({ minVersion: 5 })).isStale) failures.push('release 5 at 5');
  });

/** All that is kept is erased but the number of the latest release. */
const erased = (): Promise<Row> =>
  visits('rollback after everything was erased', '1 refused, the number alone left', 2, async (shop, failures) => {
    shop.publish(now, CURRENT);
    const page = await shop.visit();
    await settled(page);
    await page.service.storeSnapshot('erase');
    const left = [...shop.files.entries.keys()].join();
    if (left !== 'windowshop-floor.json') failures.push(`${left} is left`);
    shop.publish(next, { ...CURRENT, sequence: 4, expires: inDays(30) });
    const code = await codeOf(shop.visit());
    if (!REFUSALS.includes(code)) failures.push(`an older release after it: ${code}`);
  });

/** A browser ends somewhere between one release and the next, and comes back when nobody can be asked. */
async function interrupted(): Promise<Row> {
  const shop = await ReleaseShop.open();
  try {
    shop.publish(now, CURRENT);
    const page = await shop.visit();
    await settled(page);
    const old = await page.answers();
    const states: MemoryFolder[] = [];
    const { files } = shop;
    files.onChange = () => states.push(files.copy());
    shop.publish(next, SUCCESSOR);
    await page.service.refresh();
    await settled(page);
    files.onChange = () => {};
    const renewed = await page.answers();
    shop.server.break('manifest.json', (response) => void response.destroy());
    const found = { old: 0, new: 0, neither: 0 };
    for (const state of states) {
      shop.remember(state);
      const answers = await shop.visit().then(
        (visit) => visit.answers(),
        () => undefined,
      );
      found[isDeepStrictEqual(answers, old) ? 'old' : isDeepStrictEqual(answers, renewed) ? 'new' : 'neither']++;
    }
    return {
      name: 'an end at each step from one release to the next',
      asked: `the old or the new one, ${states.length} times`,
      reached: `${found.old} old, ${found.new} new, ${found.neither} neither`,
      passed: found.old > 0 && found.new > 0 && found.neither === 0,
    };
  } finally {
    await shop.close();
  }
}

/** A row of visits to a shop of their own; what goes wrong is told in words. */
async function visits(
  name: string,
  asked: string,
  count: number,
  run: (shop: ReleaseShop, failures: string[]) => Promise<void>,
): Promise<Row> {
  const shop = await ReleaseShop.open();
  const failures: string[] = [];
  try {
    await run(shop, failures);
  } finally {
    await shop.close();
  }
  return {
    name: `manifest attacks: ${name}`,
    asked,
    reached: [`${count - failures.length} of ${count}`, ...failures].join('; '),
    passed: failures.length === 0,
  };
}

/** What a page takes into use it keeps a moment later. */
const settled = (page: Visit): Promise<void> => page.service.storeSnapshot('keep');

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'was taken';
  } catch (error) {
    return (error as Error).name;
  }
}
