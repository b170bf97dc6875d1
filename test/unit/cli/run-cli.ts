import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { run } from '../../../src/cli/run.js';

/** What the answers hold that tests ask about. */
interface Answer {
  [key: string]: unknown;
  error?: { code: string; message: string };
  item?: Record<string, unknown>;
  files?: unknown;
  nearest?: Record<string, { id: string; title: string; score: number }[]>;
  problems?: { file: string; code: string; message: string }[];
}

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
  /** The one object on stdout; empty without `--json`. */
  json: Answer;
}

/** Runs the command line in this process. A moment is fixed, so that builds can be compared. */
export async function windowshop(...args: string[]): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { SOURCE_DATE_EPOCH: '1700000000' },
    interrupted: () => Promise.resolve(),
  });
  return { code, stdout, stderr, json: args.includes('--json') ? (JSON.parse(stdout) as Answer) : {} };
}

/** A folder for the tests of one file, gone afterwards. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'windowshop-cli-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  let count = 0;
  return {
    path: (name: string): string => join(folder, name),
    /** Writes a file under a name of its own. */
    file: async (contents: string | Uint8Array, name = 'feed'): Promise<string> => {
      const path = join(folder, `${count++}-${name}`);
      await writeFile(path, contents);
      return path;
    },
    /** A folder name that nothing is in yet. */
    out: (): string => join(folder, `out-${count++}`),
  };
}

/** Every file of a folder with its contents. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')])),
  );
}
