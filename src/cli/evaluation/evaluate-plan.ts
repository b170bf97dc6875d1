import type { FusionFeature } from '../../core/scoring/fusion-features.js';
import { METHOD_NAMES, type MethodName } from '../../evaluation/methods/train-methods.js';
import type { ProtocolName, Split } from '../../evaluation/protocol.js';
import {
  CATALOG_OPTIONS,
  NEW_ITEMS_OPTION,
  readCatalogSource,
  readLocale,
  readNewItemShare,
  readSize,
  SIZE_OPTIONS,
  VECTORS_OPTION,
} from '../build-plan.js';
import {
  type CommandCall,
  type CommandOption,
  choiceOption,
  namesOption,
  numberOption,
  requiredOption,
} from '../command.js';
import { CommandError } from '../command-error.js';
import type { CatalogSource } from '../feeds/read-catalog.js';
import { ABLATION_NAMES, featuresOf } from './ablation.js';

const PROTOCOLS = ['next-item', 'leave-one-out'] as const satisfies readonly ProtocolName[];
/** The protocol that asks for ratings and has a plan of its own, and the option for its file. */
export const RATINGS = 'ratings';
const SPLITS = ['test', 'validation'] as const satisfies readonly Split[];
const DEFAULT_K: Record<ProtocolName, number> = { 'next-item': 20, 'leave-one-out': 10 };
const MAX_K = 1000;
const ALL_METHODS = 'all';
/** Of visits each fold is a tenth, and half of them should be left to learn from. */
const MAX_FOLDS = 5;

export const EVALUATE_OPTIONS: Readonly<Record<string, CommandOption>> = {
  train: { value: 'FILE', help: 'next-item: one visit per line, ids in order separated by blanks' },
  examples: { value: 'FILE', help: 'next-item: "ids TAB target" per line' },
  sequences: { value: 'FILE', help: 'leave-one-out: "user item item …" per line in time order' },
  [RATINGS]: { value: 'FILE', help: 'ratings: "user item rating" per line in time order' },
  catalog: { value: 'FILE', help: 'a catalogue; adds content, never candidates' },
  ...CATALOG_OPTIONS,
  ...VECTORS_OPTION,
  k: { value: 'N', help: 'length of the lists (default 20 for next-item, 10 for leave-one-out)' },
  split: { value: 'SPLIT', help: 'test, or validation: held out of the training part (default test)' },
  folds: { value: 'N', help: 'with --split validation: mean and deviation over so many parts of it, 2 to 5' },
  sample: { value: 'N', help: 'ask only so many examples, drawn by the seed (default all)' },
  'min-shoppers': { value: 'N', help: 'different users that a statistic needs (default 1)' },
  ...SIZE_OPTIONS,
  'hide-items': { value: 'SHARE', help: 'train without a drawn share of the items, 0 to 1 (default 0)' },
  ...NEW_ITEMS_OPTION,
  seed: { value: 'N', help: 'what is drawn (default 1)' },
  model: { value: 'NAMES', help: 'also train and ask these methods, separated by commas, or all' },
  without: { value: 'FEATURES', help: 'learn the score without these kinds of evidence, separated by commas' },
  report: { value: 'FILE', help: 'also write a page with table and pictures' },
};

/** Options that belong to one protocol alone. */
const OWN_OPTIONS: Record<ProtocolName | typeof RATINGS, readonly string[]> = {
  'next-item': ['train', 'examples'],
  'leave-one-out': ['sequences'],
  [RATINGS]: [RATINGS],
};

/** What an evaluation was asked for, checked. */
export type EvaluatePlan = EvaluateFiles & {
  catalog?: CatalogSource;
  /** BCP 47, of the catalogue's texts; absent = detected. */
  locale?: string;
  usesTextModel: boolean;
  /** Paths, one for each block of vectors. */
  vectors: string[];
  /** Examples of the test are named and not read. */
  leavesExamples: boolean;
  k: number;
  split: Split;
  /** Parts of the validation; absent = it is asked as one. */
  folds?: number;
  /** Number of examples; absent = all. */
  sample?: number;
  minShoppers: number;
  /** D */
  dim: number;
  /** That scoring may need; absent = no limit. */
  maxBytes?: number;
  /** 0…1 */
  hideShare: number;
  /** Share of the places that new items are raised to, 0…1; absent = the default of a build. */
  newItemShare?: number;
  seed: number;
  /** Methods to be measured beside the snapshot. */
  methods: MethodName[];
  /** Evidence that the learned score must do without. */
  without: FusionFeature[];
  /** Path */
  report?: string;
  /** The call, to be repeated. */
  command: string;
};

/** Paths; the examples are there for the split `test` alone. */
type EvaluateFiles =
  | { protocol: 'next-item'; train: string; examples?: string }
  | { protocol: 'leave-one-out'; sequences: string };

/** @throws {CommandError} `bad_usage` */
export function readEvaluatePlan(call: CommandCall): EvaluatePlan {
  const protocol = readProtocol(call.operands);
  for (const [other, options] of Object.entries(OWN_OPTIONS).filter(([name]) => name !== protocol))
    for (const option of options)
      if (call.option(option) !== undefined)
        throw new CommandError('bad_usage', `evaluate ${protocol}: --${option} belongs to ${other}`);
  const split = choiceOption(call, 'split', SPLITS);
  if (call.option('folds') !== undefined && split !== 'validation')
    throw new CommandError('bad_usage', 'evaluate: --folds needs --split validation');
  const catalog = call.option('catalog');
  const ofCatalog = Object.keys(CATALOG_OPTIONS);
  if (catalog === undefined && ofCatalog.some((name) => call.option(name) !== undefined))
    throw new CommandError('bad_usage', `evaluate: --${ofCatalog.join(', --')} need --catalog`);
  const report = call.option('report');
  if (report === '') throw new CommandError('bad_usage', 'evaluate: --report needs the name of a file');
  return {
    ...readFiles(call, protocol, split),
    leavesExamples: split === 'validation' && call.option('examples') !== undefined,
    ...(catalog === undefined ? {} : { catalog: readCatalogSource(call, 'evaluate', catalog) }),
    ...readLocale(call, 'evaluate'),
    usesTextModel: call.option('text-model') !== undefined,
    vectors: call.options('vectors'),
    k: numberOption(call, 'k', { fallback: DEFAULT_K[protocol], min: 1, max: MAX_K }),
    split,
    ...(call.option('folds') === undefined
      ? {}
      : { folds: numberOption(call, 'folds', { fallback: 2, min: 2, max: MAX_FOLDS }) }),
    ...(call.option('sample') === undefined ? {} : { sample: atLeast(call, 'sample', 1) }),
    ...readBasis(call),
    ...readSize(call),
    hideShare: numberOption(call, 'hide-items', { fallback: 0, min: 0, max: 1, isWhole: false }),
    ...readNewItemShare(call),
    methods: readMethods(call),
    without: featuresOf(namesOption(call, 'without', ABLATION_NAMES)),
    ...(report === undefined ? {} : { report }),
  };
}

/** What every protocol has. @throws {CommandError} `bad_usage` */
export const readBasis = (call: CommandCall): Pick<EvaluatePlan, 'minShoppers' | 'seed' | 'command'> => ({
  minShoppers: atLeast(call, 'min-shoppers', 1),
  seed: numberOption(call, 'seed', { fallback: 1, min: 0, max: 2 ** 32 - 1 }),
  command: ['windowshop', 'evaluate', ...call.args].map(quoted).join(' '),
});

function readProtocol(operands: readonly string[]): ProtocolName {
  const [protocol, stray] = operands;
  const known = [...PROTOCOLS, RATINGS].join(', ');
  if (protocol === undefined)
    throw new CommandError('bad_usage', `evaluate: a protocol is missing; there are ${known}`);
  if (!(PROTOCOLS as readonly string[]).includes(protocol))
    throw new CommandError('bad_usage', `evaluate: there is no protocol "${protocol}"; there are ${known}`);
  if (stray !== undefined) throw new CommandError('bad_usage', `evaluate: unexpected argument "${stray}"`);
  return protocol as ProtocolName;
}

function readFiles(call: CommandCall, protocol: ProtocolName, split: Split): EvaluateFiles {
  const file = (name: string): string => requiredOption(call, `evaluate ${protocol}`, name);
  if (protocol === 'leave-one-out') return { protocol, sequences: file('sequences') };
  // The validation must not even open the file of the test.
  return { protocol, train: file('train'), ...(split === 'test' ? { examples: file('examples') } : {}) };
}

function readMethods(call: CommandCall): MethodName[] {
  const names = namesOption(call, 'model', [...METHOD_NAMES, ALL_METHODS]);
  return names.includes(ALL_METHODS) ? [...METHOD_NAMES] : (names as MethodName[]);
}

const atLeast = (call: CommandCall, name: string, min: number): number =>
  numberOption(call, name, { fallback: min, min, max: Number.MAX_SAFE_INTEGER });

/** As a shell takes it. */
const quoted = (arg: string): string => (/^[\w./:=,#+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);
