import { parseCalendar } from './parse-timestamp.js';

export interface Period {
  /** Epoch ms of its first moment, and of the first behind it. */
  fromMs: number;
  toMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads a period as ISO 8601 writes it, `2026-11-20T00:00+0100/2026-11-30T23:59+0100`; see Google's
 * `sale_price_effective_date`. A day without a time counts as a whole. Without a zone it is UTC, so that a build does not
 * depend on where it runs; Google takes that of the country.
 *
 * @returns  undefined when the text is no period, or ends before it begins.
 */
export function parsePeriod(text: string): Period | undefined {
  const bounds = text.split('/').map(parseCalendar);
  const [from, last] = bounds;
  if (bounds.length !== 2 || !from || !last) return undefined;
  const toMs = last.isWholeDay ? last.ms + DAY_MS : last.ms;
  return from.ms < toMs ? { fromMs: from.ms, toMs } : undefined;
}
