import type { EventMap, EventName, JourneyEvent } from '../../../src/core/journey-event.js';

export const DAY = 24 * 60 * 60 * 1000;

export const event = <N extends EventName>(name: N, params: EventMap[N], timestamp = 0): JourneyEvent =>
  ({ name, params, timestamp }) as JourneyEvent;

export const view = (item_id: string, timestamp = 0): JourneyEvent =>
  event('view_item', { items: [{ item_id }] }, timestamp);
