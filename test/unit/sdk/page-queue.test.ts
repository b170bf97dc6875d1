import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Sdk } from '../../../src/api/sdk.js';
import type { WindowshopQueue } from '../../../src/api/window.js';
import { livingSdk, openQueue } from '../../../src/sdk/page-queue.js';

const sdk = { record: async () => {} } as unknown as Sdk;
const pageWith = (windowshop?: unknown): Window => ({ windowshop }) as unknown as Window;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the queue', () => {
  test('runs what waits, in order, and what is pushed later at once', () => {
    const calls: string[] = [];
    const queue: WindowshopQueue = [() => calls.push('first'), (given) => calls.push(String(given === sdk))];
    openQueue(pageWith(queue), sdk);
    expect(calls).toEqual(['first', 'true']);
    expect(queue.push(() => calls.push('later'))).toBe(0);
    expect(calls).toEqual(['first', 'true', 'later']);
  });

  test('keeps the order when a callback pushes another', () => {
    const calls: string[] = [];
    const queue: WindowshopQueue = [];
    queue.push(
      () => {
        calls.push('a');
        queue.push(() => calls.push('c'));
      },
      () => calls.push('b'),
    );
    openQueue(pageWith(queue), sdk);
    expect(calls).toEqual(['a', 'b', 'c']);
  });

  test('goes on when a callback throws or is none', () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const calls: string[] = [];
    const broken = () => {
      throw new Error('from the page');
    };
    const queue = [broken, 'none', () => calls.push('after')] as unknown as WindowshopQueue;
    openQueue(pageWith(queue), sdk);
    queue.push(broken);
    expect(calls).toEqual(['after']);
    expect(logged).toHaveBeenCalledTimes(3);
  });

  test('stays the same array, and is made where there is none', () => {
    const queue: WindowshopQueue = [];
    const page = pageWith(queue);
    openQueue(page, sdk);
    expect(page.windowshop).toBe(queue);
    const bare = pageWith('something else');
    openQueue(bare, sdk);
    expect(bare.windowshop).toEqual([]);
  });

  test('tells which SDK lives on the page, until that has ended; callbacks wait again then', () => {
    const page = pageWith([]);
    expect(livingSdk(page)).toBeUndefined();
    const close = openQueue(page, sdk);
    expect(livingSdk(page)).toBe(sdk);
    close();
    expect(livingSdk(page)).toBeUndefined();
    const waiting = vi.fn();
    page.windowshop?.push(waiting);
    expect(waiting).not.toHaveBeenCalled();
    openQueue(page, sdk);
    expect(waiting).toHaveBeenCalledOnce();
  });
});
