import type { ConsentState } from '../../api/sdk.js';
import type { Signal } from './signal.js';

/** The part of Shopify's Customer Privacy API that is read. */
export interface CustomerPrivacy {
  /** `yes`, `no`, or empty as long as there is no choice. */
  currentVisitorConsent?(): { preferences?: string; analytics?: string };
  preferencesProcessingAllowed?(): boolean;
  analyticsProcessingAllowed?(): boolean;
}

/** What Shopify says. Not being allowed yet is no choice where Shopify can tell the two apart. */
export function shopifySignal(privacy: CustomerPrivacy): Signal {
  const consent = privacy.currentVisitorConsent?.();
  const preferences = stateOf(consent?.preferences, privacy.preferencesProcessingAllowed?.(), consent !== undefined);
  const analytics = stateOf(consent?.analytics, privacy.analyticsProcessingAllowed?.(), consent !== undefined);
  return {
    ...(preferences && { personalization_storage: preferences }),
    ...(analytics && { analytics_storage: analytics }),
  };
}

function stateOf(
  choice: string | undefined,
  isAllowed: boolean | undefined,
  hasChoices: boolean,
): ConsentState | undefined {
  if (choice === 'yes') return 'granted';
  if (choice === 'no') return 'denied';
  if (isAllowed === undefined) return undefined;
  if (isAllowed) return 'granted';
  return hasChoices ? undefined : 'denied';
}
