import type { Consent } from '../api/sdk.js';
import { ConsentMode } from './consent/consent-mode.js';
import { type CustomerPrivacy, shopifySignal } from './consent/shopify.js';
import { type Signal, strictest } from './consent/signal.js';
import { type TcfApi, watchTcf } from './consent/tcf.js';
import { watchDataLayer } from './consent/watch-data-layer.js';

/** Consent managers arrive late, by scripts of their own: looked for this often, for this long. */
const LOOK_EVERY_MS = 500;
const LOOK_FOR_MS = 30_000;

export interface ConsentSignalOptions {
  /** Name of the data layer variable. */
  dataLayerName: string;
  /** Called at once, and whenever the outcome changes. */
  onChange: (consent: Consent) => void;
}

/** Window properties of other scripts that carry a choice. */
interface ConsentGlobals {
  __tcfapi?: TcfApi;
  Shopify?: { customerPrivacy?: CustomerPrivacy };
  [dataLayerName: string]: unknown;
}

/**
 * Follows the page's consent signals: Google Consent Mode, IAB TCF, Shopify, Global Privacy Control. The strictest
 * wins, per purpose. Nothing on the page is changed but the data layer's `push`, which is put back at the end.
 *
 * @returns The function that ends it.
 */
export function watchConsentSignals({ dataLayerName, onChange }: ConsentSignalOptions): () => void {
  const globals = window as unknown as ConsentGlobals;
  const signals = new Map<string, Signal>();
  const stops = new Map<string, () => void>();
  const consentMode = new ConsentMode();
  let last: Consent | undefined;
  let layer: unknown;

  const publish = (): void => {
    const consent = strictest(signals.values());
    if (last && (Object.keys(consent) as (keyof Consent)[]).every((purpose) => consent[purpose] === last?.[purpose]))
      return;
    last = consent;
    onChange(consent);
  };
  const set = (source: string, signal: Signal): void => {
    signals.set(source, signal);
    if (last) publish();
  };

  /** A signal that cannot be read says nothing, whatever its script did wrong. */
  const attempt = (read: () => void): void => {
    try {
      read();
    } catch {
      // The mistake is another script's, and consent stays as strict as it was.
    }
  };

  const readShopify = (): void => {
    const privacy = globals.Shopify?.customerPrivacy;
    if (privacy) set('shopify', shopifySignal(privacy));
  };
  const readShopifyLater = (): void => attempt(readShopify);

  const look = (): void => {
    attempt(() => {
      if (globals[dataLayerName] === layer) return;
      // Some pages assign a new array where they should have kept the old one.
      stops.get('data layer')?.();
      layer = globals[dataLayerName];
      const stop = watchDataLayer(layer, (entry) =>
        attempt(() => {
          if (consentMode.read(entry)) set('consent mode', consentMode.signal);
        }),
      );
      if (stop) stops.set('data layer', stop);
    });
    attempt(() => {
      const api = globals.__tcfapi;
      if (stops.has('tcf') || typeof api !== 'function') return;
      stops.set(
        'tcf',
        watchTcf(api, (signal) => set('tcf', signal)),
      );
    });
    attempt(readShopify);
  };

  if ('globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true)
    signals.set('gpc', { personalization_storage: 'unknown', analytics_storage: 'denied' });
  document.addEventListener('visitorConsentCollected', readShopifyLater);
  look();
  publish();

  const startedAt = Date.now();
  const timer = setInterval(() => {
    look();
    if (Date.now() - startedAt > LOOK_FOR_MS) clearInterval(timer);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visitorConsentCollected', readShopifyLater);
    for (const stop of stops.values()) attempt(stop);
  };
}
