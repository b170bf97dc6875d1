import type { IDBPTransaction } from 'idb';
import type { JournalSchema } from './journal-schema.js';
import { type JournalDatabase, openDatabase } from './open-database.js';
import { withinTime } from './within-time.js';

type StoreNames = ('events' | 'meta')[];
export type Transaction<Mode extends IDBTransactionMode = IDBTransactionMode> = IDBPTransaction<
  JournalSchema,
  StoreNames,
  Mode
>;

/** A transaction that takes longer is taken for lost. */
const TRANSACTION_LIMIT_MS = 5000;

/** What an ended connection answers with: closed for another tab's upgrade, data cleared, the browser's storage process gone. */
const ENDED = ['InvalidStateError', 'UnknownError', 'AbortError'];

/** Carries out whole transactions, on a connection that it opens when needed and opens anew when it has ended. */
export class JournalConnection {
  #database: Promise<JournalDatabase> | undefined;
  #opened = 0;

  /**
   * Resolves once the transaction is complete; retries it whole, once, when the connection turns out to have ended.
   *
   * @param work  Gets the transaction, and the number of the connection: what was found deleted on an earlier one may have
   *              been there again meanwhile, and be deleted once more.
   */
  async run<T, Mode extends IDBTransactionMode>(
    mode: Mode,
    work: (transaction: Transaction<Mode>, connection: number) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#attempt(mode, work);
    } catch (error) {
      if (!ENDED.includes((error as Error).name)) throw error;
      this.#forget();
      return this.#attempt(mode, work);
    }
  }

  close(): void {
    this.#forget();
  }

  async #attempt<T, Mode extends IDBTransactionMode>(
    mode: Mode,
    work: (transaction: Transaction<Mode>, connection: number) => Promise<T>,
  ): Promise<T> {
    const database = await this.#open();
    // Relaxed: strict durability was measured to lose as much when the browser is killed, at twice the time.
    const transaction = database.transaction(['events', 'meta'] as StoreNames, mode, { durability: 'relaxed' });
    const working = work(transaction, this.#opened).catch((error: unknown) => {
      abort(transaction);
      throw error;
    });
    // The first to fail names the cause: a failed request does, the transaction that it takes along only says "aborted".
    const done = Promise.all([working, transaction.done]);
    const [result] = await withinTime(done, TRANSACTION_LIMIT_MS, 'A transaction');
    return result;
  }

  #open(): Promise<JournalDatabase> {
    if (!this.#database) {
      const opening = openDatabase(() => {
        if (this.#database === opening) this.#forget();
      });
      this.#database = opening;
      this.#opened++;
      opening.catch(() => {
        if (this.#database === opening) this.#database = undefined;
      });
    }
    return this.#database;
  }

  #forget(): void {
    // Closing waits for transactions on their way, and a connection that never opened needs none.
    this.#database?.then((database) => database.close()).catch(() => {});
    this.#database = undefined;
  }
}

function abort(transaction: Transaction): void {
  try {
    transaction.abort();
  } catch {
    // InvalidStateError: it has ended by itself, which is what aborting is for.
  }
}
