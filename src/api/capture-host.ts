import type { EventMap, EventName } from '../core/journey-event.js';
import type { ItemId } from '../core/product.js';
import type { CaptureSource, SdkEventMap } from './sdk.js';

/** All that capture may do to the SDK: hand in what it read, and see what others hand in. */
export interface CaptureHost {
  record<N extends EventName>(name: N, params: EventMap[N], source: CaptureSource): void;
  /**
   * Calls back for every event, whoever recorded it, in the same task in which it is taken in (before it is stored):
   * a product that the page names itself must not be named again. Returns the function that takes the listener off.
   */
  recorded(listener: (event: SdkEventMap['record']) => void): () => void;
  /** The catalogue item whose page has this address; undefined = none. Never rejects. */
  itemAt(url: string): Promise<ItemId | undefined>;
  /** A source could not read the page; reported through the `error` event. */
  report(error: unknown): void;
}
