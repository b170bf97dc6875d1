import { seededRandom } from '../../../src/core/random.js';
import { WindowshopError } from '../../../src/core/windowshop-error.js';
import type { Served } from '../../support/snapshot-draft.js';
import type { Row } from '../row.js';
import { chanceOf } from './chance.js';
import { mutantOf, openBases } from './mutants.js';
import { DAMAGES, LIES } from './mutations.js';
import { type Effort, readServed } from './reading.js';

/** The slowest that a mutant may be told from a snapshot, in ms of the processor. */
const MOST_MS = 100;
/** Files and items of the mutants are few: no more memory than this may be taken for them before their bytes are there. */
const MOST_BYTES = 5 * 16 * 1024 * 1024;

/** Failures that a report names. */
const SHOWN = 5;

type Outcome = 'refused' | 'equal' | 'sound';

/**
 * Shows mutants of snapshots to the reader of the page, through its loader. Each must be refused with the typed error, or
 * say the very same as the snapshot it was made from, or be a sound snapshot that says something else, as one that its
 * builder may make: then every number in it is within its bounds, and encoded again it says the same.
 */
export async function attackReader(count: number, seed = 1): Promise<Row[]> {
  const chance = chanceOf(seededRandom(seed));
  const bases = await openBases();
  const drawn = new Map([...Object.keys(LIES), ...Object.keys(DAMAGES)].map((kind) => [kind, 0]));
  const total: Record<Outcome, number> = { refused: 0, equal: 0, sound: 0 };
  const failures: string[] = [];
  let slowest = 0;
  let mostBytes = 0;
  for (let n = 0; n < count; n++) {
    const base = chance.one(bases);
    const { kinds, served } = mutantOf(base.draft, chance);
    for (const kind of kinds) drawn.set(kind, (drawn.get(kind) as number) + 1);
    const effort: Effort = { bytes: 0, ms: 0 };
    const outcome = await judge(served, base.hash, effort);
    mostBytes = Math.max(mostBytes, effort.bytes);
    if (effort.ms > slowest) slowest = Math.max(slowest, Math.min(effort.ms, await repeatedMs(served)));
    if (typeof outcome === 'string') total[outcome]++;
    else failures.push(`mutant ${n} of seed ${seed} (${kinds.join(', ')}): ${outcome.problem}`);
  }
  const rarest = Math.min(...drawn.values());
  return [
    {
      name: 'mutated snapshots',
      asked: `${count}: each a typed error, an equal snapshot or another sound one`,
      reached: [
        ...[`${total.refused} refused, ${total.equal} equal, ${total.sound} sound, ${failures.length} otherwise`],
        ...failures.slice(0, SHOWN),
      ].join('; '),
      passed: failures.length === 0,
    },
    {
      name: 'kinds of mutants',
      asked: `${drawn.size}, each at least once`,
      reached: `${[...drawn.values()].filter((times) => times > 0).length}, each at least ${rarest} times`,
      passed: rarest > 0,
    },
    {
      name: 'slowest mutant',
      asked: `at most ${MOST_MS} ms`,
      reached: `${slowest.toFixed(1)} ms`,
      passed: slowest <= MOST_MS,
    },
    {
      name: 'memory taken before the bytes are there',
      asked: `at most ${MOST_BYTES / 2 ** 20} MB`,
      reached: `${(mostBytes / 2 ** 20).toFixed(1)} MB`,
      passed: mostBytes <= MOST_BYTES,
    },
  ];
}

/** @param effort  Where to note what it has cost. */
export async function judge(served: Served, baseHash: string, effort?: Effort): Promise<Outcome | { problem: string }> {
  try {
    const { hash, problem } = await readServed(served, effort);
    return problem !== undefined ? { problem } : hash === baseHash ? 'equal' : 'sound';
  } catch (error) {
    if (error instanceof WindowshopError && error.code.startsWith('snapshot_')) return 'refused';
    return { problem: error instanceof Error ? (error.stack as string) : String(error) };
  }
}

/** The machine may have been busy with something else: the shorter of two more times. */
async function repeatedMs(served: Served): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    const effort: Effort = { bytes: 0, ms: 0 };
    await judge(served, '', effort);
    times.push(effort.ms);
  }
  return Math.min(...times);
}
