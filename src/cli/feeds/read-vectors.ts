import type { VectorCollector } from '../../builder/collect/vector-collector.js';
import { openText, type ReadingListener } from './open-text.js';
import { splitLines } from './split-lines.js';

/** @throws {CommandError} when the file cannot be read. */
export async function readVectors(path: string, collector: VectorCollector, listener: ReadingListener): Promise<void> {
  const { text } = await openText(path, listener);
  for await (const lines of splitLines(text)) for (const line of lines) collector.addLine(line.text);
}
