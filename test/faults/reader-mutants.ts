import { attackReader } from './attacks/attack-reader.js';
import type { Fault } from './fault.js';

/** Shows mutants of snapshots to the reader, in this process: many more than a page can be offered. */
export const readerMutants = (count: number, seed = 1): Fault => ({
  name: `${count} mutated snapshots in process`,
  asked:
    'each a typed error, an equal snapshot or another sound one, told within 100 ms and without memory for what is not there',
  async run() {
    const rows = await attackReader(count, seed);
    return {
      reached: rows.map(({ name, reached }) => `${name}: ${reached}`).join('; '),
      passed: rows.every(({ passed }) => passed),
    };
  },
});
