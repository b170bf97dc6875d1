import { findMistake } from '../../src/core/scoring/find-mistake.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import type { IdleWatch } from './idle-watch.js';

export interface SpotCheckOptions {
  idle: IdleWatch;
  /** Every so many answers one is checked. */
  every?: number;
  /** Told of the backend that has answered wrong. */
  onMistake: (name: ScoringBackend['name'], mistake: string) => void;
}

/** One answer in a hundred. */
const EVERY = 100;
/** About a millisecond of plain JavaScript. */
const SLICE_ITEMS = 10_000;

/**
 * Passes questions on to a backend, and looks at one answer in a hundred again while nobody asks for anything: a device
 * may begin to compute wrong without a word. The answer itself is not held up.
 */
export function withSpotChecks(
  backend: ScoringBackend,
  embeddings: Embeddings,
  { idle, every = EVERY, onMistake }: SpotCheckOptions,
): ScoringBackend {
  let unchecked = 0;
  let isChecking = false;
  let isDisposed = false;

  return {
    get name() {
      return backend.name;
    },
    async topItems(queries, count, excluded) {
      const top = await idle.during(() => backend.topItems(queries, count, excluded));
      const { name } = backend;
      unchecked += top.length;
      // `js` is what answers are checked by.
      if (top.length > 0 && unchecked >= every && !isChecking && name !== 'js') {
        unchecked = 0;
        const answered = { query: queries[0], count, excluded: new Set(excluded), answer: top[0] };
        void check(name, findMistake(embeddings, answered, SLICE_ITEMS));
      }
      return top;
    },
    dispose() {
      isDisposed = true;
      backend.dispose();
    },
  };

  async function check(name: ScoringBackend['name'], steps: ReturnType<typeof findMistake>): Promise<void> {
    isChecking = true;
    for (let isDone: boolean | undefined; !isDone && !isDisposed; ) {
      await idle.quiet();
      const step = steps.next();
      isDone = step.done;
      if (step.value !== undefined) onMistake(name, `a wrong answer was found: ${step.value}`);
    }
    isChecking = false;
  }
}
