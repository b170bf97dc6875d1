import type { CaptureSource, InitOptions, Sdk } from '../api/sdk.js';
import {
  type Check,
  callable,
  checkArguments,
  fieldsOf,
  flag,
  isRecord,
  listOf,
  mustBe,
  number,
  oneOf,
  ownFields,
  text,
  whole,
} from '../core/journey/check-value.js';
import { PUBLIC_KEY } from '../core/snapshot/trust.js';
import { readConsent } from './consent-choice.js';

export const CAPTURE_SOURCES: readonly CaptureSource[] = ['attributes', 'jsonld', 'navigation'];

const source = oneOf(CAPTURE_SOURCES);

const locale: Check = (value, name) => {
  text(value, name);
  try {
    Intl.getCanonicalLocales(value as string);
  } catch {
    throw new RangeError(mustBe(name, 'a BCP 47 language tag', value));
  }
};

const currency: Check = (value, name) => {
  text(value, name);
  if (!/^[A-Z]{3}$/.test(value as string)) throw new RangeError(mustBe(name, 'an ISO 4217 code', value));
};

const address: Check = (value, name) => {
  // A URL of another frame is no instance of this one's.
  const href = isRecord(value) && typeof value.href === 'string' ? value.href : value;
  text(href, name);
  try {
    new URL(href as string, 'https://any.test');
  } catch {
    throw new TypeError(mustBe(name, 'an address', value));
  }
};

const UPDATE_CHECKS: Record<string, Check> = {
  locale,
  currency,
  debug: flag,
  // What is in them is read where it is used, since single mistakes in a configuration are forgiven.
  placements: fieldsOf({}),
  rules: listOf(() => {}),
};

const INIT_CHECKS: Record<string, Check> = {
  ...UPDATE_CHECKS,
  snapshot: address,
  device: oneOf(['auto', 'webgpu', 'wasm', 'js']),
  worker: (value, name) => {
    if (typeof value !== 'boolean') address(value, name);
  },
  capture: (value, name) => {
    if (typeof value !== 'boolean') listOf(source)(value, name);
  },
  dataLayer: text,
  consent: (value, name) => {
    if (value !== 'auto') readConsent(name, value as object);
  },
  persistence: oneOf(['auto', 'memory']),
  retention: (value, name) => checkArguments(name, RETENTION_CHECKS, value),
  live: callable,
  trust: (value, name) => checkArguments(name, TRUST_CHECKS, value),
  seed: number(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
};

/** A page that names no key that can be right must not come to trust everything. */
const keys: Check = (value, name) => {
  listOf(publicKey)(value, name);
  if ((value as string[]).length === 0) throw new RangeError(mustBe(name, 'a list of at least one key', value));
};

const publicKey: Check = (value, name) => {
  text(value, name);
  if (!PUBLIC_KEY.test(value as string))
    throw new RangeError(mustBe(name, 'a public key as `windowshop keys` prints it', value));
};

const TRUST_CHECKS: Record<string, Check> = { keys, minVersion: whole(0, Number.MAX_SAFE_INTEGER) };

const RETENTION_CHECKS: Record<string, Check> = { days: whole(1, 730), maxEvents: whole(1, 1_000_000) };

/** Options as given, checked, without what a page has put on `Object.prototype`. */
export type GivenOptions = Partial<InitOptions> & { snapshot: string | URL };

/** @throws TypeError without `snapshot`, and TypeError or RangeError naming the first option that is wrong. */
export function readOptions(options: InitOptions): GivenOptions {
  checkArguments('init', INIT_CHECKS, options);
  const given = ownFields(options, Object.keys(INIT_CHECKS));
  if (given.snapshot === undefined) throw new TypeError('init: snapshot is missing: the address of manifest.json');
  return given as GivenOptions;
}

/** @throws TypeError | RangeError naming the first option that is wrong. */
export function readUpdate(options: Parameters<Sdk['update']>[0]): Parameters<Sdk['update']>[0] {
  checkArguments('update', UPDATE_CHECKS, options);
  return ownFields(options, Object.keys(UPDATE_CHECKS));
}
