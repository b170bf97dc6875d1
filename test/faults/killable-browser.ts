import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { chromiumFlags, findChromium } from '../support/chromium.js';
import { goToFaultPage } from './go-to-fault-page.js';

const START_LIMIT_MS = 30_000;
/** What a browser that was killed leaves behind, and the next one would take for a running one. */
const LOCKS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket', 'DevToolsActivePort'];

/** A browser in a process group of its own, so that the whole of it, and nothing else, can be killed at any moment. */
export interface KillableBrowser {
  context: BrowserContext;
  /** Opens the fault page and waits until it can be used. */
  openPage(address: string): Promise<Page>;
  /** SIGKILL to every process of the browser. Resolves once it is gone. */
  kill(): Promise<void>;
}

export async function startKillableBrowser(profileFolder: string): Promise<KillableBrowser> {
  for (const lock of LOCKS) await rm(join(profileFolder, lock), { force: true });
  const program = findChromium();
  if (program === undefined) throw new Error('no Chromium found: set CHROMIUM to the path of one');
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profileFolder}`];
  const browserProcess = spawn(program, [...chromiumFlags, ...flags, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => browserProcess.once('exit', () => resolve()));
  const killAll = (): void => {
    try {
      process.kill(-(browserProcess.pid as number), 'SIGKILL');
    } catch {
      // ESRCH: it has ended by itself.
    }
  };
  process.once('exit', killAll);
  void ended.then(() => process.off('exit', killAll));
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(browserProcess));
    const [context] = browser.contexts();
    return {
      context,
      openPage: async (address) => {
        const page = await context.newPage();
        await goToFaultPage(page, address);
        return page;
      },
      kill: async () => {
        killAll();
        await ended;
        await browser.close().catch(() => {});
      },
    };
  } catch (error) {
    killAll();
    throw error;
  }
}

function debuggerAddress({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser does not start')), START_LIMIT_MS);
    let said = '';
    stderr?.on('data', (text: Buffer) => {
      said += text;
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
