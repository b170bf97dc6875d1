import { parseTimestamp } from './parse-timestamp.js';

/** Epoch ms; `to` is the first moment behind it. */
export interface Period {
  from: number;
  to: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads a period as ISO 8601 writes it, `2026-11-20T00:00+0100/2026-11-30T23:59+0100`; see Google's
 * `sale_price_effective_date`. A day without a time counts as a whole.
 *
 * @returns  undefined when the text is no period, or ends before it begins.
 */
export function parsePeriod(text: string): Period | undefined {
  const moments = text.split('/').map((part) => part.trim());
  if (moments.length !== 2) return undefined;
  const [from, last] = moments.map(parseTimestamp);
  if (from === undefined || last === undefined) return undefined;
  const to = moments[1].includes(':') ? last : last + DAY_MS;
  return from < to ? { from, to } : undefined;
}
