import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataFolder } from './real-data.js';

/**
 * Options of `windowshop build` for all of Amazon Beauty's items and some of its shoppers: to learn from all of them takes
 * minutes, and `windowshop evaluate` does for `docs/quality.md`.
 *
 * @param folder  Where the log of these is written.
 */
export async function beautyOptions(folder: string, shoppers: number): Promise<string[]> {
  const beauty = (name: string): string => join(dataFolder, 'amazon-beauty', name);
  const sequences = gunzipSync(await readFile(beauty('sequences.txt.gz'))).toString();
  const events = join(folder, 'sequences.txt');
  await writeFile(events, sequences.split('\n').slice(0, shoppers).join('\n'));
  return [
    ...['--catalog', beauty('items.jsonl.gz'), '--map', 'id=item_id', '--map', 'brand=brand_inferred'],
    ...['--map', 'category=attributes', '--events', events, '--events-format', 'sequences'],
  ];
}
