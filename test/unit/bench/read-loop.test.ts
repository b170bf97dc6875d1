import { expect, test } from 'vitest';
import { readLoopProgram } from '../../bench/host/read-loop-program.js';
import { createReadLoop } from '../../bench/scan/read-loop.js';

test('the plain read loop reads every byte, of more than one page of memory', async () => {
  const program = Uint8Array.from(await readLoopProgram());
  const codes = Uint8Array.from({ length: 65_536 + 256 }, (_, i) => (i * 31) % 251);
  // It compares what it has read with what stands there, and throws if that differs.
  const read = createReadLoop(program, codes);
  expect(read()).toBeUndefined();
});
