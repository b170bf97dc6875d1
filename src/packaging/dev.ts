/**
 * `npm run dev -- [options of npm start]`: builds, opens the sample shop, and does both again whenever a source changes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';

const WATCHED = ['src', 'workers', 'public', 'index.html'];
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

let shop: ChildProcess | undefined;
let timer: NodeJS.Timeout | undefined;
let isBuilding = false;

for (const path of WATCHED) watch(path, { recursive: true }, buildSoon);
buildSoon();

function buildSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(isBuilding ? buildSoon : buildAndOpen, SETTLE_MS);
}

async function buildAndOpen(): Promise<void> {
  isBuilding = true;
  const exitCode = await new Promise((resolve) => {
    spawn('npx', ['tsx', 'src/packaging/build.ts', '--without-types'], { stdio: 'inherit' }).on('exit', resolve);
  });
  isBuilding = false;
  // A mistake stands in the terminal, and the shop stays open as it was.
  if (exitCode !== 0) return;
  shop?.kill();
  shop = spawn(process.execPath, ['dist/shop-server.js', ...process.argv.slice(2)], { stdio: 'inherit' });
}
