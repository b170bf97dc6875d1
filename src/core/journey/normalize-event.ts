import type { JourneyEvent } from '../journey-event.js';
import { WindowshopError } from '../windowshop-error.js';
import { isRecord, own } from './check-value.js';
import { EVENT_PARAMETERS, ITEM_FIELDS, NUMBER_RANGES, WORDS } from './event-parameters.js';

/** More items than this say nothing more about a shopper; the rest is cut off. */
const MAX_ITEMS = 200;
const MAX_FILTERS = 50;
/** Room for an item address as id; longer texts are cut, longer ids refused. */
const MAX_TEXT = 1024;

/** An event as somebody hands it in: anything at all. */
export interface IncomingEvent {
  name: unknown;
  params: unknown;
  /** Epoch ms; undefined = now. A moment in the future counts as now. */
  timestamp?: unknown;
}

/**
 * Takes from an incoming event what the journal keeps: known parameters only, numbers out of strings, at most
 * {@link MAX_ITEMS} items, addresses without query and fragment. An unreadable optional value is left out.
 *
 * @throws {WindowshopError} `event_invalid`, naming the event and what is wrong with it.
 */
export function normalizeEvent({ name, params, timestamp }: IncomingEvent, now: number): JourneyEvent {
  if (typeof name !== 'string' || !Object.hasOwn(EVENT_PARAMETERS, name))
    throw invalid('record', `there is no event "${String(name).slice(0, 60)}"`);
  if (!isRecord(params)) throw invalid(name, 'params must be an object');
  const moment = timestamp === undefined ? now : readNumber(timestamp);
  if (moment === undefined || moment <= 0) throw invalid(name, 'timestamp must be in epoch milliseconds');
  try {
    return { name, params: readParameters(name, params), timestamp: Math.min(moment, now) } as JourneyEvent;
  } catch (cause) {
    // A getter or proxy of the page may throw anything.
    throw cause instanceof WindowshopError ? cause : invalid(name, 'params cannot be read', cause);
  }
}

function readParameters(name: string, params: object): Record<string, unknown> {
  const [needed, others] = EVENT_PARAMETERS[name as keyof typeof EVENT_PARAMETERS] as readonly (readonly string[])[];
  const read: Record<string, unknown> = {};
  for (const parameter of [...needed, ...others]) {
    const value = readParameter(name, parameter, own(params, parameter));
    if (value !== undefined) read[parameter] = value;
    else if (needed.includes(parameter)) throw invalid(name, `${parameter} is missing or unreadable`);
  }
  return read;
}

function readParameter(event: string, parameter: string, value: unknown): unknown {
  switch (parameter) {
    case 'items':
      return readItems(event, value);
    case 'filters':
      return readFilters(value);
    case 'page_location':
    case 'page_referrer':
      return readText(value)?.replace(/[?#].*$/s, '');
    default:
      return readField(parameter, value);
  }
}

/**
 * Entries without an id are dropped; without any left the event says nothing, but an empty cart is a cart. What stands in a
 * cart zero times is not in it; whatever else is done is done with an item at least once, so a zero says nothing there.
 */
function readItems(event: string, value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  const isCart = event === 'view_cart';
  const entries = isCart
    ? value.filter((entry) => !isRecord(entry) || readNumber(own(entry, 'quantity')) !== 0)
    : value;
  const items = entries.slice(0, MAX_ITEMS).flatMap((entry) => {
    const item: Record<string, unknown> = {};
    if (isRecord(entry)) {
      for (const field of ITEM_FIELDS) {
        const read = readField(field, own(entry, field));
        if (read !== undefined) item[field] = read;
      }
    }
    return item.item_id === undefined ? [] : [item];
  });
  return items.length > 0 || (isCart && entries.length === 0) ? items : undefined;
}

function readFilters(value: unknown): Record<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    Object.keys(value)
      .slice(0, MAX_FILTERS)
      .flatMap((field) => {
        const given = own(value, field);
        const read = Array.isArray(given)
          ? given.slice(0, MAX_FILTERS).filter(isFilterValue).map(cutText)
          : isFilterValue(given) && cutText(given);
        return read === false ? [] : [[cutText(field), read]];
      }),
  );
}

const isFilterValue = (value: unknown): value is string | number =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

const cutText = <T extends string | number>(value: T): T =>
  (typeof value === 'string' ? value.slice(0, MAX_TEXT) : value) as T;

function readField(field: string, value: unknown): string | number | undefined {
  const range = NUMBER_RANGES.get(field);
  if (range) {
    const number = readNumber(value);
    return number !== undefined && number >= range[0] && number <= range[1] ? number : undefined;
  }
  const read = readText(value);
  const isIdTooLong = read !== undefined && read.length > MAX_TEXT && /_id$/.test(field);
  const words = WORDS.get(field);
  return read === undefined || isIdTooLong || (words && !words.includes(read)) ? undefined : cutText(read);
}

/** Numbers are texts too: shops send `item_id: 42`. */
function readText(value: unknown): string | undefined {
  const read = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof read === 'string' && read.trim() !== '' ? read.trim() : undefined;
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const invalid = (event: string, problem: string, cause?: unknown): WindowshopError =>
  new WindowshopError('event_invalid', `${event}: ${problem}`, {
    hint: 'The event was dropped. Names and parameters are those of GA4.',
    ...(cause === undefined ? {} : { cause }),
  });
