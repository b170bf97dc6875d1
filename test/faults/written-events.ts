import type { Page } from 'playwright';
import type { FaultHooks } from '../support/fault-page/page.js';

declare global {
  interface Window {
    __ws_test: FaultHooks;
    acknowledged: number;
  }
}

/** What of a writer's events a page gives back. */
export interface Found {
  /** Events from the first on, without a gap. */
  whole: number;
  /** Damaged, double, beyond a gap, or of a batch that is not all there. */
  bad: number;
}

/** Writes batch after batch, as fast as the page acknowledges them, from event `from` up to `to`. */
export async function write(page: Page, { writer, from, to = Number.MAX_SAFE_INTEGER, batch }: Writing): Promise<void> {
  await page.evaluate(
    async (writing) => {
      window.acknowledged = writing.from;
      while (window.acknowledged < writing.to) {
        const bodies = Array.from(
          { length: writing.batch },
          (_, i) => `${writing.writer}/${window.acknowledged + i}/${'x'.repeat(80)}`,
        );
        const next = { writer: writing.writer, from: window.acknowledged, bodies };
        window.acknowledged = await window.__ws_test.append(bodies.length, next);
      }
    },
    { writer, from, to, batch },
  );
}

export interface Writing {
  writer: string;
  from: number;
  to?: number;
  batch: number;
}

export async function find(page: Page, writer: string, batch: number): Promise<Found> {
  const events = (await page.evaluate(() => window.__ws_test.readAll())).filter((event) => event.writer === writer);
  const isSound = (seq: number, body: unknown): boolean => body === `${writer}/${seq}/${'x'.repeat(80)}`;
  const numbers = new Set(events.filter(({ seq, body }) => isSound(seq, body)).map(({ seq }) => seq));
  let whole = 0;
  while (numbers.has(whole)) whole++;
  return { whole, bad: events.length - whole + (whole % batch) };
}
