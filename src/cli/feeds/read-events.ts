import type { EventCollector } from '../../builder/collect/event-collector.js';
import { ColumnMap, MappingError, type Mappings } from '../../builder/fields/column-map.js';
import { EVENT_VOCABULARY, type ReadEventField } from '../../builder/fields/event-fields.js';
import { openText, type ReadingListener } from './open-text.js';
import { type RowsInput, readCsvRows, readJsonLines, readJsonRows } from './read-rows.js';
import { sniffDelimiter, sniffShape } from './sniff.js';
import { splitLines } from './split-lines.js';

export const EVENT_FORMATS = ['auto', 'csv', 'jsonl', 'sequences'] as const;
type EventFormat = (typeof EVENT_FORMATS)[number];

export interface EventSource {
  path: string;
  format: EventFormat;
  mappings: Mappings;
}

/** @throws {CommandError} when the file cannot be read or is no log. @throws {MappingError} on unknown columns. */
export async function readEvents(
  { path, format, mappings }: EventSource,
  collector: EventCollector,
  listener: ReadingListener,
): Promise<void> {
  const { head, text } = await openText(path, listener);
  const columns = new ColumnMap(mappings, EVENT_VOCABULARY);
  const input: RowsInput<ReadEventField> = { text, columns, sink: collector };
  switch (format === 'auto' ? sniffFormat(head, mappings) : format) {
    case 'json':
      return readJsonRows(input);
    case 'jsonl':
      return readJsonLines(input);
    case 'sequences':
      if (mappings.size > 0) throw new MappingError('sequences have no columns that --events-map could name');
      return readSequences(text, collector);
    default: {
      const needed = [['item'], ['user', 'session']] as const;
      return readCsvRows({ ...input, delimiter: sniffDelimiter(head), mappings, needed, mapOption: '--events-map' });
    }
  }
}

/** A table is known by its header or by what is mapped; lines of words without either are sequences. */
function sniffFormat(head: string, mappings: Mappings): 'json' | 'jsonl' | 'csv' | 'sequences' {
  const shape = sniffShape(head);
  if (shape === 'json' || shape === 'jsonl') return shape;
  const delimiter = sniffDelimiter(head);
  const header = head.trimStart().split('\n', 1)[0].split(delimiter);
  if (mappings.size > 0) return 'csv';
  const isTable = header.length > 1 && (delimiter !== '\t' || header.some((name) => EVENT_VOCABULARY.recognize(name)));
  return isTable ? 'csv' : 'sequences';
}

async function readSequences(text: AsyncIterable<string>, collector: EventCollector): Promise<void> {
  for await (const lines of splitLines(text)) for (const line of lines) collector.addSequence(line.text, line.number);
}
