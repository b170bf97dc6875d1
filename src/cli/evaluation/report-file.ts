import { constants, open, rm, stat, writeFile } from 'node:fs/promises';
import { CommandError } from '../command-error.js';

/**
 * Finds out, before figures are made that take long, whether a report can be written. What the file holds stays as it
 * is, and where there is none, there is none afterwards. Pipes and devices are taken as they are.
 *
 * @throws {CommandError} `write_failed`
 */
export async function checkReport(path: string): Promise<void> {
  try {
    const there = await statOf(path);
    if (there?.isFile() || there?.isDirectory()) await (await open(path, constants.O_WRONLY)).close();
    if (there) return;
    await writeFile(path, '', { flag: 'wx' });
    await rm(path);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/**
 * @param known  Goes along with the error.
 * @throws {CommandError} `write_failed`
 */
export async function writeReport(path: string, page: string, known: Record<string, unknown>): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (cause) {
    throw unwritable(path, cause, known);
  }
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const unwritable = (path: string, cause: unknown, known: Record<string, unknown> = {}): CommandError =>
  new CommandError(
    'write_failed',
    `cannot write the report to ${path}: ${(cause as Error).message}; give --report a file in a folder that is there and may be written to`,
    { known, cause },
  );
