import type { CaptureSource, Consent, ConsentState, InitOptions } from '../index.js';

/** Tells the developer what was wrong with an attribute and that its default holds. */
export type Warn = (attribute: string, value: string) => void;

const SOURCES: readonly CaptureSource[] = ['attributes', 'jsonld', 'navigation'];

/**
 * The options that a script tag's `data-ws-*` attributes give. What cannot be read is warned about and left to its
 * default: a typing error must not cost a shop its shelves.
 *
 * @returns  Undefined without `data-ws-snapshot`.
 */
export function readTag(tag: HTMLElement, warn: Warn): InitOptions | undefined {
  const given = (name: string): string | undefined => tag.getAttribute(`data-ws-${name}`)?.trim() || undefined;
  const snapshot = given('snapshot');
  if (snapshot === undefined) return undefined;

  const oneOf = <T extends string>(name: string, words: readonly T[]): T | undefined => {
    const value = given(name);
    if (value === undefined || words.includes(value as T)) return value as T | undefined;
    warn(`data-ws-${name}`, value);
    return undefined;
  };
  const matching = (name: string, pattern: RegExp): string | undefined => {
    const value = given(name);
    if (value === undefined || pattern.test(value)) return value;
    warn(`data-ws-${name}`, value);
    return undefined;
  };

  const worker = given('worker');
  const consent = oneOf<'auto' | ConsentState>('consent', ['auto', 'granted', 'denied', 'unknown']);
  return withoutUndefined({
    snapshot,
    locale: matching('locale', /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i),
    currency: matching('currency', /^[A-Z]{3}$/),
    device: oneOf('device', ['auto', 'webgpu', 'wasm', 'js'] as const),
    worker: worker === undefined || worker === 'auto' ? undefined : worker === 'off' ? false : worker,
    capture: captureOf(given('capture'), warn),
    dataLayer: given('datalayer'),
    consent: consent === undefined || consent === 'auto' ? undefined : bothPurposes(consent),
    persistence: oneOf('persistence', ['auto', 'memory'] as const),
    retention: retentionOf(given('retention-days'), warn),
    debug: tag.hasAttribute('data-ws-debug') ? true : undefined,
  });
}

function captureOf(value: string | undefined, warn: Warn): false | CaptureSource[] | undefined {
  if (value === undefined) return undefined;
  if (value === 'off') return false;
  return value.split(/\s+/).filter((word): word is CaptureSource => {
    const isKnown = SOURCES.includes(word as CaptureSource);
    if (!isKnown) warn('data-ws-capture', word);
    return isKnown;
  });
}

function retentionOf(value: string | undefined, warn: Warn): { days: number } | undefined {
  if (value === undefined) return undefined;
  const days = Number(value);
  if (Number.isInteger(days) && days >= 1 && days <= 730) return { days };
  warn('data-ws-retention-days', value);
  return undefined;
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
