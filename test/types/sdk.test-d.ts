// Checked by the compiler alone (`npm run test:types`); nothing here runs.

import { describe, expectTypeOf, test } from 'vitest';
import {
  type CaptureSource,
  type EventMap,
  type EventName,
  type InitOptions,
  init,
  type Profile,
  type RankedItem,
  type ReasonCode,
  type RecommendResult,
  type Reranked,
  type Sdk,
  type SiteConfig,
  type Strategy,
  version,
  type WindowshopError,
} from '../../src/index.js';

declare const sdk: Sdk;

describe('the examples of the README compile', () => {
  test('starting', () => {
    expectTypeOf(init).parameters.toEqualTypeOf<[InitOptions]>();
    expectTypeOf(init).returns.toEqualTypeOf<Sdk>();
    expectTypeOf(version).toBeString();
    init({ snapshot: new URL('https://shop.test/manifest.json'), worker: '/ws/worker.js', capture: ['jsonld'] });
    init({
      ...{ snapshot: '/snapshot/manifest.json', device: 'webgpu', consent: { personalization_storage: 'granted' } },
      live: async (ids) => Object.fromEntries(ids.map((id) => [id, { price: 1, available: true }])),
    });
    // @ts-expect-error snapshot is required
    init({});
    // @ts-expect-error there is no such device
    init({ snapshot: '/m', device: 'gpu' });
  });

  test('recording', () => {
    expectTypeOf(sdk.record('view_item', { items: [{ item_id: 'a', price: 3 }] })).resolves.toBeVoid();
    sdk.record('purchase', { transaction_id: 't', items: [], customer_type: 'new' }, { timestamp: 0 });
    sdk.record('dismiss_item', { item_id: 'a', reason: 'too_expensive', result_id: 'r' });
    // @ts-expect-error a purchase has a transaction_id
    sdk.record('purchase', { items: [] });
    // @ts-expect-error there is no such event
    sdk.record('levitate', {});
    expectTypeOf<EventMap['view_cart']['items'][number]['item_id']>().toBeString();
  });

  test('asking for one list, or for several', () => {
    expectTypeOf(sdk.recommend()).resolves.toEqualTypeOf<RecommendResult>();
    expectTypeOf(
      sdk.recommend({ strategy: ['similar', 'popular'], limit: 4, fallback: false }),
    ).resolves.toEqualTypeOf<RecommendResult>();
    expectTypeOf(sdk.recommend([{ placement: 'a' }, { placement: 'b' }])).resolves.toEqualTypeOf<RecommendResult[]>();
    sdk.recommend({
      rules: {
        filter: {
          $and: [{ brand: ['Fenn', 'Oru'] }, { price: { $lte: 20 } }, { $not: { category: { $same: true } } }],
        },
        pin: [{ id: 'a', position: 0 }],
      },
    });
    // @ts-expect-error a strategy that is not built yet
    sdk.recommend({ strategy: 'trending' });
    expectTypeOf<RecommendResult['items']>().toEqualTypeOf<RankedItem[]>();
    expectTypeOf<RecommendResult['more']>().returns.resolves.toEqualTypeOf<RecommendResult>();
  });

  test('re-ranking entries of any kind', () => {
    const entries = [{ sku: 'a' }] as const;
    const reranked = sdk.rerank(entries, { id: ({ sku }) => sku, strength: 0.5 });
    expectTypeOf(reranked).resolves.toEqualTypeOf<Reranked<{ readonly sku: 'a' }>[]>();
  });

  test('listening', () => {
    sdk.on('error', (error) => expectTypeOf(error).toEqualTypeOf<WindowshopError>());
    sdk.on('profile', (profile) => expectTypeOf(profile).toEqualTypeOf<Profile>());
    sdk.on('record', ({ name, source }) => {
      expectTypeOf(name).toEqualTypeOf<EventName>();
      expectTypeOf(source).toEqualTypeOf<'api' | 'element' | CaptureSource>();
    });
    expectTypeOf(sdk.on('consent', () => {})).toEqualTypeOf<() => void>();
    // @ts-expect-error there is no such event
    sdk.on('click', () => {});
  });

  test('the profile, consent, the snapshot, configuration', () => {
    expectTypeOf(sdk.profile.export()).resolves.toEqualTypeOf<Blob>();
    expectTypeOf(sdk.profile.import('{}', 'replace')).resolves.toEqualTypeOf<Profile>();
    expectTypeOf(sdk.consent.set({ personalization_storage: 'denied' })).resolves.toBeVoid();
    expectTypeOf(sdk.snapshot.refresh()).resolves.toBeBoolean();
    expectTypeOf(sdk.ready).resolves.toEqualTypeOf<Sdk>();
    const site: SiteConfig = {
      placements: { shelf: { title: { en: 'For you' }, strategy: 'for-you', timeout: 500 } },
      rules: [
        { id: 'sale', from: '2026-11-27', until: '2026-12-01', boost: [{ filter: { tags: 'sale' }, factor: 2 }] },
      ],
    };
    sdk.update({ ...site, locale: 'de', currency: 'EUR', debug: true });
  });

  test('the queue', () => {
    window.windowshop ??= [];
    window.windowshop.push((given) => expectTypeOf(given).toEqualTypeOf<Sdk>());
  });
});

describe('what is not built yet is absent, not a stub', () => {
  test('methods', () => {
    type Absent = 'bundle' | 'search' | 'compare' | 'plan' | 'offers' | 'reminders' | 'ask' | 'metrics';
    expectTypeOf<Extract<keyof Sdk, Absent>>().toBeNever();
    expectTypeOf<Extract<keyof Sdk['profile'], 'edit'>>().toBeNever();
    expectTypeOf<Extract<keyof Profile, 'hidden' | 'boosted'>>().toBeNever();
  });

  test('options, events and names', () => {
    type Options = 'member' | 'browserModel' | 'offers' | 'experiments' | 'reminders';
    expectTypeOf<Extract<keyof InitOptions, Options>>().toBeNever();
    expectTypeOf<Extract<EventName, 'plan_response'>>().toBeNever();
    expectTypeOf<
      Extract<Strategy, 'trending' | 'new-arrivals' | 'buy-again' | 'on-sale' | 'back-in-stock'>
    >().toBeNever();
    expectTypeOf<Extract<ReasonCode, 'searched' | 'due_again' | 'on_sale'>>().toBeNever();
    expectTypeOf<Extract<CaptureSource, 'datalayer' | 'shopify' | 'dwell'>>().toBeNever();
  });
});
