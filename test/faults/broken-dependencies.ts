import { chromium } from 'playwright';
import { chromiumFlags, findChromium, webgpuFlags } from '../support/chromium.js';
import { type BrokenVisit, createShoppers, type Shopper } from './dependencies/broken-visits.js';
import { type Breakage, CHUNKS, DEPENDENCIES, type Dependency } from './dependencies/dependency.js';
import type { Fault } from './fault.js';

/** Pages at a time: most of a visit is waiting. */
const SHOPPERS = 4;
/** Calls after these are taken to go wrong as the last of them does. */
const MOST_CALLS = 3;
const ANSWER_MS = 250;
/** Any machine may stop for a moment: what is too late counts where it is so this many times more, with nothing beside it. */
const TRIES_ALONE = 2;
const MOST_LINES = 40;

/** The first calls of every dependency go wrong, one at a time, in every manner. */
export const brokenDependencies = (sample = Number.POSITIVE_INFINITY): Fault => ({
  name: `${wordFor(sample)} calls of a dependency go wrong`,
  asked: ASKED,
  run: ({ address }) => outlive(address, (calls) => spread(singles(calls), sample)),
});

/** Every two dependencies go wrong together, at the first call of each, in one manner each. */
export const brokenPairs = (sample = Number.POSITIVE_INFINITY): Fault => ({
  name: `${wordFor(sample)} pairs of dependencies go wrong`,
  asked: ASKED,
  run: ({ address }) => outlive(address, (calls) => spread(pairs(calls), sample)),
});

const ASKED = `0 errors, rejections or changed globals in the page, an answer within ${ANSWER_MS} ms`;

const wordFor = (sample: number): string => (Number.isFinite(sample) ? `${sample} of all` : 'all');

/** How often a visit of each kind calls what it depends on. */
type Calls = ReadonlyMap<string, BrokenVisit['calls']>;

/** Visits that end with nothing left, and such that leave something for the next. */
const KINDS = ['', 'erase'];
/** The same on a GPU, which takes longer to start. */
const GPU_KINDS = ['softgpu', 'erase&softgpu'];

const kindsFor = ({ path }: Dependency): string[] => (path.startsWith('GPU') ? GPU_KINDS : KINDS);

const mostCalls = (calls: Calls, dependency: Dependency): number =>
  Math.max(...kindsFor(dependency).map((kind) => calls.get(kind)?.get(dependency.path) ?? 0));

function singles(calls: Calls): Breakage[][] {
  return DEPENDENCIES.flatMap((dependency) => {
    const { path, manners } = dependency;
    const numbers = Array.from({ length: Math.min(MOST_CALLS, mostCalls(calls, dependency)) }, (_, i) => i + 1);
    return numbers.flatMap((call) => manners.map((manner) => [{ path, call, manner }]));
  });
}

function pairs(calls: Calls): Breakage[][] {
  const called = DEPENDENCIES.filter((dependency) => mostCalls(calls, dependency) > 0);
  return called.flatMap((one, i) =>
    called
      .slice(i + 1)
      .map((other, j) =>
        [one, other].map(({ path, manners }) => ({ path, call: 1, manner: manners[(i + j) % manners.length] })),
      ),
  );
}

/** Some of a list, from all of it. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (count >= list.length) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]);
}

type Answer = BrokenVisit['answers'][number];

/** A visit to a page of which something is broken. */
interface Case {
  page: string;
  breakages: Breakage[];
  visit: BrokenVisit;
}

/** What a row that passed has counted, by address; one that falls short and is run once more counts anew. */
const counted = new Map<string, Calls>();

async function outlive(address: string, toBreak: (calls: Calls) => Breakage[][]): ReturnType<Fault['run']> {
  const program = findChromium();
  const browser = await chromium.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: [...chromiumFlags, ...webgpuFlags],
  });
  try {
    const newShopper = await createShoppers(browser);
    const calls = counted.get(address) ?? (await callsOf(await newShopper(), address));
    const cases = toBreak(calls);
    const visits: Case[] = [];
    const next = cases.entries();
    const walk = async (): Promise<void> => {
      const shopper = await newShopper();
      for (const [i, breakages] of next) {
        const page = `${address}?${kindOf(breakages, calls, i)}`;
        visits.push({ page, breakages, visit: await shopper.visit(page, breakages) });
      }
      await shopper.leave();
    };
    await Promise.all(Array.from({ length: SHOPPERS }, walk));
    const lateOnce = visits.filter(isLate);
    const late: Case[] = [];
    for (const each of lateOnce) late.push(...(await lateAlone(newShopper, each)));
    const report = reportOf(visits, late, lateOnce.length - late.length);
    if (report.passed) counted.set(address, calls);
    return report;
  } finally {
    await browser.close();
  }
}

/** The visit once more, where it is as late each time it is made again. */
async function lateAlone(newShopper: () => Promise<Shopper>, { page, breakages }: Case): Promise<Case[]> {
  const shopper = await newShopper();
  try {
    await shopper.visit(page, []);
    const tries: Case[] = [];
    while (tries.length < TRIES_ALONE) {
      const again = { page, breakages, visit: await shopper.visit(page, breakages) };
      if (!isLate(again)) return [];
      tries.push(again);
    }
    return tries.slice(-1);
  } finally {
    await shopper.leave();
  }
}

async function callsOf(shopper: Shopper, address: string): Promise<Calls> {
  const calls = new Map<string, BrokenVisit['calls']>();
  // The first finds nothing on the device, as the one after an erasure does.
  await shopper.visit(address, []);
  for (const kind of [...KINDS, ...GPU_KINDS]) {
    const whole = await shopper.visit(`${address}?${kind}`, []);
    if (whole.answers.length === 0)
      throw new Error(`nothing is broken, and yet there is no answer: ${whole.complaints}`);
    calls.set(kind, whole.calls);
  }
  await shopper.leave();
  return calls;
}

/** A visit that makes the calls that are to go wrong; of several kinds each in its turn. */
function kindOf(breakages: readonly Breakage[], calls: Calls, turn: number): string {
  const kinds = breakages.some(({ path }) => path.startsWith('GPU')) ? GPU_KINDS : KINDS;
  const fit = kinds.filter((kind) => breakages.every(({ path, call }) => call <= (calls.get(kind)?.get(path) ?? 0)));
  const usable = fit.length > 0 ? fit : kinds;
  return usable[turn % usable.length];
}

/** A page that the machine does not let run cannot answer in time: what its own timers were late by is not counted. */
const isTooLate = ({ tookMs, lateMs }: Answer): boolean => tookMs - lateMs > ANSWER_MS;

const isLate = ({ visit }: Case): boolean => visit.answers.some(isTooLate);

/**
 * @param late         Those that are late whenever they are made.
 * @param inTimeAlone  How many were late, and are not with nothing beside them.
 */
function reportOf(
  visits: readonly Case[],
  late: readonly Case[],
  inTimeAlone: number,
): { reached: string; passed: boolean } {
  const answers = visits.flatMap(({ visit }) => visit.answers).sort((a, b) => a.tookMs - b.tookMs);
  const slowest = answers.at(-1);
  const usual = answers[Math.floor(0.99 * answers.length)];
  const met = visits.filter(({ visit }) => visit.isMet).length;
  const bad = visits.flatMap(({ breakages, visit }) =>
    problemsOf(breakages, visit).map((what) => `${wordsFor(breakages)}: ${what}`),
  );
  const lateLines = late.flatMap(({ breakages, visit }) =>
    visit.answers.flatMap((answer, i) =>
      isTooLate(answer)
        ? `${wordsFor(breakages)}: answer ${i} after ${answer.tookMs.toFixed()} ms, the timer ${answer.lateMs.toFixed()} ms late`
        : [],
    ),
  );
  return {
    reached:
      `${bad.length} in ${visits.length} visits (${met} met all that was broken); ${answers.length} answers, ` +
      `99 % within ${usual?.tookMs.toFixed()} ms, all within ${slowest?.tookMs.toFixed()} ms, ${lateLines.length} of them too late` +
      (inTimeAlone > 0 ? ` (beside ${inTimeAlone} visits that were late once, and not with nothing beside them)` : '') +
      [...bad, ...lateLines]
        .slice(0, MOST_LINES)
        .map((line) => `\n                ${line}`)
        .join(''),
    passed: visits.length > 0 && bad.length + late.length === 0,
  };
}

/** A page without the SDK is one whose script did not come: then nothing of it is there that could do harm. */
function problemsOf(breakages: readonly Breakage[], { isBegun, complaints, changed }: BrokenVisit): string[] {
  if (isBegun) return [...complaints, ...changed];
  return breakages.some(({ path }) => path === CHUNKS) ? [] : ['there is no SDK', ...complaints];
}

const wordsFor = (breakages: readonly Breakage[]): string =>
  breakages.map(({ path, call, manner }) => `${path} ${call} ${manner}`).join(' and ');
