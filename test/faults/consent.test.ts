import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { printCount, printRow } from './row.js';
import { Shopping, type Step } from './shopping.js';

const INTERLEAVINGS = Number(process.env.WINDOWSHOP_INTERLEAVINGS ?? 500);
const SEED = Number(process.env.WINDOWSHOP_SEED ?? 1);

afterEach(() => {
  vi.unstubAllGlobals();
});

const GRANTED: Step[] = [0, 1].map((tab) => ({ tab, does: 'grant', waits: false }));

/** What a tab does, the usual more often. */
const STEPS = 'record record record record grant grant withhold deny clear clear pause resume look lose'.split(
  ' ',
) as Step['does'][];

const steps = fc.array(
  fc.record<Step>({
    tab: fc.constantFrom(0, 1),
    does: fc.constantFrom(...STEPS),
    waits: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
);

test(`${INTERLEAVINGS} interleavings of recording, consent and erasing in two tabs`, async () => {
  let kept = 0;
  let erased = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, async (scheduler, given) => {
      const shopping = new Shopping(scheduler);
      await shopping.go([...GRANTED, ...given]);
      kept += shopping.keptCount;
      erased += shopping.erasedCount;
    }),
    { numRuns: INTERLEAVINGS, seed: SEED },
  );
  const row = {
    name: `${INTERLEAVINGS} interleavings of recording, consent and erasing in two tabs`,
    asked: '0 events stored without consent or after an erasure, 0 acknowledged ones lost',
    reached: `0 and 0, of ${erased} erased and ${kept} that were to be kept`,
    passed: kept > 0 && erased > 0,
  };
  printRow(row, console.log);
  expect(printCount([row], console.log)).toBe(true);
});
