import type { BenchBrowser } from './host/bench-browser.js';
import type { BenchSite } from './host/bench-site.js';
import type { BenchOptions, SuiteName } from './options.js';

/** One measurement as it is printed and kept; each suite has its own kind. */
export interface BenchRow {
  suite: SuiteName;
}

export interface Stage {
  site: BenchSite;
  browser: BenchBrowser;
  /** Told what is going on, a line at a time. */
  progress(text: string): void;
  /** Something answered wrongly: the run goes on and ends in failure. */
  fail(reason: string): void;
}

export type Suite = (options: BenchOptions, stage: Stage) => Promise<BenchRow[]>;
