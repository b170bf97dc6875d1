import { parseArgs } from 'node:util';
import { METHOD_NAMES, type MethodName } from './scan/method-names.js';

export const SUITES = ['scan', 'bandwidth', 'growth', 'history', 'query', 'cold-start', 'freshness'] as const;
export type SuiteName = (typeof SUITES)[number];

/** What rows look like: evenly drawn from the sphere, or gathered in 500 tight clusters. */
const DATA_KINDS = ['random', 'clustered'] as const;
export type DataKind = (typeof DATA_KINDS)[number];

export interface BenchOptions {
  /** Empty only together with {@link docs}: write the document from the results that are there. */
  suites: SuiteName[];
  /** Undefined = the suite's own. */
  n?: number[];
  d?: number[];
  batch?: number[];
  k: number;
  /** Items that must not be answered. */
  excluded: number;
  /** Undefined = each suite's own; the scan leaves out what takes minutes to build. */
  methods?: MethodName[];
  data: DataKind;
  /** Undefined = the suite's own. */
  rounds?: number;
  json: boolean;
  /** Keep the rows and write `docs/performance.md`. */
  docs: boolean;
  /** Small sizes and few rounds, to see whether all of it runs. */
  quick: boolean;
}

/** A command line that nobody can make sense of. */
export class UsageError extends Error {}

export const USAGE = `npm run bench -- [options]

  --suite scan|${SUITES.slice(1).join('|')}|all|none   default scan; lists are possible
  --n 10000,100000    items            --methods ${METHOD_NAMES.slice(0, 2).join(',')},… or all
  --d 64,128          dimensions       --data random|clustered
  --batch 1,8         queries a call   --excluded 50   items that must not be answered
  --k 100             results          --rounds 200
  --json              one JSON array on stdout
  --docs              keep the rows, write docs/performance.md (with --suite none: from the rows kept)
  --quick             small and short`;

const LARGEST_N = 4_000_000;
/** More than any embedding of a shop has. */
const LARGEST_D = 1024;

/** @throws {UsageError} with a sentence that names the value. */
export function readOptions(args: string[]): BenchOptions {
  const values = parse(args);
  const whole = (name: 'k' | 'excluded' | 'rounds', low: number, high: number): number | undefined =>
    values[name] === undefined ? undefined : wholeNumber(`--${name}`, values[name], low, high);
  const numbers = (name: 'n' | 'd' | 'batch', high: number): number[] | undefined => {
    const items = listOf(values[name]);
    return items?.map((text) => wholeNumber(`--${name}`, text, 1, high));
  };
  const options = {
    suites: readSuites(values.suite, values.docs),
    k: whole('k', 1, 10_000) ?? 100,
    excluded: whole('excluded', 0, 100_000) ?? 50,
    data: oneOf('--data', values.data, DATA_KINDS),
    json: values.json,
    docs: values.docs,
    quick: values.quick,
    ...given('n', numbers('n', LARGEST_N)),
    ...given('d', numbers('d', LARGEST_D)),
    ...given('batch', numbers('batch', 64)),
    ...given('rounds', whole('rounds', 5, 100_000)),
    ...given(
      'methods',
      listOf(values.methods)?.flatMap((name) =>
        name === 'all' ? METHOD_NAMES : [oneOf('--methods', name, METHOD_NAMES)],
      ),
    ),
  };
  for (const n of options.n ?? []) refuseFewItems(n, options);
  return options;
}

/** @throws {UsageError} when there are not K items left to find. */
export function refuseFewItems(n: number, { k, excluded }: Pick<BenchOptions, 'k' | 'excluded'>): void {
  if (n < k + excluded)
    throw new UsageError(`--n: ${n} items are fewer than the ${k} asked for and the ${excluded} excluded`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        suite: { type: 'string', default: 'scan' },
        n: { type: 'string', multiple: true },
        d: { type: 'string', multiple: true },
        batch: { type: 'string', multiple: true },
        k: { type: 'string' },
        excluded: { type: 'string' },
        methods: { type: 'string', multiple: true },
        data: { type: 'string', default: 'random' },
        rounds: { type: 'string' },
        json: { type: 'boolean', default: false },
        docs: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Node's own sentence names the option.
    throw new UsageError((error as Error).message);
  }
}

function readSuites(text: string, docs: boolean): SuiteName[] {
  if (text === 'all') return [...SUITES];
  if (text === 'none') {
    if (!docs) throw new UsageError('--suite: "none" goes with --docs');
    return [];
  }
  return (listOf([text]) as string[]).map((name) => oneOf('--suite', name, SUITES));
}

/** Comma-separated lists, given once or several times. */
function listOf(values: string[] | undefined): string[] | undefined {
  return values && [...new Set(values.flatMap((value) => value.split(',')).map((item) => item.trim()))];
}

function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high)
    throw new UsageError(`${name}: must be a whole number from ${low} to ${high}, got "${text}"`);
  return value;
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`${name}: must be one of ${choices.join(', ')}, got "${text}"`);
  return choice;
}

/** Optional properties are absent, not undefined. */
const given = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
