import { describe, expect, test } from 'vitest';
import { EventLog, type Retention } from '../../src/core/journey/event-log.js';
import type { FoldedShopper } from '../../src/core/journey/folded-shopper.js';
import type { JourneyEvent } from '../../src/core/journey-event.js';
import { IndexedDbJournal, type IndexedDbJournalOptions } from '../../src/journey/indexeddb-journal.js';
import type { Journal, JournalChange } from '../../src/journey/journal.js';

export const NOW = Date.parse('2026-06-15T12:00:00Z');
export const DAY = 24 * 60 * 60 * 1000;

export const UNLIMITED: Retention = { maxAgeMs: 1000 * DAY, maxEvents: 1_000_000 };

export const view = (item_id: string, timestamp = NOW): JourneyEvent => ({
  name: 'view_item',
  params: { items: [{ item_id }] },
  timestamp,
});

export const order = (transaction_id: string, timestamp = NOW): JourneyEvent => ({
  name: 'purchase',
  params: { transaction_id, items: [{ item_id: 'lamp' }] },
  timestamp,
});

/** What a listener makes of the changes it is told: must always equal what the journal holds. */
export class Mirror {
  events: JourneyEvent[] = [];
  paused = false;
  base: FoldedShopper | undefined;
  /** How often the journal said that it had lost its events. */
  restored = 0;

  readonly take = (change: JournalChange): void => {
    if (change.kind === 'added') this.events.push(...change.events);
    if (change.kind === 'replaced') {
      this.events = [...change.events];
      this.base = change.base;
    }
    if (change.kind !== 'added') this.paused = change.paused;
  };

  /** As the store of the page does it. */
  get log(): EventLog {
    const log = new EventLog(UNLIMITED);
    log.replace(this.events, NOW, this.base);
    return log;
  }

  get ids(): string[] {
    return this.events.map(idOf);
  }
}

export const idOf = ({ params }: JourneyEvent): string => ('items' in params ? (params.items?.[0].item_id ?? '') : '');

export interface JournalSetup {
  name: Journal['persistence'];
  create(options: IndexedDbJournalOptions): Journal;
}

export const optionsOf = (mirror: Mirror, retention: Retention): IndexedDbJournalOptions => ({
  retention,
  now: () => NOW,
  onChange: mirror.take,
  fold: () => mirror.log.fold(),
  onRestored: () => {
    mirror.restored++;
  },
});

/**
 * Another tab, as far as IndexedDB and messages are concerned: a journal with a connection and a channel of its own. What it
 * has still to write is written when it is closed.
 */
export async function openTab(retention = UNLIMITED) {
  const mirror = new Mirror();
  const journal = new IndexedDbJournal(optionsOf(mirror, retention));
  mirror.take({ kind: 'replaced', ...(await journal.open()) });
  return { journal, mirror };
}

/** What every journal does, wherever it keeps the events. */
export function describeJournal({ name, create }: JournalSetup): void {
  const open = async (retention = UNLIMITED) => {
    const mirror = new Mirror();
    const journal = create(optionsOf(mirror, retention));
    const contents = await journal.open();
    mirror.take({ kind: 'replaced', ...contents });
    return { journal, mirror };
  };

  describe(`the ${name} journal`, () => {
    test('says where it keeps the events, and is empty at first', async () => {
      const { journal, mirror } = await open();
      expect(journal.persistence).toBe(name);
      expect(mirror).toMatchObject({ events: [], paused: false });
      await journal.close();
    });

    test('keeps events in the order in which they were appended, and tells of each before it resolves', async () => {
      const { journal, mirror } = await open();
      expect(await journal.append(view('a'))).toBe(true);
      expect(mirror.ids).toEqual(['a']);
      await Promise.all(['b', 'c', 'd'].map((id) => journal.append(view(id))));
      expect(mirror.ids).toEqual(['a', 'b', 'c', 'd']);
      await journal.close();
    });

    test('keeps nothing while paused, from the moment of the call', async () => {
      const { journal, mirror } = await open();
      const before = journal.append(view('before'));
      const pausing = journal.setPaused(true);
      const meanwhile = journal.append(view('meanwhile'));
      expect(await Promise.all([before, pausing, meanwhile])).toEqual([true, undefined, false]);
      expect(mirror).toMatchObject({ ids: ['before'], paused: true });
      await journal.setPaused(false);
      expect(await journal.append(view('after'))).toBe(true);
      expect(mirror).toMatchObject({ ids: ['before', 'after'], paused: false });
      await journal.close();
    });

    test('erases what came before the call, waiting events too, and keeps what comes after', async () => {
      const { journal, mirror } = await open();
      await journal.append(view('stored'));
      const onTheirWay = [journal.append(view('first')), journal.append(view('second'))];
      const clearing = journal.clear();
      const after = journal.append(view('after'));
      await Promise.all([...onTheirWay, clearing]);
      expect(await after).toBe(true);
      expect(mirror.ids).toEqual(['after']);
      await journal.close();
    });

    test('stays paused when it is erased', async () => {
      const { journal, mirror } = await open();
      await journal.setPaused(true);
      await journal.clear();
      expect(mirror.paused).toBe(true);
      expect(await journal.append(view('a'))).toBe(false);
      await journal.setPaused(false);
      await journal.close();
    });

    test('merges an import without doubling what it holds', async () => {
      const { journal, mirror } = await open();
      await journal.append(view('a'));
      await journal.import([view('a'), view('b'), view('b')], 'merge');
      expect(mirror.ids.sort()).toEqual(['a', 'b', 'b']);
      await journal.close();
    });

    test('puts an import in place of all it holds, also while paused', async () => {
      const { journal, mirror } = await open();
      await journal.append(view('a'));
      await journal.setPaused(true);
      await journal.import([view('b')], 'replace');
      expect(mirror).toMatchObject({ ids: ['b'], paused: true });
      await journal.setPaused(false);
      await journal.close();
    });

    test('prunes the oldest events beyond the number, when they are appended and when they are imported', async () => {
      const { journal, mirror } = await open({ ...UNLIMITED, maxEvents: 3 });
      for (let i = 0; i < 5; i++) await journal.append(view(`i${i}`, NOW - 5 + i));
      await journal.import([], 'merge');
      expect(mirror.ids).toEqual(['i2', 'i3', 'i4']);
      await journal.import([view('old', NOW - 100), view('new', NOW)], 'merge');
      await journal.import([], 'merge');
      expect(mirror.ids).toEqual(['i3', 'i4', 'new']);
      await journal.close();
    });

    test('is in time order when it is imported into', async () => {
      const { journal, mirror } = await open();
      await journal.append(view('late', NOW));
      await journal.import([view('early', NOW - 1)], 'merge');
      expect(mirror.ids).toEqual(['early', 'late']);
      await journal.close();
    });
  });
}
