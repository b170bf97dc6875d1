import type { EventMap, EventName } from '../core/journey-event.js';
import type { CaptureSource } from './sdk.js';

/** All that capture may do to the SDK: hand in an event and say where it was read. */
export interface CaptureHost {
  record<N extends EventName>(name: N, params: EventMap[N], source: CaptureSource): void;
  /** A source could not read the page; reported through the `error` event. */
  report(error: unknown): void;
}
