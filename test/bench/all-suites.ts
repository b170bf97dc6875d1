import { bandwidthSuite } from './bandwidth/bandwidth-suite.js';
import { coldStartSuite } from './cold-start/cold-start-suite.js';
import { freshnessSuite } from './freshness/freshness-suite.js';
import { growthSuite } from './growth/growth-suite.js';
import { historySuite } from './history/history-suite.js';
import type { SuiteName } from './options.js';
import { querySuite } from './query/query-suite.js';
import { scanSuite } from './scan/scan-suite.js';
import type { Suite } from './suite.js';

export const ALL_SUITES = {
  scan: scanSuite,
  bandwidth: bandwidthSuite,
  growth: growthSuite,
  history: historySuite,
  query: querySuite,
  'cold-start': coldStartSuite,
  freshness: freshnessSuite,
} as const satisfies Record<SuiteName, Suite>;

/** The rows of one suite. */
export type RowOf<S extends SuiteName> = Awaited<ReturnType<(typeof ALL_SUITES)[S]>>[number];

export type AnyRow = { [S in SuiteName]: RowOf<S> }[SuiteName];
