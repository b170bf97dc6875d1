import type { Example, Fold, HeldOut } from './protocol.js';
import { type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Share of the visits that settings are chosen on. */
const VALIDATION_SHARE = 0.1;

/**
 * The validation part of the protocol `next-item`: the last tenth of the visits in the order of the file, each expanded
 * into every prefix → its next item, shortest first. Visits of one item make no example. Of several folds each is a tenth,
 * the last one being the last; what comes after a fold is left out, so that nothing is learned from its future.
 *
 * @param visits  Those of the training file; the order of the file is the clock. Items are numbered as they first occur.
 */
export function holdOutVisits(visits: Sequences, { index, count: folds }: Fold = { index: 0, count: 1 }) {
  const size = Math.ceil(sequenceCount(visits) * VALIDATION_SHARE);
  const total = Math.max(0, sequenceCount(visits) - (folds - 1 - index) * size);
  const first = Math.max(0, total - size);
  const training = {
    offsets: visits.offsets.subarray(0, first + 1),
    items: visits.items.subarray(0, visits.offsets[first]),
  };
  // Items are numbered as they first occur: those that only the held-out visits know come behind all others.
  const itemCount = training.items.reduce((highest, item) => Math.max(highest, item + 1), 0);
  let count = 0;
  for (let visit = first; visit < total; visit++) count += Math.max(0, sequenceAt(visits, visit).length - 1);
  return {
    training,
    itemCount,
    count,
    *examples(): Iterable<Example> {
      for (let visit = first; visit < total; visit++) {
        const items = sequenceAt(visits, visit);
        for (let end = 1; end < items.length; end++)
          yield {
            input: items.subarray(0, end).filter((item) => item < itemCount),
            target: items[end] < itemCount ? items[end] : -1,
          };
      }
    },
  } satisfies HeldOut;
}

/**
 * Reads a line of a file of examples, `ids TAB target`, ids separated by blanks. Ids that training does not know are
 * skipped in the input and are a miss as a target.
 *
 * @returns  undefined when the line is none.
 */
export function parseExample(line: string, itemNumbers: ReadonlyMap<string, number>): Example | undefined {
  const tab = line.lastIndexOf('\t');
  const target = line.slice(tab + 1).trim();
  if (tab < 0 || target === '' || /\s/.test(target)) return undefined;
  const input: number[] = [];
  for (const id of line.slice(0, tab).split(/\s+/)) {
    const item = itemNumbers.get(id);
    if (item !== undefined) input.push(item);
  }
  return { input, target: itemNumbers.get(target) ?? -1 };
}
