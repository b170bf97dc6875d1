import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import wabt from 'wabt';

/** The bytes of `read-loop.wat`. */
export async function readLoopProgram(): Promise<number[]> {
  const path = resolve(import.meta.dirname, '../scan/read-loop.wat');
  const parsed = (await wabt()).parseWat(path, await readFile(path, 'utf8'), { simd: true });
  try {
    return [...parsed.toBinary({}).buffer];
  } finally {
    parsed.destroy();
  }
}
