import { createHash } from 'node:crypto';
import { parseExample } from '../../evaluation/next-item.js';
import type { Example } from '../../evaluation/protocol.js';
import { SequenceCollector } from '../../evaluation/sequences.js';
import { openText, type ReadingListener } from '../feeds/open-text.js';
import { readBytes } from '../feeds/read-bytes.js';
import { splitLines } from '../feeds/split-lines.js';

const SILENT: ReadingListener = { onRead: () => {}, onWarning: () => {} };

export const wordsOf = (line: string): string[] => line.split(/\s+/).filter((word) => word !== '');

/** Reads lines of ids. @param firstIsUser  The first word of a line is no item. @throws {CommandError} */
export async function readSequences(path: string, firstIsUser: boolean, listener: ReadingListener) {
  const collector = new SequenceCollector();
  const { text } = await openText(path, listener);
  for await (const lines of splitLines(text))
    for (const line of lines) collector.add(wordsOf(line.text).slice(firstIsUser ? 1 : 0));
  return collector.finish();
}

/** The examples of a file one after the other; lines that are none are left out. @throws {CommandError} */
export async function* readExamples(
  path: string,
  itemNumbers: ReadonlyMap<string, number>,
  listener = SILENT,
): AsyncGenerator<Example> {
  const { text } = await openText(path, listener);
  for await (const lines of splitLines(text)) {
    for (const line of lines) {
      const example = parseExample(line.text, itemNumbers);
      if (example) yield example;
    }
  }
}

/** Counts the lines of a file of examples, and those that are none. @throws {CommandError} */
export async function countExamples(path: string): Promise<{ count: number; unreadable: number[] }> {
  const { text } = await openText(path, SILENT);
  let count = 0;
  const unreadable: number[] = [];
  for await (const lines of splitLines(text)) {
    for (const line of lines) {
      if (parseExample(line.text, new Map())) count++;
      else unreadable.push(line.number);
    }
  }
  return { count, unreadable };
}

/** The first 16 hex digits of a hash over what the files hold, in this order, packed or not. @throws {CommandError} */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const whole = createHash('sha256');
  for (const path of paths) {
    const file = createHash('sha256');
    for await (const bytes of readBytes(path)) file.update(bytes);
    whole.update(file.digest());
  }
  return whole.digest('hex').slice(0, 16);
}
