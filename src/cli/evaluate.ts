import { writeFile } from 'node:fs/promises';
import { MappingError } from '../builder/fields/column-map.js';
import { createJsBackend } from '../core/scoring/js-backend.js';
import { baselines, interactionCounts } from '../evaluation/baselines.js';
import { drawNumbers, pick } from '../evaluation/draw.js';
import { evaluate as evaluateRankers, snapshotFacts } from '../evaluation/evaluate.js';
import { leaveOneOut } from '../evaluation/leave-one-out.js';
import { holdOutLastVisits } from '../evaluation/next-item.js';
import type { HeldOut } from '../evaluation/protocol.js';
import { withoutItems } from '../evaluation/sequences.js';
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
    const candidates = heldOut.itemCount;
    if (candidates === 0 || heldOut.count === 0)
      throw new CommandError('no_examples', `there is no example that could be scored (${candidates} items)`);
    const hidden = drawNumbers(Math.round(plan.hideShare * candidates), candidates, plan.seed);
    const training = withoutItems(heldOut.training, hidden);

    const catalog = plan.catalog && (await collectCatalog(plan.catalog, progress));
    const items = trainingCatalog(itemIds.slice(0, candidates), catalog?.items);
    const { snapshot, ...cost } = await snapshotModel(
      items,
      trainingLog(training, plan.protocol),
      plan.minShoppers,
      (step) => progress.step(STEP_LABELS[step]),
    );

    const count = Math.min(plan.sample ?? heldOut.count, heldOut.count);
    progress.step('scoring', count);
    const backend = createJsBackend(snapshot.embeddings);
    const { examples, rankers } = await evaluateRankers(
      count < heldOut.count
        ? pick(heldOut.examples(), drawNumbers(count, heldOut.count, plan.seed))
        : heldOut.examples(),
      [snapshotRanker(snapshot, backend, plan.protocol), ...baselines(training, candidates, plan.protocol)],
      {
        k: plan.k,
        facts: snapshotFacts(snapshot, interactionCounts(training, candidates)),
        excludesInput: plan.protocol === 'leave-one-out',
        hidden,
        seed: plan.seed,
        clock: () => performance.now(),
        onExample: (done) => progress.advance(done),
      },
    );
    progress.end();

    const [{ name: _, ...own }, ...others] = rankers;
    const summary: EvaluationSummary = {
      ...{ protocol: plan.protocol, split: plan.split, k: plan.k },
      ...own,
      ...{ examples, candidates, ...cost, minShoppers: plan.minShoppers },
      ...{ seed: plan.seed, dataHash: await hashFiles(pathsOf(plan)), version: packageVersion() },
      ...{ command: plan.command, baselines: others },
    };
    if (plan.report !== undefined) await writeReport(plan.report, reportPage(summary));
    answer(summary, summaryText(summary));
    return 0;
  } finally {
    progress.end();
  }
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

function pathsOf(plan: EvaluatePlan): string[] {
  const own = plan.protocol === 'leave-one-out' ? [plan.sequences] : [plan.train, plan.examples];
  return [...own, plan.catalog?.path].filter((path) => path !== undefined);
}

async function writeReport(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (cause) {
    throw new CommandError('write_failed', `cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}
