import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';

/** Puts a snapshot's files into a folder, as `windowshop build` would. */
export async function writeSnapshot(folder: string, { manifest, files }: EncodedSnapshot): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
}
