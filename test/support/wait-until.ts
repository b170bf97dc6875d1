import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';

const LOOK_EVERY_MS = 50;
const LIMIT_MS = 30_000;

/**
 * Waits until a predicate that runs in the page holds. For one that returns a promise, which Playwright's `waitForFunction`
 * takes for a yes.
 *
 * @throws  When it does not hold by then.
 */
export async function waitUntil<T>(page: Page, holds: (arg: T) => Promise<boolean>, arg?: T): Promise<void> {
  const endsAt = performance.now() + LIMIT_MS;
  while (!(await page.evaluate(holds as (arg: unknown) => Promise<boolean>, arg))) {
    if (performance.now() > endsAt) throw new Error(`still not so after ${LIMIT_MS} ms: ${holds}`);
    await pause(LOOK_EVERY_MS);
  }
}
