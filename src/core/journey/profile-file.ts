import type { JourneyEvent } from '../journey-event.js';
import { WindowshopError } from '../windowshop-error.js';
import { isRecord, own } from './check-value.js';
import type { FoldedShopper } from './folded-shopper.js';
import { normalizeEvent } from './normalize-event.js';

const FORMAT = 'windowshop-profile';
const FORMAT_VERSION = 1;
/** 5,000 events with 200 items each stay below; a larger file is refused before it is parsed. */
const MAX_FILE_LENGTH = 256 * 1024 * 1024;

/**
 * Everything that is stored about a shopper, as one JSON file. `earlier`, the sum of events that the browser has lost, is
 * there to be seen; only events are read back.
 */
export function writeProfileFile(
  events: readonly JourneyEvent[],
  paused: boolean,
  now: number,
  earlier?: FoldedShopper,
): string {
  return jsonOf({
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    exportedAt: new Date(now).toISOString(),
    paused,
    events: events.map(({ name, params, timestamp }) => ({ name, params, timestamp })),
    ...(earlier && { earlier }),
  });
}

/**
 * Reads the events of a profile file, all or none.
 *
 * @throws {WindowshopError} `profile_invalid`, saying what is wrong with the file.
 */
export function readProfileFile(content: string, now: number): JourneyEvent[] {
  if (content.length > MAX_FILE_LENGTH) throw invalid(`it is longer than ${MAX_FILE_LENGTH} characters`);
  let file: unknown;
  try {
    file = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
  if (!isRecord(file) || own(file, 'format') !== FORMAT) throw invalid(`its format is not "${FORMAT}"`);
  const version = own(file, 'formatVersion');
  if (version !== FORMAT_VERSION)
    throw invalid(`its formatVersion is ${String(version)}; this windowshop reads ${FORMAT_VERSION}`);
  const events = own(file, 'events');
  if (!Array.isArray(events)) throw invalid('it has no list of events');
  return events.map((event: unknown, i) => {
    try {
      if (!isRecord(event)) throw new TypeError('not an object');
      const timestamp = own(event, 'timestamp');
      if (typeof timestamp !== 'number') throw new TypeError('without timestamp');
      return normalizeEvent({ name: own(event, 'name'), params: own(event, 'params'), timestamp }, now);
    } catch (cause) {
      throw invalid(`event ${i}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
  });
}

/**
 * The events of a file that a journey does not hold yet. An event that both hold is the same one; one that a file holds
 * twice happened twice.
 */
export function missingEvents(held: readonly JourneyEvent[], incoming: readonly JourneyEvent[]): JourneyEvent[] {
  const left = new Map<string, number>();
  for (const event of held) left.set(keyOf(event), (left.get(keyOf(event)) ?? 0) + 1);
  return incoming.filter((event) => {
    const count = left.get(keyOf(event)) ?? 0;
    if (count > 0) left.set(keyOf(event), count - 1);
    return count === 0;
  });
}

/** Equal for equal events: normalising writes parameters in one fixed order. */
const keyOf = ({ name, params, timestamp }: JourneyEvent): string => jsonOf([timestamp, name, params]);

/**
 * JSON of plain data. Old libraries put `toJSON` on `Array.prototype`, which `JSON.stringify` obeys for lists and
 * objects; written piece by piece, only bare texts and numbers reach it, and for those it asks nobody.
 */
export function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.keys(value).map((field) => `${JSON.stringify(field)}:${jsonOf(value[field])}`);
  return `{${fields.join()}}`;
}

const invalid = (problem: string, cause?: unknown): WindowshopError =>
  new WindowshopError('profile_invalid', `This file cannot be imported: ${problem}.`, {
    hint: 'Nothing was changed. Import a file that profile.export() made.',
    ...(cause === undefined ? {} : { cause }),
  });
