import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders from that of the running program up to the root. */
function* foldersAbove(): Iterable<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    yield folder;
    folder = dirname(folder);
  }
}

/** Version of the package that the running program belongs to. */
export function packageVersion(): string {
  for (const folder of foldersAbove()) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown; version?: unknown };
    if (name === 'windowshop' && typeof version === 'string') return version;
  }
  return '0.0.0';
}

/** The folder of the package's built browser files; undefined where they have not been built. */
export function browserFolder(): string | undefined {
  for (const folder of foldersAbove())
    for (const candidate of [folder, join(folder, 'dist')])
      if (existsSync(join(candidate, 'auto.js')) && existsSync(join(candidate, 'worker.js'))) return candidate;
  return undefined;
}
