import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import type { Scheduler } from 'fast-check';
import { vi } from 'vitest';

/** Timers from here on are limits, which nothing reaches that goes on. */
const LIMIT_MS = 1000;
/** Rounds of the event loop in which nothing happens, until nothing is going to. */
const IDLE_ROUNDS = 1000;

const { setImmediate: nextRound } = globalThis;

type Task = () => void;

interface KeptResponse {
  content: string;
  headers: Headers;
}

interface LockRequest {
  work: () => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Storage, locks and short timers of one device, in memory: each of their steps happens when it is its turn, and the
 * scheduler draws whose turn it is. Messages between tabs arrive before the next step. In the place of the globals until
 * `vi.unstubAllGlobals()`.
 */
export class ScheduledDevice {
  readonly #scheduler: Scheduler;
  readonly #afterStep: () => void;
  #databases = new IDBFactory();
  #caches = new Map<string, Map<string, KeptResponse>>();
  #channels = new Set<Channel>();
  #locks: LockRequest[] = [];
  #isLocked = false;
  /** What a browser that was killed had begun goes no further. */
  #life = 0;
  #die: () => void = () => {};
  #kill: (() => void) | undefined;
  /** Resolves when the browser is killed. */
  death = this.#live();

  constructor(scheduler: Scheduler, afterStep: () => void) {
    this.#scheduler = scheduler;
    this.#afterStep = afterStep;
    const device = this;
    vi.stubGlobal('indexedDB', this.#databases);
    vi.stubGlobal('setImmediate', (task: Task) => this.#later(task));
    vi.stubGlobal('setTimeout', (task: Task, ms = 0) => {
      const timer = { isOff: ms >= LIMIT_MS };
      if (!timer.isOff) this.#later(() => timer.isOff || task());
      return timer;
    });
    vi.stubGlobal('clearTimeout', (timer?: { isOff: boolean }) => {
      if (timer) timer.isOff = true;
    });
    vi.stubGlobal('navigator', { locks: { request: this.#requestLock } });
    vi.stubGlobal('caches', {
      match: async (url: string, { cacheName }: { cacheName: string }) => {
        await this.step();
        return this.#caches.get(cacheName)?.get(url);
      },
      open: async (name: string) => {
        await this.step();
        const cache = this.#caches.get(name) ?? new Map<string, KeptResponse>();
        this.#caches.set(name, cache);
        return {
          put: (url: string, response: KeptResponse) => this.step().then(() => void cache.set(url, response)),
          delete: (url: string) => this.step().then(() => cache.delete(url)),
        };
      },
      delete: (name: string) => this.step().then(() => this.#caches.delete(name)),
    });
    vi.stubGlobal(
      'Response',
      class implements KeptResponse {
        headers: Headers;
        constructor(
          readonly content: string,
          init: { headers: HeadersInit },
        ) {
          this.headers = new Headers(init.headers);
        }
        text = (): Promise<string> => device.step().then(() => this.content);
      },
    );
    vi.stubGlobal('crypto', {
      subtle: {
        digest: (_: string, bytes: Uint8Array) =>
          this.step().then(() => Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer),
      },
    });
    vi.stubGlobal(
      'BroadcastChannel',
      class extends Channel {
        constructor() {
          super(device.#channels);
        }
      },
    );
  }

  /** Resolves when it is its turn. */
  step(): Promise<void> {
    const life = this.#life;
    return this.#scheduler.schedule(Promise.resolve()).then(() => {
      if (life !== this.#life) return new Promise<never>(() => {});
    });
  }

  /** Goes on until the promise is settled. @throws Error when nothing can go on any more. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    // It is handled below, only later.
    settled.catch(() => {});
    for (let idle = 0; !isSettled; idle++) {
      if (idle > IDLE_ROUNDS) throw new Error('what is waited for never happens');
      if (await this.#next()) idle = 0;
    }
    return settled;
  }

  /** Goes on until nothing is to be done any more. */
  async settle(): Promise<void> {
    while (await this.#next());
  }

  async #next(): Promise<boolean> {
    // What one step leads to at once is done before the next.
    await new Promise((resolve) => nextRound(resolve));
    this.#afterStep();
    this.#kill?.();
    if (this.#scheduler.count() === 0) return false;
    await this.#scheduler.waitOne();
    return true;
  }

  /** The browser is killed between two steps, and with it goes what IndexedDB held; `then` opens it again. */
  killAndLoseDatabases(then: () => void): void {
    this.#kill = () => {
      this.#kill = undefined;
      this.#loseAll();
      then();
    };
  }

  #loseAll(): void {
    this.#life++;
    this.#databases = new IDBFactory();
    vi.stubGlobal('indexedDB', this.#databases);
    this.#channels.clear();
    this.#locks = [];
    this.#isLocked = false;
    this.#die();
    this.death = this.#live();
  }

  /** All that is stored, as text. */
  stored(): string {
    const kept = [...this.#caches.values()].flatMap((cache) => [...cache.values()].map(({ content }) => content));
    const databases = (this.#databases as unknown as FakeFactory)._databases;
    for (const { rawObjectStores } of databases.values())
      for (const { records } of rawObjectStores.values())
        for (const { value } of records.values()) kept.push(JSON.stringify(value));
    return kept.join('\n');
  }

  #live(): Promise<void> {
    return new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  #later(task: Task): void {
    void this.step().then(task);
  }

  #requestLock = (_: string, _options: object, work: LockRequest['work']): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.#locks.push({ work, resolve, reject });
      this.#grantLock();
    });

  #grantLock(): void {
    const next = this.#isLocked ? undefined : this.#locks.shift();
    if (next === undefined) return;
    this.#isLocked = true;
    const { work, resolve, reject } = next;
    this.#later(() => {
      work()
        .then(resolve, reject)
        .finally(() => {
          this.#isLocked = false;
          this.#grantLock();
        });
    });
  }
}

/** What fake-indexeddb holds, which no request can look at without taking part. */
interface FakeFactory {
  _databases: Map<string, { rawObjectStores: Map<string, { records: { values(): Iterable<{ value: unknown }> } }> }>;
}

class Channel {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  readonly #all: Set<Channel>;

  constructor(all: Set<Channel>) {
    this.#all = all;
    all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of this.#all)
      if (other !== this) queueMicrotask(() => this.#all.has(other) && other.onmessage?.({ data }));
  }

  close(): void {
    this.#all.delete(this);
  }
}
