import type { CaptureSource, Consent, ConsentState, InitOptions } from '../index.js';

/** Tells the developer what was wrong with an attribute; its default holds. */
export type Warn = (attribute: string, value: string) => void;

const SOURCES: readonly CaptureSource[] = ['attributes', 'jsonld', 'navigation'];

/** Sources by name that this version does not have: no mistake, but nothing to switch on either. */
const OTHER_SOURCES = ['datalayer', 'shopify', 'adobe', 'woocommerce', 'microdata', 'dwell'];

/**
 * The options that a script tag's `data-ws-*` attributes give. What cannot be read is warned about and left to its
 * default: a typing error must not cost a shop its shelves.
 *
 * @returns  Undefined without `data-ws-snapshot`.
 */
export function readTag(tag: HTMLElement, warn: Warn): InitOptions | undefined {
  /** The attribute as `read` understands it; undefined where it is missing or not understood. */
  const given = <T>(name: string, read: (value: string) => T | undefined): T | undefined => {
    const value = tag.getAttribute(`data-ws-${name}`)?.trim();
    if (!value) return undefined;
    const option = read(value);
    if (option === undefined) warn(`data-ws-${name}`, value);
    return option;
  };
  const oneOf =
    <T extends string>(...words: T[]) =>
    (value: string): T | undefined =>
      words.find((word) => word === value);
  const asText = (value: string): string => value;

  const snapshot = given('snapshot', asText);
  if (snapshot === undefined) return undefined;
  const worker = given('worker', asText);
  const consent = given('consent', oneOf<'auto' | ConsentState>('auto', 'granted', 'denied', 'unknown'));
  return withoutUndefined({
    snapshot,
    locale: given('locale', localeOf),
    currency: given('currency', (value) => (/^[A-Z]{3}$/.test(value) ? value : undefined)),
    trust: tag.hasAttribute('data-ws-trust') ? trustOf(tag) : undefined,
    device: given('device', oneOf('auto', 'webgpu', 'wasm', 'js')),
    worker: worker === 'auto' ? undefined : worker === 'off' ? false : worker,
    capture: given('capture', captureOf),
    dataLayer: given('datalayer', asText),
    consent: consent === undefined || consent === 'auto' ? undefined : bothPurposes(consent),
    persistence: given('persistence', oneOf('auto', 'memory')),
    retention: given('retention-days', retentionOf),
    debug: tag.hasAttribute('data-ws-debug') || undefined,
  });
}

/** As it stands, right or wrong: a typing error must not come to mean that everything is trusted. */
function trustOf(tag: HTMLElement): InitOptions['trust'] {
  const keys = (tag.getAttribute('data-ws-trust') ?? '').split(/\s+/).filter((key) => key !== '');
  const minVersion = tag.getAttribute('data-ws-min-version');
  return { keys, ...(minVersion === null ? {} : { minVersion: Number(minVersion) }) };
}

function localeOf(value: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(value)[0];
  } catch {
    // RangeError: no language tag.
    return undefined;
  }
}

function captureOf(value: string): false | CaptureSource[] | undefined {
  if (value === 'off') return false;
  const words = value.split(/\s+/);
  const sources = SOURCES.filter((source) => words.includes(source));
  return sources.length > 0 || words.some((word) => OTHER_SOURCES.includes(word)) ? sources : undefined;
}

function retentionOf(value: string): { days: number } | undefined {
  const days = Number(value);
  return Number.isInteger(days) && days >= 1 && days <= 730 ? { days } : undefined;
}

const bothPurposes = (state: ConsentState): Consent => ({
  personalization_storage: state,
  analytics_storage: state,
});

function withoutUndefined(options: { [K in keyof InitOptions]: InitOptions[K] | undefined }): InitOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as InitOptions;
}
