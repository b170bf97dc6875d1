import type { EventName } from '../../core/journey-event.js';
import type { FieldValues } from '../fields/column-map.js';
import type { ReadEventField } from '../fields/event-fields.js';
import { parseEventName } from '../values/event-names.js';
import { parsePrice } from '../values/parse-price.js';
import { parseTimestamp } from '../values/parse-timestamp.js';
import { scalarText } from '../values/scalar.js';

/** One row of an event log. */
export interface ReadEvent {
  /** Who did it: the user, else the session. */
  user: string;
  /** The visit, where the log names it beside the user. */
  session: string | undefined;
  item: string;
  /** Epoch ms; undefined when the log has no times. */
  timestampMs: number | undefined;
  name: EventName;
  /** Names what was bought together. */
  order: string | undefined;
  /** The event column holds a word that nobody uses. */
  isUnknownName: boolean;
}

/**
 * Makes an event of a row's fields.
 *
 * Without a readable event name a row is a purchase if it has a quantity or price, else a view; a negative quantity is
 * a refund, whatever the row is called.
 *
 * @returns  The field at fault when item or user is missing or the time cannot be read.
 */
export function readEvent(values: FieldValues<ReadEventField>): ReadEvent | { fault: 'item' | 'user' | 'timestamp' } {
  const item = scalarText(values.item);
  if (item === undefined || typeof values.item === 'object') return { fault: 'item' };
  const person = scalarText(values.user);
  const session = scalarText(values.session);
  const user = person ?? session;
  if (user === undefined) return { fault: 'user' };
  const hasTime = 'timestamp' in values;
  const timestampMs = hasTime ? parseTimestamp(scalarText(values.timestamp) ?? '') : undefined;
  if (hasTime && timestampMs === undefined) return { fault: 'timestamp' };

  const word = scalarText(values.event);
  const named = word === undefined ? undefined : parseEventName(word);
  const quantity = amountOf(values.quantity);
  return {
    user,
    session: person === undefined ? undefined : session,
    item,
    timestampMs,
    name: quantity !== undefined && quantity < 0 ? 'refund' : (named ?? unnamed(values, word, quantity)),
    order: scalarText(values.order),
    isUnknownName: word !== undefined && named === undefined,
  };
}

/** A word that nobody uses may mean anything; it is taken for the least that a row about an item can say. */
function unnamed(
  values: FieldValues<ReadEventField>,
  word: string | undefined,
  quantity: number | undefined,
): EventName {
  const hasSale = quantity !== undefined || amountOf(values.price) !== undefined;
  return word === undefined && hasSale ? 'purchase' : 'view_item';
}

function amountOf(value: unknown): number | undefined {
  const text = scalarText(value);
  return text === undefined ? undefined : parsePrice(text)?.amount;
}
