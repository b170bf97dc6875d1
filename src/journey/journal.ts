import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import type { JourneyEvent } from '../core/journey-event.js';

export interface JournalContents {
  /** In time order. */
  events: JourneyEvent[];
  paused: boolean;
  /** What is left of earlier events that the browser has lost. */
  base?: FoldedShopper | undefined;
}

/** What has changed in a journal, by this tab or another one. */
export type JournalChange =
  | { kind: 'added'; events: JourneyEvent[] }
  /** Everything is different: erased (by another tab: `byErasure`), imported, or read anew. */
  | ({ kind: 'replaced'; byErasure?: boolean } & JournalContents)
  | { kind: 'paused'; paused: boolean };

export type ImportMode = 'merge' | 'replace';

/**
 * Keeps a journey. Calls are carried out in the order in which they were made; each change is told to the listener
 * given at construction, before the promise of the call resolves.
 */
export interface Journal {
  readonly persistence: 'indexeddb' | 'memory';
  /** Reads what is kept. To be called first, and once. */
  open(): Promise<JournalContents>;
  /** Resolves when the event is kept; false when it was not: the journal is paused, or was erased meanwhile. */
  append(event: JourneyEvent): Promise<boolean>;
  /** Adds the events that the journal does not hold yet, or puts them in place of all it holds. All or none. */
  import(events: readonly JourneyEvent[], mode: ImportMode): Promise<void>;
  /** While paused, `append` keeps nothing. */
  setPaused(paused: boolean): Promise<void>;
  /** Erases every event, also those that other tabs are about to write. A pause outlasts it. */
  clear(): Promise<void>;
  /** Looks for what other tabs have done, after a time in which their messages may not have arrived. */
  recheck(): Promise<void>;
  /** Lets go of every resource once the calls made so far are carried out. */
  close(): Promise<void>;
}
