import { describe, expect, test } from 'vitest';
import type { Consent } from '../../../src/api/sdk.js';
import { ConsentChoice, readConsent } from '../../../src/sdk/consent-choice.js';

const signals = (personalization_storage: Consent['personalization_storage']): Consent => ({
  personalization_storage,
  analytics_storage: 'unknown',
});

describe('consent', () => {
  test('is unknown until somebody says something', () => {
    expect(new ConsentChoice({}, () => {}).get()).toEqual(signals('unknown'));
  });

  test('by set() outranks the options, which outrank signals, purpose by purpose', () => {
    const choice = new ConsentChoice({ analytics_storage: 'denied' }, () => {});
    choice.signal({ personalization_storage: 'granted', analytics_storage: 'granted' });
    expect(choice.get()).toEqual({ personalization_storage: 'granted', analytics_storage: 'denied' });
    choice.set({ personalization_storage: 'denied' });
    choice.signal({ personalization_storage: 'granted', analytics_storage: 'granted' });
    expect(choice.get()).toEqual({ personalization_storage: 'denied', analytics_storage: 'denied' });
    choice.set({ analytics_storage: 'granted' });
    expect(choice.get()).toEqual({ personalization_storage: 'denied', analytics_storage: 'granted' });
  });

  test('by set("unknown") takes a choice back, whatever the signals say', () => {
    const choice = new ConsentChoice({}, () => {});
    choice.signal(signals('granted'));
    choice.set({ personalization_storage: 'unknown' });
    expect(choice.get()).toEqual(signals('unknown'));
  });

  test('is told when it changes, and only then', () => {
    const told: Consent[] = [];
    const choice = new ConsentChoice({}, (consent) => told.push(consent));
    choice.signal(signals('granted'));
    choice.signal(signals('granted'));
    choice.set({ personalization_storage: 'granted' });
    choice.set({ personalization_storage: 'denied' });
    expect(told).toEqual([signals('granted'), signals('denied')]);
  });

  test.each([
    [
      { personalization_storage: 'yes' },
      'consent.set: personalization_storage must be one of granted, denied, unknown, got "yes"',
    ],
    ['granted', 'consent.set: the argument must be an object, got "granted"'],
  ])('that is none is refused: %o', (change, message) => {
    expect(() => readConsent('consent.set', change as Partial<Consent>)).toThrow(message);
  });
});
