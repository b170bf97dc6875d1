import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The command line said no; it has told the shopkeeper why on its own. */
export class BuildFailed extends Error {
  constructor(readonly exitCode: number) {
    super(`windowshop build ended with ${exitCode}`);
  }
}

/**
 * Builds a snapshot with the command line, or finds the one that the same command made from the same files before.
 *
 * @param args  Arguments of `windowshop build`, without `--out`.
 * @returns     The snapshot's folder.
 * @throws {BuildFailed} when the command line refuses.
 */
export async function buildSnapshot(cliFile: string, args: string[], cacheDir: string): Promise<string> {
  const folder = join(cacheDir, `snapshot-${await fingerprint(cliFile, args)}`);
  if (existsSync(folder)) return folder;
  // Two shops may open at once: each builds apart, and the first to finish provides for both.
  const draft = `${folder}.${process.pid}`;
  try {
    await run(cliFile, ['build', ...args, '--out', draft]);
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Changes with the program, the arguments and every file that they name. */
async function fingerprint(cliFile: string, args: string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(args));
  for (const file of [cliFile, ...args].filter(isFile))
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex').slice(0, 16);
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Lets the command line talk to the terminal itself. */
function run(cliFile: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new BuildFailed(code ?? 1))));
  });
}
