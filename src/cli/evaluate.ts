import { writeFile } from 'node:fs/promises';
import type { CatalogItem } from '../builder/collect/read-product.js';
import { MappingError } from '../builder/fields/column-map.js';
import { createJsBackend } from '../core/scoring/js-backend.js';
import type { Snapshot } from '../core/snapshot/snapshot.js';
import { baselines, interactionCounts } from '../evaluation/baselines.js';
import { drawNumbers, pick } from '../evaluation/draw.js';
import { type Evaluation, evaluate as evaluateRankers, itemFactsOf } from '../evaluation/evaluate.js';
import { leaveOneOut } from '../evaluation/leave-one-out.js';
import { holdOutLastVisits } from '../evaluation/next-item.js';
import type { HeldOut } from '../evaluation/protocol.js';
import { type Sequences, withoutItems } from '../evaluation/sequences.js';
import { snapshotRanker } from '../evaluation/snapshot-ranker.js';
import { trainingCatalog, trainingLog } from '../evaluation/training-log.js';
import { STEP_LABELS } from './build.js';
import type { Command, CommandContext } from './command.js';
import { CommandError } from './command-error.js';
import { EVALUATE_OPTIONS, type EvaluatePlan, readEvaluatePlan } from './evaluation/evaluate-plan.js';
import { countExamples, hashFiles, readExamples, readSequences } from './evaluation/read-files.js';
import { reportPage } from './evaluation/report-page.js';
import { snapshotModel } from './evaluation/snapshot-model.js';
import { type EvaluationSummary, summaryText } from './evaluation/summary.js';
import { collectCatalog, listenerFor } from './feeds/collect-feeds.js';
import { packageVersion } from './package-files.js';
import { Progress } from './progress.js';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures the lists of a snapshot built from the training part of a log, beside three baselines.',
  usage: 'next-item | leave-one-out [options]',
  options: EVALUATE_OPTIONS,
  notes: `next-item      --train FILE --examples FILE; ranks all items of TRAIN, those seen included.
leave-one-out  --sequences FILE; trains on all but the last two items of each user, ranks all items but those of the input.

Every FILE may be gzipped. Lists are ranked by score alone, ties by the order in which the items first occur.
--split validation holds out the last tenth of TRAIN's visits, or each user's second last item: settings are chosen there.`,
  run: async (call, context) => {
    const plan = readEvaluatePlan(call);
    try {
      return await run(plan, context);
    } catch (cause) {
      if (cause instanceof MappingError) throw new CommandError('bad_usage', cause.message, { cause });
      throw cause;
    }
  },
};

/** read → hide → build, write, reload → ask → tell */
async function run(plan: EvaluatePlan, { io, answer }: CommandContext): Promise<number> {
  const progress = new Progress(io.stderr);
  try {
    const { heldOut, itemIds } = await readProtocol(plan, progress);
    const { itemCount } = heldOut;
    if (itemCount === 0 || heldOut.count === 0)
      throw new CommandError('no_examples', `there is no example that could be scored (${itemCount} items)`);
    const hidden = drawNumbers(Math.round(plan.hideShare * itemCount), itemCount, plan.seed);
    const training = withoutItems(heldOut.training, hidden);
    const items = trainingCatalog(itemIds.slice(0, itemCount), await readContent(plan, progress));
    if (plan.catalog) {
      const described = items.filter(({ product }) => product.title !== '').length;
      progress.note(`the catalogue describes ${described} of ${itemCount} items`);
    }
    const { snapshot, ...cost } = await snapshotModel(
      items,
      trainingLog(training, plan.protocol),
      plan.minShoppers,
      (step) => progress.step(STEP_LABELS[step]),
    );
    const { examples, rankers } = await ask(plan, heldOut, { training, hidden, snapshot }, progress);

    const { protocol, split, k, minShoppers, seed, command } = plan;
    const [{ name: _, ...own }, ...others] = rankers;
    const summary: EvaluationSummary = {
      ...{ protocol, split, k, ...own, examples, candidates: itemCount, ...cost, minShoppers, seed },
      ...{ dataHash: await hashFiles(pathsOf(plan)), version: packageVersion(), command, baselines: others },
    };
    if (plan.report !== undefined) await writeReport(plan.report, summary);
    answer(summary, summaryText(summary));
    return 0;
  } finally {
    progress.end();
  }
}

interface Trained {
  training: Sequences;
  hidden: ReadonlySet<number>;
  snapshot: Snapshot;
}

/** Puts the examples, or a sample of them, to the snapshot and to the baselines. */
async function ask(
  { protocol, sample, k, hideShare, seed }: EvaluatePlan,
  { count, itemCount, examples }: HeldOut,
  { training, hidden, snapshot }: Trained,
  progress: Progress,
): Promise<Evaluation> {
  const isSample = sample !== undefined && sample < count;
  progress.step('scoring', isSample ? sample : count);
  const backend = createJsBackend(snapshot.embeddings);
  const evaluation = await evaluateRankers(
    isSample ? pick(examples(), drawNumbers(sample, count, seed)) : examples(),
    [snapshotRanker(snapshot, backend, protocol), ...baselines(training, itemCount, protocol)],
    {
      k,
      facts: itemFactsOf(snapshot, interactionCounts(training, itemCount)),
      excludesInput: protocol === 'leave-one-out',
      ...(hideShare > 0 ? { hidden } : {}),
      seed,
      clock: () => performance.now(),
      onExample: (done) => progress.advance(done),
    },
  );
  progress.end();
  return evaluation;
}

/** Reads the files of the protocol and takes apart what trains and what asks. Items are numbered as they first occur. */
async function readProtocol(plan: EvaluatePlan, progress: Progress): Promise<{ heldOut: HeldOut; itemIds: string[] }> {
  if (plan.protocol === 'leave-one-out') {
    const listener = await listenerFor(plan.sequences, 'sequences', progress);
    const { sequences, itemIds } = await readSequences(plan.sequences, true, listener);
    return { heldOut: leaveOneOut(sequences, itemIds.length, plan.split), itemIds };
  }
  const { sequences, itemIds } = await readSequences(
    plan.train,
    false,
    await listenerFor(plan.train, 'training visits', progress),
  );
  if (plan.examples === undefined) return { heldOut: holdOutLastVisits(sequences), itemIds };
  const path = plan.examples;
  const { count, unreadable } = await countExamples(path);
  if (unreadable.length > 0)
    progress.note(
      `warning: ${unreadable.length} lines of ${path} are no "ids TAB target", the first is ${unreadable[0]}`,
    );
  const numbers = new Map(itemIds.map((id, item) => [id, item]));
  return {
    heldOut: { training: sequences, itemCount: itemIds.length, count, examples: () => readExamples(path, numbers) },
    itemIds,
  };
}

async function readContent({ catalog }: EvaluatePlan, progress: Progress): Promise<CatalogItem[]> {
  if (!catalog) return [];
  const { items, rejections } = await collectCatalog(catalog, progress);
  if (rejections.length > 0) progress.note(`warning: ${rejections.length} rows of ${catalog.path} were rejected`);
  return items;
}

function pathsOf(plan: EvaluatePlan): string[] {
  const own = plan.protocol === 'leave-one-out' ? [plan.sequences] : [plan.train, plan.examples];
  return [...own, plan.catalog?.path].filter((path) => path !== undefined);
}

/** The figures took long: where the page cannot be written, they go along with the error. */
async function writeReport(path: string, summary: EvaluationSummary): Promise<void> {
  try {
    await writeFile(path, reportPage(summary));
  } catch (cause) {
    const message = `cannot write ${path}: ${(cause as Error).message}`;
    throw new CommandError('write_failed', message, { known: { ...summary }, cause });
  }
}
