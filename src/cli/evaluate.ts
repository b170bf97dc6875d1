import { writeFile } from 'node:fs/promises';
import { MappingError } from '../builder/fields/column-map.js';
import { METHOD_NAMES } from '../evaluation/methods/train-methods.js';
import type { Fold } from '../evaluation/protocol.js';
import type { Command, CommandContext } from './command.js';
import { CommandError } from './command-error.js';
import { ABLATION_NAMES } from './evaluation/ablation.js';
import { EVALUATE_OPTIONS, type EvaluatePlan, readEvaluatePlan } from './evaluation/evaluate-plan.js';
import { meanSummary } from './evaluation/mean-summary.js';
import { measure } from './evaluation/measure.js';
import { reportPage } from './evaluation/report-page.js';
import { type EvaluationSummary, summaryText } from './evaluation/summary.js';
import { Progress } from './progress.js';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures the lists of a snapshot built from the training part of a log, beside three baselines.',
  usage: 'next-item | leave-one-out [options]',
  options: EVALUATE_OPTIONS,
  notes: `next-item      --train FILE --examples FILE; ranks all items of TRAIN, those seen included.
leave-one-out  --sequences FILE; trains on all but the last two items of each user, ranks all items but those of the input.

Every FILE may be gzipped. Lists are ranked by score alone, ties by the order in which the items first occur.
--split validation holds out the last tenth of TRAIN's visits, or each user's second last item: settings are chosen there.
--folds N asks N parts of it, each of a model that was tuned on the others, or of visits trained on what came before.
--model adds rows of other methods, trained from the same training part: ${METHOD_NAMES.join(', ')}; or all.
--without shows what a kind of evidence is worth: ${ABLATION_NAMES.join(', ')}.`,
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

/** Measures, each fold on its own → tells. */
async function run(plan: EvaluatePlan, { io, answer }: CommandContext): Promise<number> {
  const progress = new Progress(io.stderr);
  try {
    if (plan.leavesExamples)
      progress.note('warning: --examples is not read: with --split validation examples are held out of --train');
    const summaries: EvaluationSummary[] = [];
    for (const fold of foldsOf(plan)) {
      if (fold) progress.note(`fold ${fold.index + 1} of ${fold.count}`);
      summaries.push(await measure(plan, fold, progress));
    }
    const summary = summaries.length === 1 ? summaries[0] : meanSummary(summaries);
    if (plan.report !== undefined) await writeReport(plan.report, summary);
    answer(summary, summaryText(summary));
    return 0;
  } finally {
    progress.end();
  }
}

const foldsOf = ({ folds }: EvaluatePlan): (Fold | undefined)[] =>
  folds === undefined ? [undefined] : Array.from({ length: folds }, (_, index) => ({ index, count: folds }));

/** The figures took long: where the page cannot be written, they go along with the error. */
async function writeReport(path: string, summary: EvaluationSummary): Promise<void> {
  try {
    await writeFile(path, reportPage(summary));
  } catch (cause) {
    const message = `cannot write ${path}: ${(cause as Error).message}`;
    throw new CommandError('write_failed', message, { known: { ...summary }, cause });
  }
}
