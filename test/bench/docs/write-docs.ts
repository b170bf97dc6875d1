import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performanceDoc } from './performance-doc.js';
import { mergeResults, type Results } from './results.js';

const RESULTS_FILE = 'performance.json';
const DOC_FILE = 'performance.md';

/**
 * Adds what was measured now to the results in a folder, and writes document and charts from all of them.
 *
 * @param measured   Undefined = write from what is there.
 * @param notesFile  What was tried, written by hand.
 * @throws Error when there is nothing to write from.
 */
export async function writeDocs(folder: string, measured: Results | undefined, notesFile: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = await readIfThere(join(folder, RESULTS_FILE));
  const kept = text === undefined ? undefined : (JSON.parse(text) as Results);
  const results = measured ? mergeResults(kept, measured) : kept;
  if (results === undefined) throw new Error(`${join(folder, RESULTS_FILE)}: not there, nothing has been measured yet`);
  const notes = (await readIfThere(notesFile)) ?? '';
  const { markdown, figures } = performanceDoc(results, notes);
  await writeFile(join(folder, RESULTS_FILE), toJson(results));
  await writeFile(join(folder, DOC_FILE), markdown);
  for (const { file, svg } of figures) await writeFile(join(folder, file), svg);
}

/** A row a line, so that a change of one row is a change of one line. */
function toJson({ machine, rows }: Results): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n  "machine": ${JSON.stringify(machine)},\n  "rows": [\n${lines}\n  ]\n}\n`;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
