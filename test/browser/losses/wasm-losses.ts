import { expect, vi } from 'vitest';
import { type Breakage, breakages, breakKernels } from '../../support/broken-kernel.js';
import { openFrame } from '../client-pages.js';
import type { LossPoint } from './loss-point.js';
import { type Modules, openScoring, questionOf, untilFound } from './open-scoring.js';

const REPLACED = /^js: WASM failed: ./;

/** A kernel that cannot be had to begin with. */
const refused = (title: string, refuse: () => Promise<Modules | undefined>): LossPoint => ({
  title: `WASM: ${title}`,
  async lose(round) {
    const scoring = await openScoring('wasm', await refuse());
    const question = questionOf(round);
    return scoring.outcome(question, await scoring.ask(question), [], REPLACED);
  },
});

/** A kernel that breaks over a call, or so that only looking again shows it. */
const broken = (title: string, breakage: Breakage, isSilent = false): LossPoint => ({
  title: `WASM: ${title}`,
  isFoundLater: isSilent,
  async lose(round) {
    const kernel = breakKernels(breakage);
    const scoring = await openScoring('wasm');
    if (scoring.backend.name !== 'wasm') throw new Error(scoring.backend.device.reason);
    const question = questionOf(round);
    kernel.strike();
    if (isSilent) await untilFound(scoring, round);
    const outcome = await scoring.outcome(question, await scoring.ask(question), ['wasm'], REPLACED);
    scoring.backend.dispose();
    return outcome;
  },
});

let modules: Promise<Modules> | undefined;

/** Modules in a page where compiling is refused: elsewhere a kernel that was compiled once is kept. */
async function inPageWithoutCompiler(): Promise<Modules> {
  const page = openFrame('<script type="module" src="/test/browser/losses/scoring-page.ts"></script>');
  await expect.poll(() => page.scoringModules, { timeout: 15_000 }).toBeDefined();
  const { WebAssembly } = page as typeof globalThis & Window;
  WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('compiling is not allowed'));
  return page.scoringModules as Modules;
}

export const wasmLosses: LossPoint[] = [
  refused('compiling is refused', () => {
    modules ??= inPageWithoutCompiler();
    return modules;
  }),
  refused('instantiating is refused', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new WebAssembly.LinkError('not this memory'));
    return undefined;
  }),
  refused('there is no memory', async () => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(
      class {
        constructor() {
          throw new RangeError('could not allocate memory');
        }
      } as unknown as typeof WebAssembly.Memory,
    );
    return undefined;
  }),
  broken('its kernel traps', breakages.traps),
  broken('its kernel writes NaN', breakages['writes NaN']),
  broken('its kernel names other items', breakages['names other items']),
  broken('its kernel leaves out the best, which shows in idle time', breakages['leaves out the best'], true),
];
