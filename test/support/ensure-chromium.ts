/**
 * Sees to it that the browser tests have a browser: an installed one, else apt where that may be used, else Playwright's
 * own download. Where none of these works the run goes on without them, and says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.js';

const hasChromium = (): boolean => findChromium() !== undefined;

if (!hasChromium() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  console.error('No Chromium found: installing it with apt …');
  run('apt-get', 'update', '-qq');
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
}
if (!hasChromium()) {
  console.error("No Chromium found: downloading Playwright's …");
  run('npx', 'playwright', 'install', 'chromium');
}

function run(command: string, ...args: string[]): void {
  // stdout carries the results of the tests that follow.
  spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 600_000 });
}
