import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import { jsonOf } from '../core/journey/profile-file.js';
import { withinTime } from './within-time.js';

/** A shopper as folded from the events up to one, and how that stood to the journal. */
export interface Checkpoint {
  /** See `JournalMeta`. */
  epoch: string;
  revision: number;
  paused: boolean;
  /** Key of the latest event in it. */
  lastKey: number;
  shopper: FoldedShopper;
}

/** Another format would get another name. */
const CACHE_NAME = 'windowshop-profile-1';
const SLOTS = ['/windowshop-profile/a', '/windowshop-profile/b'];
/** Header of a slot with the SHA-256 of its content. */
const CHECKSUM = 'etag';

const LOCK_NAME = 'windowshop-profile';
/** A tab that holds the lock for longer is taken for frozen. */
const LOCK_LIMIT_MS = 3000;
/** Longer than a transaction may take, twice. */
const WORK_LIMIT_MS = 12_000;

/**
 * The second copy: the latest checkpoint and, as long as the next is being written, the one before it. Each write goes
 * to the slot that does not hold the latest whole one, so a torn write leaves the other.
 *
 * In Cache Storage, since a page writes there as fast as to the origin private file system (3.5 and 4.4 ms for 2 kB, 28
 * and 22 ms for 1 MB), but without LevelDB: the file system keeps its names in one and renames at each write, and a torn
 * LevelDB is what the copy is for. What a page cannot have there is a sync access handle, which writes in place.
 */
export class CheckpointStore {
  /** Without both, as on a page without https, the journal has no second copy. */
  readonly isThere = globalThis.caches !== undefined && navigator.locks !== undefined;

  /**
   * Runs work that changes a checkpoint, or rests on none being changed meanwhile, in one tab at a time.
   *
   * @param ifHeld  What to do when another tab does not let go in time.
   * @throws DOMException TimeoutError when that is to give up.
   */
  async exclusively<T>(work: () => Promise<T>, ifHeld: 'give up' | 'go on' = 'give up'): Promise<T> {
    const bounded = (): Promise<T> => withinTime(work(), WORK_LIMIT_MS, 'Work on a checkpoint');
    if (!this.isThere) return bounded();
    const signal = AbortSignal.timeout(LOCK_LIMIT_MS);
    let hasBegun = false;
    try {
      return await navigator.locks.request(LOCK_NAME, { signal }, () => {
        hasBegun = true;
        return bounded();
      });
    } catch (error) {
      if (hasBegun || ifHeld === 'give up') throw error;
      return bounded();
    }
  }

  /** The latest whole checkpoint. */
  async read(): Promise<Checkpoint | undefined> {
    return this.isThere ? latestOf(await readSlots()) : undefined;
  }

  /** Resolves once the checkpoint is kept. To be called {@link exclusively}. */
  async write(checkpoint: Checkpoint): Promise<void> {
    const held = await readSlots();
    const latest = latestOf(held);
    const free = latest !== undefined && held[0] === latest ? 1 : 0;
    const text = jsonOf(checkpoint);
    const cache = await caches.open(CACHE_NAME);
    await cache.put(SLOTS[free], new Response(text, { headers: { [CHECKSUM]: await checksumOf(text) } }));
    // What is left from before an erasure was erased with it.
    if (latest && latest.epoch !== checkpoint.epoch) await cache.delete(SLOTS[1 - free]);
  }

  async erase(): Promise<void> {
    if (this.isThere) await caches.delete(CACHE_NAME);
  }
}

/** What a checkpoint would hold, but for the shopper. */
type Position = Omit<Checkpoint, 'shopper'>;

/** Whether what is held makes a checkpoint at this position needless: it knows as much, or more. */
export const covers = (held: Position, position: Position): boolean =>
  held.epoch === position.epoch &&
  (isBefore(position, held) || (!isBefore(held, position) && held.paused === position.paused));

const isBefore = (a: Position, b: Position): boolean =>
  a.revision < b.revision || (a.revision === b.revision && a.lastKey < b.lastKey);

function latestOf([a, b]: (Checkpoint | undefined)[]): Checkpoint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isBefore(a, b) ? b : a;
}

const readSlots = (): Promise<(Checkpoint | undefined)[]> => Promise.all(SLOTS.map(readSlot));

async function readSlot(slot: string): Promise<Checkpoint | undefined> {
  // Opening the cache would create it, and leave it behind.
  const response = await caches.match(slot, { cacheName: CACHE_NAME });
  try {
    const text = await response?.text();
    if (text === undefined || (await checksumOf(text)) !== response?.headers.get(CHECKSUM)) return undefined;
    return JSON.parse(text) as Checkpoint;
  } catch {
    // TypeError: the entry has lost its content. A slot that cannot be read is an empty one.
    return undefined;
  }
}

async function checksumOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
