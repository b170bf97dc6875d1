import type { RecommendQuery, Strategy } from '../recommendation.js';
import { checkRules } from './check-rules.js';
import {
  type Check,
  callable,
  checkArguments,
  flag,
  isRecord,
  listOf,
  mustBe,
  number,
  oneOf,
  oneOrMore,
  ownFields,
  text,
  whole,
} from './check-value.js';

// An object, so that the compiler misses a strategy that is not listed.
const STRATEGIES = {
  similar: true,
  'also-viewed': true,
  'bought-together': true,
  'for-you': true,
  popular: true,
  'recently-viewed': true,
} satisfies Record<Strategy, true>;

const share = number(0, 1);
const strategy = oneOf(Object.keys(STRATEGIES));

/** Timers of the browser count in 32 bits. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const signal: Check = (value, name) => {
  if (!isRecord(value) || typeof value.aborted !== 'boolean')
    throw new TypeError(mustBe(name, 'an AbortSignal', value));
};

/** What each field of a request must be. */
export const REQUEST_CHECKS: Readonly<Record<string, Check>> = {
  placement: text,
  strategy: oneOrMore(strategy),
  itemId: oneOrMore(text),
  limit: whole(1, 200),
  rules: checkRules,
  diversity: share,
  personalize: share,
  explore: share,
  fallback: (value, name) => {
    if (value !== false) listOf(strategy)(value, name);
  },
  dedupe: flag,
  timeout: number(0, MAX_TIMEOUT_MS),
  signal,
};

/**
 * A request's own fields, checked.
 *
 * @throws TypeError | RangeError that names the field.
 */
export function readRequest<T extends RecommendQuery>(request: T): Partial<T> {
  checkArguments('recommend', REQUEST_CHECKS, request);
  return ownFields(request, Object.keys(REQUEST_CHECKS));
}

/** How many items `more()` is asked for. @throws TypeError | RangeError */
export const checkLimit = (limit: unknown): void => REQUEST_CHECKS.limit(limit, 'more: limit');

/** @throws TypeError | RangeError that names the argument. */
export function checkRerank(entries: unknown, options: unknown): void {
  if (!Array.isArray(entries)) throw new TypeError(mustBe('rerank: entries', 'a list', entries));
  checkArguments('rerank', { query: text, strength: share, signal }, options);
  callable((options as { id?: unknown }).id, 'rerank: id');
}
