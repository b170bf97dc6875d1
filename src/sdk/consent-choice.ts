import type { Consent, ConsentState } from '../api/sdk.js';
import { checkArguments, oneOf, ownFields } from '../core/journey/check-value.js';

const PURPOSES = ['personalization_storage', 'analytics_storage'] as const satisfies (keyof Consent)[];

const STATES: readonly ConsentState[] = ['granted', 'denied', 'unknown'];

const PURPOSE_CHECKS = Object.fromEntries(PURPOSES.map((purpose) => [purpose, oneOf(STATES)]));

/** A choice for some purposes. @throws TypeError naming the purpose */
export function readConsent(call: string, value: Partial<Consent>): Partial<Consent> {
  checkArguments(call, PURPOSE_CHECKS, value);
  return ownFields(value, PURPOSES);
}

/** Who said what about consent. Per purpose `set()` outranks the options, which outrank the page's signals. */
export class ConsentChoice {
  #set: Partial<Consent> = {};
  #options: Partial<Consent>;
  #signals: Partial<Consent> = {};
  #onChange: (consent: Consent) => void;
  #consent: Consent;

  constructor(options: Partial<Consent>, onChange: (consent: Consent) => void) {
    this.#options = options;
    this.#onChange = onChange;
    this.#consent = this.#resolve();
  }

  get(): Consent {
    return { ...this.#consent };
  }

  /** The options say everything, so that no signal can change it. */
  get isDecided(): boolean {
    return PURPOSES.every((purpose) => Object.hasOwn(this.#options, purpose));
  }

  set(change: Partial<Consent>): void {
    this.#set = { ...this.#set, ...change };
    this.#update();
  }

  signal(consent: Consent): void {
    this.#signals = consent;
    this.#update();
  }

  #update(): void {
    const consent = this.#resolve();
    if (PURPOSES.every((purpose) => consent[purpose] === this.#consent[purpose])) return;
    this.#consent = consent;
    this.#onChange(this.get());
  }

  #resolve(): Consent {
    const layers = [this.#set, this.#options, this.#signals];
    const stateOf = (purpose: keyof Consent): ConsentState =>
      layers.find((layer) => Object.hasOwn(layer, purpose))?.[purpose] ?? 'unknown';
    return {
      personalization_storage: stateOf('personalization_storage'),
      analytics_storage: stateOf('analytics_storage'),
    };
  }
}
