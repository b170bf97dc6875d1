/** Years outside are no moments of a shop but a misread number. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** `2021-01-31`, `2021/1/31` or `20210131`, … */
const DATE = /^(?<year>\d{4})(?:(?<dash>[-/.])(?<month>\d{1,2})\k<dash>(?<day>\d{1,2})|(?<mm>\d{2})(?<dd>\d{2}))/;
/** … with a time, a fraction of its second and a zone if need be. */
const TIME =
  /^(?:[T\s]\s*(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Reads a moment: ISO 8601, `YYYY-MM-DD hh:mm:ss`, epoch seconds or milliseconds (also micro- and nanoseconds, told
 * apart by size). Without a zone it is UTC, so that a build does not depend on where it runs.
 *
 * @returns  Epoch ms, or undefined when the text is no moment.
 */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  const ms = fromCalendar(trimmed)?.ms ?? fromEpoch(trimmed);
  return ms !== undefined && isPossible(ms) ? ms : undefined;
}

/** Reads a day, or a moment of it, as {@link parseTimestamp} does, but no number: nobody writes the bounds of a period so. */
export function parseCalendar(text: string): { ms: number; isWholeDay: boolean } | undefined {
  const read = fromCalendar(text.trim());
  return read && isPossible(read.ms) ? read : undefined;
}

const isPossible = (ms: number): boolean => ms >= EARLIEST && ms < LATEST;

function fromCalendar(text: string): { ms: number; isWholeDay: boolean } | undefined {
  const date = DATE.exec(text);
  const time = date && TIME.exec(text.slice(date[0].length));
  if (!date?.groups || !time?.groups) return undefined;
  const [year, month, day] = [date.groups.year, date.groups.month ?? date.groups.mm, date.groups.day ?? date.groups.dd];
  const { hour = '0', minute = '0', second = '0', fraction = '0', zone } = time.groups;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC rolls 30 February over into March, and month 13 into the next year.
  const rolled = new Date(midnight).getUTCDate() !== Number(day) || Number(month) > 12 || Number(month) < 1;
  if (rolled || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const ms = midnight + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000) - offsetMs(zone);
  return { ms, isWholeDay: time.groups.hour === undefined };
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function fromEpoch(text: string): number | undefined {
  if (!/^\d{1,19}(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (value < 1e11) return Math.floor(value * 1000);
  if (value < 1e14) return Math.floor(value);
  return Math.floor(value / (value < 1e17 ? 1e3 : 1e6));
}
