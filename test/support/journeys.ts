import { cleanEvents, type Journeys } from '../../src/builder/clean/clean-events.js';
import { EventCollector } from '../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../src/builder/collect/item-index.js';

export interface LogRow {
  user: string;
  /** Index; its id is the same number. */
  item: number;
  /** Of the log, from 0; none = no time is known. */
  minute?: number;
  /** Default: a view. */
  event?: string;
}

const START_MS = 1_700_000_000_000;

/** A log, as the builder reads it. */
export function journeysOf(rows: readonly LogRow[], itemCount: number): Journeys {
  const ids = Array.from({ length: itemCount }, (_, item) => ({ id: String(item), title: '' }));
  const collector = new EventCollector(new ItemIndex(ids));
  for (const [i, { item, minute, ...row }] of rows.entries())
    collector.add(
      {
        ...row,
        item: String(item),
        ...(minute === undefined ? {} : { timestamp: String(START_MS + minute * 60_000) }),
      },
      i + 1,
    );
  return cleanEvents(collector.finish().log).journeys;
}
