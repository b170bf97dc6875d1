import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPlace } from '../../src/journey/database-place.js';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { JournalConnection } from '../../src/journey/journal-connection.js';
import { DATABASE_VERSION } from '../../src/journey/journal-schema.js';
import { deleteDatabaseIn, openDatabase } from '../../src/journey/open-database.js';
import { askToDelete, openJournalDatabase } from '../support/journal-place.js';

let connection: JournalConnection;
beforeEach(async () => {
  await deleteStored();
  connection = new JournalConnection();
});
afterEach(() => {
  vi.restoreAllMocks();
  connection.close();
});

const put = (value: object, key = 'k') =>
  connection.run('readwrite', async (transaction, number) => {
    await transaction.objectStore('meta').put(value as never, key as never);
    return number;
  });
const held = (key = 'k') =>
  connection.run('readonly', (transaction) => transaction.objectStore('meta').get(key as never));

/** Counts how often databases are opened. */
const countOpenings = () => vi.spyOn(IDBFactory.prototype, 'open');

describe('a connection', () => {
  test('is opened when it is needed, and once', async () => {
    const openings = countOpenings();
    connection = new JournalConnection();
    await openPlace();
    expect(openings).not.toHaveBeenCalled();
    expect(await Promise.all([put({ a: 1 }), put({ a: 2 })])).toEqual([1, 1]);
    expect(await held()).toEqual({ a: 2 });
    expect(openings).toHaveBeenCalledTimes(1);
  });

  test('keeps nothing of work that fails half-way, and says why it did', async () => {
    const failing = connection.run('readwrite', async (transaction) => {
      await transaction.objectStore('meta').put({ half: true } as never, 'k' as never);
      throw new RangeError('half-way');
    });
    await expect(failing).rejects.toThrow('half-way');
    expect(await held()).toBeUndefined();
  });

  test('asks for no more durability than is of use', async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await put({});
    expect(transactions).toHaveBeenCalledWith(['events', 'meta'], 'readwrite', { durability: 'relaxed' });
  });

  test('lets another tab delete, and is opened anew afterwards, under another number', async () => {
    expect(await put({ a: 1 })).toBe(1);
    await deleteDatabaseIn(await openPlace());
    expect(await held()).toBeUndefined();
    expect(await put({ a: 2 })).toBe(2);
  });

  test('outlives a collection, although the place that it was opened in is never mentioned again', async () => {
    await put({ a: 1 });
    for (let i = 0; i < 5; i++) {
      // The handle of a bucket goes by a message to another process.
      await new Promise((resolve) => setTimeout(resolve, 50));
      (globalThis as unknown as { gc(): void }).gc();
    }
    const openings = countOpenings();
    expect(await held()).toEqual({ a: 1 });
    expect(openings).not.toHaveBeenCalled();
  });

  test('that is closed holds up nobody, and may be used again', async () => {
    await put({ a: 1 });
    connection.close();
    const upgraded = await openJournalDatabase(DATABASE_VERSION + 1, () => {});
    upgraded.close();
    expect(await put({ a: 2 })).toBe(2);
    connection.close();
    connection.close();
  });

  test('that cannot be opened is tried again at the next use', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(put({ a: 1 })).rejects.toMatchObject({ name: 'SecurityError' });
    expect(await put({ a: 2 })).toBe(2);
  });

  test.each(['InvalidStateError', 'UnknownError', 'AbortError'])(
    'that ended with %s is opened anew, once',
    async (name) => {
      await put({ a: 1 });
      const broken = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
        throw new DOMException('ended', name);
      });
      expect(await put({ a: 2 })).toBe(2);
      broken.mockImplementation(() => {
        throw new DOMException('ended', name);
      });
      await expect(put({ a: 3 })).rejects.toMatchObject({ name });
      expect(broken).toHaveBeenCalledTimes(4);
    },
  );

  test('repeats no work that was refused for another reason', async () => {
    let times = 0;
    const refused = connection.run('readwrite', async () => {
      times++;
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(refused).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(times).toBe(1);
  });

  test('gives up a transaction that does not end', async () => {
    const endless = connection.run('readwrite', async (transaction) => {
      // Each request keeps it alive for another one.
      for (const end = performance.now() + 5500; performance.now() < end; )
        await transaction.objectStore('meta').get('k' as never);
    });
    await expect(endless).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'A transaction took longer than 5000 ms',
    });
  });
});

describe('the database', () => {
  test('says when another tab closes it, and is closed then', async () => {
    let lost = 0;
    const database = await openDatabase(() => lost++);
    await deleteDatabaseIn(await openPlace());
    expect(lost).toBe(1);
    expect(() => database.transaction('events')).toThrow('closing');
  });

  test.each([
    ['events', 'meta'],
    ['meta', 'events'],
  ])('that has %s and lacks %s is made anew', async (there) => {
    const stranger = await openJournalDatabase(DATABASE_VERSION, (database) => void database.createObjectStore(there));
    stranger.close();
    const database = await openDatabase(() => {});
    expect([...database.objectStoreNames]).toEqual(['events', 'meta']);
    database.close();
  });

  test('that is damaged is made anew, and what fails for another reason is not', async () => {
    await put({ a: 1 });
    connection.close();
    const original = IDBFactory.prototype.open;
    const failing = (name: string, times: number) =>
      vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...args) {
        if (times-- > 0) throw new DOMException('backing store', name);
        return original.apply(this, args);
      });
    failing('UnknownError', 1);
    expect(await held()).toEqual({ a: 1 });
    connection.close();
    failing('UnknownError', 2);
    expect(await held()).toBeUndefined();
    connection.close();
    failing('DataError', 1);
    await expect(held()).rejects.toMatchObject({ name: 'DataError' });
  });

  test('that opens too late is let go of', async () => {
    const stubborn = await openJournalDatabase(1, (database) => void database.createObjectStore('events'));
    await askToDelete();
    const lost = vi.fn();
    await expect(openDatabase(lost)).rejects.toMatchObject({
      message: 'Opening the database took longer than 3000 ms',
    });
    stubborn.close();
    // The one given up is opened after that, and closed by itself: nobody has to ask for it.
    await deleteDatabaseIn(await openPlace());
    expect(lost).not.toHaveBeenCalled();
  });

  test('that somebody holds on to is given up deleting after three seconds', async () => {
    const stubborn = await openJournalDatabase(1);
    await expect(deleteDatabaseIn(await openPlace())).rejects.toMatchObject({
      message: 'Deleting the database took longer than 3000 ms',
    });
    stubborn.close();
  });
});
