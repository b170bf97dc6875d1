import type { Consent, ConsentState } from '../../api/sdk.js';

export type Purpose = keyof Consent;

/**
 * What one source says, for the purposes it has something to say about. A choice that is still open is left out;
 * `unknown` is a statement of its own: whatever others say, nothing better than unknown may be taken.
 */
export type Signal = Partial<Consent>;

const STRICTEST_FIRST: readonly ConsentState[] = ['denied', 'unknown', 'granted'];

/** The strictest statement wins, for each purpose on its own; a purpose that nobody mentions is `unknown`. */
export function strictest(signals: Iterable<Signal>): Consent {
  const all = [...signals];
  const stateOf = (purpose: Purpose): ConsentState =>
    STRICTEST_FIRST.find((state) => all.some((signal) => signal[purpose] === state)) ?? 'unknown';
  return {
    personalization_storage: stateOf('personalization_storage'),
    analytics_storage: stateOf('analytics_storage'),
  };
}
