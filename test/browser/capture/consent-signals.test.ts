import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Consent } from '../../../src/api/sdk.js';
import { watchConsentSignals } from '../../../src/capture/index.js';

const unknown: Consent = { personalization_storage: 'unknown', analytics_storage: 'unknown' };
const granted: Consent = { personalization_storage: 'granted', analytics_storage: 'granted' };
const denied: Consent = { personalization_storage: 'denied', analytics_storage: 'denied' };
const globals = window as unknown as Record<string, unknown>;
let seen: Consent[] = [];
let stop: () => void = () => undefined;

const watch = (): void => {
  stop = watchConsentSignals({ dataLayerName: 'testLayer', onChange: (consent) => seen.push(consent) });
};

beforeEach(() => {
  seen = [];
});
afterEach(() => {
  stop();
  for (const name of ['testLayer', '__tcfapi', 'Shopify']) delete globals[name];
  Reflect.deleteProperty(navigator, 'globalPrivacyControl');
});

test('without any signal consent is unknown, and is said so at once', () => {
  watch();
  expect(seen).toEqual([unknown]);
});

describe('the data layer', () => {
  test('is replayed from the start and followed', () => {
    const layer: unknown[] = [['consent', 'default', denied], { event: 'page' }];
    globals.testLayer = layer;
    watch();
    expect(seen).toEqual([unknown]);
    layer.push({ event: 'x' }, ['consent', 'update', granted]);
    expect(seen).toEqual([unknown, granted]);
    layer.push(['consent', 'update', granted]);
    expect(seen).toHaveLength(2);
  });

  test('works as before, and is left as it was', () => {
    const layer: unknown[] = [];
    globals.testLayer = layer;
    watch();
    expect(layer.push(1, 2)).toBe(2);
    expect(Object.keys(layer)).toEqual(['0', '1']);
    stop();
    expect(Object.hasOwn(layer, 'push')).toBe(false);
    layer.push(['consent', 'update', granted]);
    expect(seen).toEqual([unknown]);
  });

  test('keeps the push that another script put on it, below or on top', () => {
    const calls: string[] = [];
    const layer: unknown[] = [];
    const below = (...entries: unknown[]): number => {
      calls.push('below');
      return Array.prototype.push.apply(layer, entries);
    };
    layer.push = below;
    globals.testLayer = layer;
    watch();
    const ours = layer.push;
    const above = (...entries: unknown[]): number => {
      calls.push('above');
      return ours.apply(layer, entries);
    };
    layer.push = above;
    layer.push('x');
    expect(calls).toEqual(['above', 'below']);
    stop();
    expect(layer.push).toBe(above);
    layer.push = ours;
    stop();
    expect(layer.push).toBe(below);
  });

  test('may come late or be replaced', async () => {
    watch();
    globals.testLayer = [['consent', 'update', granted]];
    await expect.poll(() => seen).toEqual([unknown, granted]);
    globals.testLayer = [['consent', 'update', { analytics_storage: 'denied' }]];
    await expect.poll(() => seen.at(-1)).toEqual({ ...granted, analytics_storage: 'denied' });
  });

  test.each<[string, unknown]>([
    ['no array', { push: 1 }],
    [
      'a throwing entry',
      [
        new Proxy(
          {},
          {
            has: () => {
              throw new Error('trap');
            },
          },
        ),
      ],
    ],
  ])('that is hostile (%s) throws nothing', (_, layer) => {
    globals.testLayer = layer;
    expect(watch).not.toThrow();
    expect(seen).toEqual([unknown]);
  });
});

describe('other signals', () => {
  test('TCF is listened to, and no longer after the end', async () => {
    const api = vi.fn();
    globals.__tcfapi = api;
    watch();
    const [command, version, tell] = api.mock.calls[0];
    expect([command, version]).toEqual(['addEventListener', 2]);
    tell({ eventStatus: 'cmpuishown', listenerId: 7 }, true);
    expect(seen).toEqual([unknown]);
    tell({ eventStatus: 'useractioncomplete', listenerId: 7, purpose: { consents: { 1: true, 8: true } } }, true);
    expect(seen.at(-1)).toEqual({ ...denied, analytics_storage: 'granted' });
    stop();
    expect(api.mock.lastCall?.slice(0, 2)).toEqual(['removeEventListener', 2]);
    expect(api.mock.lastCall?.[3]).toBe(7);
  });

  test('Shopify is asked again when a choice was made', () => {
    const consent = { preferences: '', analytics: '' };
    globals.Shopify = { customerPrivacy: { currentVisitorConsent: () => consent } };
    watch();
    expect(seen).toEqual([unknown]);
    consent.preferences = 'yes';
    document.dispatchEvent(new CustomEvent('visitorConsentCollected'));
    expect(seen.at(-1)).toEqual({ ...unknown, personalization_storage: 'granted' });
  });

  test('Global Privacy Control denies counters and leaves the profile unknown at most', () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    globals.testLayer = [['consent', 'update', granted]];
    watch();
    expect(seen).toEqual([{ personalization_storage: 'unknown', analytics_storage: 'denied' }]);
  });

  test('the strictest wins, for each purpose', () => {
    globals.testLayer = [['consent', 'update', granted]];
    globals.Shopify = { customerPrivacy: { currentVisitorConsent: () => ({ preferences: 'no', analytics: 'yes' }) } };
    watch();
    expect(seen).toEqual([{ personalization_storage: 'denied', analytics_storage: 'granted' }]);
  });
});
