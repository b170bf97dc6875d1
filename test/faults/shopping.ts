import type { Scheduler } from 'fast-check';
import { JourneyStore, type Place } from '../../src/journey/journey-store.js';
// Loaded by then, as loading is no step of the device.
import '../../src/journey/storage.js';
import { ScheduledDevice } from '../support/scheduled-device.js';

/** What one tab does next; with `waits` it does nothing else until that is acknowledged. */
export interface Step {
  tab: number;
  does: 'record' | 'grant' | 'withhold' | 'deny' | 'clear' | 'pause' | 'resume' | 'look' | 'lose';
  waits: boolean;
}

const PLACES = { grant: 'indexeddb', withhold: 'memory', deny: 'nowhere' } as const satisfies Record<string, Place>;
const WORDS = { indexeddb: 'grant', memory: 'withhold', nowhere: 'deny' } as const satisfies Record<Place, string>;
const START = Date.parse('2026-06-15T12:00:00Z');

interface Tab {
  store: JourneyStore;
  /** Where it was told to keep events, last. */
  place: Place;
  /** It was told to pause, and has acknowledged it. */
  isPaused: boolean;
  /** When it was told last that it may store. */
  grantedAt: number;
  /** Asked of it last. */
  erasure?: Erasure;
}

interface Erasure {
  tab: Tab;
  at: number;
  acknowledgedAt?: number;
}

interface Recorded {
  id: string;
  tab: Tab;
  /** Of the tab, when this was recorded. */
  place: Place;
  at: number;
  isKept: boolean;
  /** An erasure that its own tab had still to carry out, which comes first. */
  behind: Erasure | undefined;
}

/**
 * Two tabs of a shopper, and what must hold of them at every moment:
 *
 * - what was recorded before an erasure, or a denial, was asked for is stored nowhere from its acknowledgement on;
 * - what was recorded while nothing may be kept, or paused, is never stored, and what was recorded while that was not known
 *   yet is not stored before it may be.
 *
 * At the end no tab remembers what was erased, and everything that was acknowledged as kept, and that nobody erased, is there.
 */
export class Shopping {
  keptCount = 0;
  readonly #device: ScheduledDevice;
  #tabs: Tab[];
  #recorded = new Map<string, Recorded>();
  /** Never to be stored, from now on. */
  #forbidden = new Set<string>();
  /** Acknowledgements that are still to come. */
  #awaited: Promise<unknown>[] = [];
  /** Counts the calls. */
  #now = 0;
  /** One tab's word against the other's: from then on nothing is to be said of pauses. */
  #isResumed = false;
  /** Of what was recorded before, not all has to be there. */
  #keptSince = 0;
  #problems: string[] = [];

  constructor(scheduler: Scheduler) {
    this.#device = new ScheduledDevice(scheduler, () => this.#checkStored());
    this.#tabs = [this.#openTab(), this.#openTab()];
  }

  get erasedCount(): number {
    return this.#forbidden.size;
  }

  /** @throws Error that says what did not hold. */
  async go(steps: readonly Step[]): Promise<void> {
    const walks = this.#tabs.map((_, tab) => this.#walk(steps.filter((step) => step.tab === tab)));
    await this.#device.run(Promise.all(walks));
    await this.#device.run(Promise.all(this.#awaited));
    await this.#device.settle();
    await this.#device.run(this.#end());
  }

  async #walk(steps: readonly Step[]): Promise<void> {
    for (const { tab, does, waits } of steps) {
      const { death } = this.#device;
      await Promise.race([this.#device.step(), death]);
      const done = this.#do(does, tab);
      if (waits) await Promise.race([done, death]);
    }
  }

  #do(does: Step['does'], number: number): Promise<unknown> {
    const at = ++this.#now;
    if (does === 'lose') return this.#loseDatabases();
    const done = this.#ask(does, this.#tabs[number], at);
    this.#awaited.push(done);
    return done;
  }

  async #ask(does: Exclude<Step['does'], 'lose'>, tab: Tab, at: number): Promise<void> {
    const { store } = tab;
    switch (does) {
      case 'record':
        return this.#record(tab, at);
      case 'clear':
        return this.#erase(store.clear(), { tab, at });
      case 'pause':
        await store.setPaused(true);
        tab.isPaused = !this.#isResumed;
        return;
      case 'resume':
        this.#isResumed = true;
        for (const each of this.#tabs) each.isPaused = false;
        return store.setPaused(false);
      case 'look':
        return store.recheck();
      default: {
        const place = PLACES[does];
        const isErasure = place === 'nowhere' && tab.place !== place;
        tab.place = place;
        if (place === 'indexeddb') tab.grantedAt = at;
        const moved = store.keepIn(place);
        return isErasure ? this.#erase(moved, { tab, at }) : moved;
      }
    }
  }

  async #record(tab: Tab, at: number): Promise<void> {
    const id = `e${at}`;
    const behind = tab.erasure?.acknowledgedAt === undefined ? tab.erasure : undefined;
    const recorded: Recorded = { id, tab, place: tab.place, at, isKept: false, behind };
    this.#recorded.set(id, recorded);
    if (tab.place === 'nowhere') this.#forbidden.add(id);
    const { isPaused } = tab;
    recorded.isKept = await tab.store.record({
      name: 'view_item',
      params: { items: [{ item_id: id }] },
      timestamp: START + at,
    });
    if (isPaused && !this.#isResumed) this.#forbidden.add(id);
  }

  async #erase(erased: Promise<void>, erasure: Erasure): Promise<void> {
    const { tab, at } = erasure;
    tab.erasure = erasure;
    await erased;
    erasure.acknowledgedAt = this.#now;
    for (const { id, at: recordedAt, tab: by, behind } of this.#recorded.values()) {
      // A tab does one thing after the other: what it records behind an erasure of its own may come after this one, too.
      const isBehind = by !== tab && behind !== undefined && (behind.acknowledgedAt ?? at) >= at;
      if (recordedAt < at && !isBehind) this.#forbidden.add(id);
    }
    this.#keptSince = this.#now;
    this.#checkStored();
  }

  /** The browser is killed, loses its databases, and opens the tabs again. */
  #loseDatabases(): Promise<void> {
    const { death } = this.#device;
    this.#device.killAndLoseDatabases(() => this.#reopen());
    return death;
  }

  #reopen(): void {
    this.#keptSince = this.#now;
    this.#awaited = [];
    this.#tabs = this.#tabs.map(({ place }) => {
      const tab = this.#openTab();
      this.#awaited.push(this.#ask(WORDS[place], tab, ++this.#now));
      return tab;
    });
  }

  #openTab(): Tab {
    const store = new JourneyStore({
      retention: { maxAgeMs: Number.POSITIVE_INFINITY, maxEvents: 1_000_000 },
      mayStore: true,
      now: () => START + this.#now,
      onChange() {},
      onErased() {},
      onError: ({ message, cause }) => {
        if (!message.includes('lost the stored history')) this.#problems.push(`${message} ${cause}`);
      },
    });
    return { store, place: 'memory', grantedAt: 0, isPaused: false };
  }

  #checkStored(): void {
    for (const id of idsIn(this.#device.stored())) {
      const { tab, place, at } = this.#recorded.get(id) as Recorded;
      if (this.#forbidden.has(id)) throw new Error(`${id} is stored, which was never to be`);
      if (place === 'memory' && tab.grantedAt < at) throw new Error(`${id} is stored without consent`);
    }
  }

  async #end(): Promise<void> {
    const stores = this.#tabs.map(({ store }) => store);
    for (const store of stores) {
      await store.recheck();
      for (const id of idsIn(await store.export()))
        if (this.#forbidden.has(id)) throw new Error(`${id} is remembered, which was erased`);
    }
    await Promise.all(stores.map((store) => store.close()));
    this.#checkStored();
    const stored = new Set(idsIn(this.#device.stored()));
    for (const { id, at, place, isKept } of this.#recorded.values()) {
      if (!isKept || place !== 'indexeddb' || at <= this.#keptSince) continue;
      this.keptCount++;
      if (!stored.has(id)) throw new Error(`${id} was acknowledged, and is not there`);
    }
    if (this.#problems.length > 0) throw new Error(this.#problems.join('; '));
  }
}

const idsIn = (text: string): string[] => (text.match(/"e\d+"/g) ?? []).map((quoted) => quoted.slice(1, -1));
