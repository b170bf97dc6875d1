import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventLog } from '../../src/core/journey/event-log.js';
import { type Checkpoint, CheckpointStore, covers } from '../../src/journey/checkpoint-store.js';
import { UNLIMITED } from './journal.contract.js';

const SLOT = { a: '/windowshop-profile/a', b: '/windowshop-profile/b' };

const store = new CheckpointStore();
beforeEach(() => store.erase());
afterEach(async () => {
  await caches.delete('shop');
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const checkpoint = (fields: Partial<Checkpoint> = {}): Checkpoint => ({
  epoch: 'e1',
  revision: 0,
  paused: false,
  lastKey: 1,
  shopper: JSON.parse(JSON.stringify(new EventLog(UNLIMITED).fold())),
  ...fields,
});

const openCache = async (): Promise<Cache> => caches.open((await caches.keys())[0]);
const heldSlots = async (): Promise<string[]> =>
  (await (await openCache()).keys()).map(({ url }) => new URL(url).pathname).sort();

describe('the second copy', () => {
  test('is what was written last', async () => {
    expect(await store.read()).toBeUndefined();
    for (const lastKey of [1, 2, 3]) {
      await store.write(checkpoint({ lastKey }));
      expect(await store.read()).toEqual(checkpoint({ lastKey }));
    }
  });

  test('keeps the one before, in the other slot', async () => {
    await store.write(checkpoint());
    expect(await heldSlots()).toEqual([SLOT.a]);
    await store.write(checkpoint({ lastKey: 2 }));
    expect(await heldSlots()).toEqual([SLOT.a, SLOT.b]);
    await (await openCache()).delete(SLOT.b);
    expect(await store.read()).toEqual(checkpoint());
  });

  test.each(['a', 'b'] as const)(
    'is read from the other slot where slot %s is torn, without a checksum or empty',
    async (slot) => {
      const other = slot === 'a' ? checkpoint({ lastKey: 2 }) : checkpoint();
      for (const damage of [
        (whole: string) => new Response(whole),
        (whole: string, headers: Headers) => new Response(whole.slice(1), { headers }),
        (whole: string, headers: Headers) => new Response(whole.replace('"lastKey":', '"lastKey":1'), { headers }),
        () => new Response(),
      ]) {
        await store.erase();
        await store.write(checkpoint());
        await store.write(checkpoint({ lastKey: 2 }));
        const cache = await openCache();
        const held = (await cache.match(SLOT[slot])) as Response;
        const { headers } = held;
        await cache.put(SLOT[slot], damage(await held.text(), headers));
        expect(await store.read()).toEqual(other);
      }
    },
  );

  test('has a SHA-256 that anyone can check', async () => {
    await store.write(checkpoint());
    const held = (await (await openCache()).match(SLOT.a)) as Response;
    const digest = await crypto.subtle.digest('SHA-256', await held.clone().arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(held.headers.get('etag')).toBe(hex);
  });

  test('of an earlier epoch goes when one of the next is there', async () => {
    await store.write(checkpoint());
    await store.write(checkpoint({ lastKey: 2 }));
    await store.write(checkpoint({ epoch: 'e2', revision: 1 }));
    expect(await heldSlots()).toEqual([SLOT.a]);
    expect(await store.read()).toEqual(checkpoint({ epoch: 'e2', revision: 1 }));
  });

  test('leaves nothing behind when it is read, or erased', async () => {
    await store.read();
    expect(await caches.keys()).toEqual([]);
    await store.write(checkpoint());
    await store.erase();
    expect(await caches.keys()).toEqual([]);
  });

  test('is of a name that no cache of the shop has', async () => {
    await store.write(checkpoint());
    const held = (await (await openCache()).match(SLOT.a)) as Response;
    await store.erase();
    await (await caches.open('shop')).put(SLOT.a, held);
    expect(await store.read()).toBeUndefined();
  });

  test.each(['caches', 'locks'])('is not there without %s, and then harms nothing', async (missing) => {
    await store.write(checkpoint());
    if (missing === 'caches') vi.stubGlobal('caches', undefined);
    else vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as never);
    const none = new CheckpointStore();
    expect(none.isThere).toBe(false);
    expect(await none.read()).toBeUndefined();
    await none.erase();
    expect(await none.exclusively(async () => 'done')).toBe('done');
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    expect(await store.read()).toEqual(checkpoint());
  });
});

describe('work on it', () => {
  /** Another tab that does not let go. */
  async function holdLock(): Promise<() => void> {
    let release = (): void => {};
    await new Promise<void>((isHeld) => {
      void navigator.locks.request('windowshop-profile', () => {
        isHeld();
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      });
    });
    return release;
  }

  test('is done by one at a time', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(`${name} ends`);
    };
    await Promise.all([store.exclusively(work('a')), new CheckpointStore().exclusively(work('b'))]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('is given up after three seconds where another tab is frozen, or gone on with where that must be', async () => {
    const release = await holdLock();
    const done: string[] = [];
    const startedAt = performance.now();
    const [given, byDefault, goneOn] = await Promise.allSettled([
      store.exclusively(async () => done.push('given up'), 'give up'),
      store.exclusively(async () => done.push('by default')),
      store.exclusively(async () => done.push('gone on'), 'go on'),
    ]);
    release();
    expect(given).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(byDefault).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(goneOn.status).toBe('fulfilled');
    expect(done).toEqual(['gone on']);
    expect(performance.now() - startedAt).toBeGreaterThan(2900);
  });

  test('that fails is not begun again', async () => {
    let begun = 0;
    const failing = async () => {
      begun++;
      throw new Error('no');
    };
    await expect(store.exclusively(failing, 'go on')).rejects.toThrow('no');
    expect(begun).toBe(1);
  });
});

describe('what is held', () => {
  const held = { epoch: 'e1', revision: 2, paused: false, lastKey: 10 };

  test.each<[boolean, string, Partial<typeof held>]>([
    [true, 'the very same', {}],
    [true, 'an earlier key', { lastKey: 9 }],
    [true, 'an earlier revision, though of a later key', { revision: 1, lastKey: 11 }],
    [true, 'an earlier key before a pause', { lastKey: 9, paused: true }],
    [false, 'a later key', { lastKey: 11 }],
    [false, 'a later revision, though of an earlier key', { revision: 3, lastKey: 1 }],
    [false, 'a pause that it does not know', { paused: true }],
    [false, 'another epoch', { epoch: 'e2' }],
    [false, 'another epoch, though earlier in it', { epoch: 'e2', lastKey: 1 }],
  ])('makes another needless: %s, at %s', (isCovered, _, fields) => {
    expect(covers(held, { ...held, ...fields })).toBe(isCovered);
  });

  test('of two whole ones is the later', async () => {
    await store.write(checkpoint({ revision: 1, lastKey: 1 }));
    await store.write(checkpoint({ revision: 0, lastKey: 9 }));
    expect(await store.read()).toEqual(checkpoint({ revision: 1, lastKey: 1 }));
  });
});
