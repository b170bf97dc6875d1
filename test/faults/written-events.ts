import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { FaultHooks } from '../support/fault-page/page.js';

const LOOK_EVERY_MS = 50;

declare global {
  interface Window {
    __ws_test: FaultHooks;
    acknowledged: number;
  }
}

export type WrittenEvent = Awaited<ReturnType<FaultHooks['readAll']>>[number];

/** What of a writer's events a page gives back. */
export interface Found {
  /** Events from the first on, without a gap. */
  whole: number;
  /** Damaged, double, beyond a gap, or of a batch that is not all there. */
  bad: number;
}

export interface Writing {
  writer: string;
  from: number;
  to?: number;
  batch: number;
}

/**
 * Writes batch after batch, as fast as the page acknowledges them, from event `from` up to `to`.
 *
 * @returns The longest that a batch has waited, in ms.
 */
export function write(page: Page, { writer, from, to = Number.MAX_SAFE_INTEGER, batch }: Writing): Promise<number> {
  return page.evaluate(
    async (writing) => {
      let longestMs = 0;
      window.acknowledged = writing.from;
      while (window.acknowledged < writing.to) {
        const bodies = Array.from(
          { length: writing.batch },
          (_, i) => `${writing.writer}/${window.acknowledged + i}/${'x'.repeat(80)}`,
        );
        const next = { writer: writing.writer, from: window.acknowledged, bodies };
        const askedAt = performance.now();
        window.acknowledged = await window.__ws_test.append(bodies.length, next);
        longestMs = Math.max(longestMs, performance.now() - askedAt);
      }
      return longestMs;
    },
    { writer, from, to, batch },
  );
}

/** How many events each page has acknowledged. */
export const acknowledgedBy = (pages: readonly Page[]): Promise<number[]> =>
  Promise.all(pages.map((page) => page.evaluate(() => window.acknowledged ?? 0)));

/**
 * Resolves once the pages together have acknowledged so many events, with how many it is then; rejects when writing fails.
 *
 * @param writing  Of the pages, see {@link write}.
 */
export async function untilAcknowledged(
  pages: readonly Page[],
  count: number,
  writing: Promise<unknown>,
): Promise<number> {
  for (;;) {
    const sum = (await acknowledgedBy(pages)).reduce((total, one) => total + one);
    if (sum >= count) return sum;
    await Promise.race([pause(LOOK_EVERY_MS), writing]);
  }
}

export const readEvents = (page: Page): Promise<WrittenEvent[]> => page.evaluate(() => window.__ws_test.readAll());

export const isSound = ({ writer, seq, body }: WrittenEvent): boolean => body === `${writer}/${seq}/${'x'.repeat(80)}`;

/** Looks through what a page gives back for the events of a writer that wrote in batches. */
export function findIn(events: readonly WrittenEvent[], writer: string, batch: number): Found {
  const own = events.filter((event) => event.writer === writer);
  const numbers = new Set(own.filter(isSound).map(({ seq }) => seq));
  let whole = 0;
  while (numbers.has(whole)) whole++;
  return { whole, bad: own.length - whole + (whole % batch) };
}
