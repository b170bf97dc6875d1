import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
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
  if (!existsSync(join(folder, 'manifest.json'))) await run(cliFile, ['build', ...args, '--out', folder]);
  return folder;
}

/** Changes with the program, the arguments and every file that they name. */
async function fingerprint(cliFile: string, args: string[]): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(cliFile))
    .update(JSON.stringify(args));
  for (const arg of args) {
    if (!existsSync(arg)) continue;
    const { size, mtimeMs } = await stat(arg);
    hash.update(`${size} ${mtimeMs}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Lets the command line talk to the terminal itself. */
function run(cliFile: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new BuildFailed(code ?? 1))));
  });
}
