import { describe, expect, test } from 'vitest';
import { ConsentMode } from '../../../src/capture/consent/consent-mode.js';
import { shopifySignal } from '../../../src/capture/consent/shopify.js';
import { strictest } from '../../../src/capture/consent/signal.js';
import { type TcData, tcfSignal } from '../../../src/capture/consent/tcf.js';

const granted = { personalization_storage: 'granted', analytics_storage: 'granted' } as const;
const denied = { personalization_storage: 'denied', analytics_storage: 'denied' } as const;
const unknown = { personalization_storage: 'unknown', analytics_storage: 'unknown' } as const;

describe('among signals', () => {
  test('the strictest wins, for each purpose on its own', () => {
    expect(strictest([granted, { analytics_storage: 'denied' }])).toEqual({ ...granted, analytics_storage: 'denied' });
  });
  test('a purpose that nobody mentions is unknown', () => {
    expect(strictest([])).toEqual(unknown);
    expect(strictest([{ analytics_storage: 'granted' }])).toEqual({ ...unknown, analytics_storage: 'granted' });
  });
  test('unknown as a statement caps what others grant', () => {
    expect(strictest([granted, { personalization_storage: 'unknown' }]).personalization_storage).toBe('unknown');
  });
});

describe('Consent Mode', () => {
  function gtag(..._: unknown[]): IArguments {
    // biome-ignore lint/complexity/noArguments: gtag() pushes its arguments object, which is what is tested.
    return arguments;
  }
  const signalAfter = (...entries: unknown[]) => {
    const mode = new ConsentMode();
    for (const entry of entries) mode.read(entry);
    return mode.signal;
  };

  test('a default of denied is no choice, until an update', () => {
    expect(signalAfter(gtag('consent', 'default', denied))).toEqual({});
    expect(signalAfter(gtag('consent', 'default', denied), gtag('consent', 'update', granted))).toEqual(granted);
    expect(signalAfter(gtag('consent', 'default', denied), gtag('consent', 'update', denied))).toEqual(denied);
  });
  test('a default of granted holds, but not one for a region only', () => {
    expect(signalAfter(gtag('consent', 'default', granted))).toEqual(granted);
    expect(signalAfter(gtag('consent', 'default', { ...granted, region: ['US'] }))).toEqual({});
    expect(
      signalAfter(gtag('consent', 'default', granted), gtag('consent', 'default', { ...denied, region: ['ES'] })),
    ).toEqual({});
  });
  test('an update says nothing about purposes it leaves out', () => {
    expect(signalAfter(['consent', 'update', { analytics_storage: 'granted', ad_storage: 'granted' }])).toEqual({
      analytics_storage: 'granted',
    });
  });
  test('the latest update counts', () => {
    expect(signalAfter(['consent', 'update', granted], ['consent', 'update', denied])).toEqual(denied);
  });
  test.each([
    [null],
    [7],
    ['consent'],
    [{ event: 'view_item' }],
    [['consent', 'update']],
    [['consent', 'update', null]],
  ])('%j is no consent command', (entry) => {
    expect(new ConsentMode().read(entry)).toBe(false);
  });
});

describe('TCF', () => {
  const consents = (...numbers: number[]) => ({
    consents: Object.fromEntries(numbers.map((number) => [number, true])),
  });
  test.each<[string, TcData, object]>([
    ['nothing while the shopper is asked', { eventStatus: 'cmpuishown', purpose: consents(1, 5, 6, 8) }, {}],
    ['all purposes', { eventStatus: 'tcloaded', purpose: consents(1, 5, 6, 8) }, granted],
    [
      'purposes 1 and 8 for counters only',
      { eventStatus: 'useractioncomplete', purpose: consents(1, 8) },
      { ...denied, analytics_storage: 'granted' },
    ],
    [
      'purpose 6 missing',
      { eventStatus: 'tcloaded', purpose: consents(1, 5, 8) },
      { ...granted, personalization_storage: 'denied' },
    ],
    ['no purpose at all', { eventStatus: 'tcloaded' }, denied],
    ['nothing where the law does not apply', { eventStatus: 'tcloaded', gdprApplies: false }, {}],
  ])('%s', (_, data, signal) => {
    expect(tcfSignal(data)).toEqual(signal);
  });
});

describe('Shopify', () => {
  test('says yes, no, or nothing yet', () => {
    expect(shopifySignal({ currentVisitorConsent: () => ({ preferences: 'yes', analytics: 'no' }) })).toEqual({
      personalization_storage: 'granted',
      analytics_storage: 'denied',
    });
    expect(
      shopifySignal({
        currentVisitorConsent: () => ({ preferences: '', analytics: '' }),
        preferencesProcessingAllowed: () => false,
        analyticsProcessingAllowed: () => true,
      }),
    ).toEqual({ analytics_storage: 'granted' });
  });
  test('is taken at its word where it cannot tell a choice from none', () => {
    expect(
      shopifySignal({ preferencesProcessingAllowed: () => true, analyticsProcessingAllowed: () => false }),
    ).toEqual({ personalization_storage: 'granted', analytics_storage: 'denied' });
  });
});
