import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { chromiumFlags, chromiumPath, webgpuFlags } from '../../support/chromium.js';
import type { JobMessage, TellProgress } from '../browser/answer-job.js';
import type { BenchSite, ProgramName } from './bench-site.js';

/** A worker that says nothing for this long hangs. */
const LONGEST_SILENCE_MS = 200_000;

const LAUNCH = {
  ...(chromiumPath ? { executablePath: chromiumPath } : {}),
  args: [...chromiumFlags, ...webgpuFlags],
};

export const launchChromium = (): Promise<Browser> => chromium.launch(LAUNCH);

/** A browser that keeps what it learns in a folder, as a shopper's does. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, LAUNCH);

/** The page died or fell silent. */
export class PageLostError extends Error {
  /** Whose turn it was, if the worker told. */
  at?: string;
}

export interface BenchBrowser {
  /** `Chromium 156.0.…`, and what WebGPU computes on. */
  version: string;
  adapter: string;
  /**
   * Runs a job in a worker of its own, in the one page of the benchmark; a page that was lost is replaced.
   *
   * @throws {PageLostError}
   * @throws Error what the worker threw.
   */
  runJob<Job, Outcome>(worker: ProgramName, job: Job, progress: (text: string) => void): Promise<Outcome>;
  close(): Promise<void>;
}

export async function openBenchBrowser(site: BenchSite): Promise<BenchBrowser> {
  const browser = await launchChromium();
  let page = await openPage(browser, site);
  let onProgress: TellProgress = () => {};
  return {
    version: `Chromium ${browser.version()}`,
    adapter: await page.evaluate(describeAdapter),

    async runJob<Job, Outcome>(worker: ProgramName, job: Job, progress: (text: string) => void): Promise<Outcome> {
      const address = await site.addressOf(worker);
      if (page.isClosed()) page = await openPage(browser, site);
      let lose: (error: PageLostError) => void = () => {};
      const lost = new Promise<never>((_, reject) => {
        lose = reject;
      });
      let timer: NodeJS.Timeout | undefined;
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => lose(new PageLostError('no answer for over three minutes')), LONGEST_SILENCE_MS);
      };
      let at: string | undefined;
      onProgress = (text, turn) => {
        watch();
        at = turn ?? at;
        progress(text);
      };
      const onCrash = (): void => lose(new PageLostError('the page crashed, probably for want of memory'));
      page.once('crash', onCrash);
      try {
        watch();
        return (await Promise.race([page.evaluate(runInWorker, { address, job }), lost])) as Outcome;
      } catch (error) {
        if (error instanceof PageLostError) {
          if (at !== undefined) error.at = at;
          await page.close();
        }
        throw error;
      } finally {
        clearTimeout(timer);
        page.off('crash', onCrash);
      }
    },

    close: () => browser.close(),
  };

  async function openPage(from: Browser, { isolated }: BenchSite): Promise<Page> {
    const opened = await from.newPage();
    await opened.exposeFunction('benchProgress', (text: string, at?: string) => onProgress(text, at));
    await opened.goto(isolated);
    return opened;
  }
}

/** Runs inside the page: a function without outside references. */
function runInWorker({ address, job }: { address: string; job: unknown }): Promise<unknown> {
  const { benchProgress } = window as unknown as { benchProgress: TellProgress };
  return new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: 'module' });
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
    worker.onmessage = ({ data }: MessageEvent<JobMessage<unknown>>) => {
      if ('progress' in data) return benchProgress(data.progress, data.at);
      worker.terminate();
      if ('outcome' in data) resolve(data.outcome);
      else reject(new Error(data.error));
    };
    worker.postMessage(job);
  });
}

/** Runs inside the page. */
async function describeAdapter(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return 'none';
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed';
}
