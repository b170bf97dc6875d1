import { type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Who has which items; a sequence counts once, however often it holds an item. */
export interface CommonHolders {
  /** How many sequences hold an item. */
  holders(item: number): number;
  /** Tells of each other item how many sequences hold both, in no order. */
  forEachCommon(item: number, use: (other: number, common: number) => void): void;
}

export function commonHolders(training: Sequences, itemCount: number): CommonHolders {
  const { offsets, sequences } = sequencesOfItems(training, itemCount);
  const common = new Uint32Array(itemCount);
  return {
    holders: (item) => offsets[item + 1] - offsets[item],
    forEachCommon(item, use) {
      const touched: number[] = [];
      for (let at = offsets[item]; at < offsets[item + 1]; at++) {
        for (const other of new Set(sequenceAt(training, sequences[at]))) {
          if (other === item) continue;
          if (common[other] === 0) touched.push(other);
          common[other]++;
        }
      }
      for (const other of touched) {
        use(other, common[other]);
        common[other] = 0;
      }
    },
  };
}

/** The sequences that hold each item, each once: item n has the entries `offsets[n]` … `offsets[n + 1]`. */
function sequencesOfItems(training: Sequences, itemCount: number): { offsets: Uint32Array; sequences: Uint32Array } {
  const offsets = new Uint32Array(itemCount + 1);
  for (let s = 0; s < sequenceCount(training); s++)
    for (const item of new Set(sequenceAt(training, s))) offsets[item + 1]++;
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item];
  const next = offsets.slice();
  const sequences = new Uint32Array(offsets[itemCount]);
  for (let s = 0; s < sequenceCount(training); s++)
    for (const item of new Set(sequenceAt(training, s))) sequences[next[item]++] = s;
  return { offsets, sequences };
}
