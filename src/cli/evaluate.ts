import { MappingError } from '../builder/fields/column-map.js';
import { METHOD_NAMES } from '../evaluation/methods/train-methods.js';
import type { Fold } from '../evaluation/protocol.js';
import type { Command, CommandContext } from './command.js';
import { CommandError } from './command-error.js';
import { ABLATION_NAMES } from './evaluation/ablation.js';
import { EVALUATE_OPTIONS, type EvaluatePlan, RATINGS, readEvaluatePlan } from './evaluation/evaluate-plan.js';
import { FIGURE_MEANINGS } from './evaluation/figure-meanings.js';
import { meanSummary } from './evaluation/mean-summary.js';
import { measure } from './evaluation/measure.js';
import { measureRatings } from './evaluation/measure-ratings.js';
import { checkReport, writeReport } from './evaluation/report-file.js';
import { reportPage } from './evaluation/report-page.js';
import type { EvaluationSummary } from './evaluation/summary.js';
import { summaryText } from './evaluation/summary-text.js';
import { Progress } from './progress.js';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures the lists of a snapshot built from the training part of a log, beside three baselines.',
  usage: 'next-item | leave-one-out | ratings [options]',
  options: EVALUATE_OPTIONS,
  notes: `next-item      --train FILE --examples FILE; ranks all items of TRAIN, those seen included.
leave-one-out  --sequences FILE; trains on all but the last two items of each user, ranks all items but those of the input.
ratings        --ratings FILE [--min-shoppers N] [--seed N]; RMSE and MSE of classic predictors on each user's last rating.
               For study: windowshop itself ranks, and predicts no ratings.

Every FILE may be gzipped. Lists are ranked by score alone, ties by the order in which the items first occur.
--split validation holds out the last tenth of TRAIN's visits, or each user's second last item: settings are chosen there.
--folds N asks N parts of it, each of a model that was tuned on the others, or of visits trained on what came before.
--model adds rows of other methods, trained from the same training part: ${METHOD_NAMES.join(', ')}; or all.
--without shows what a kind of evidence is worth: ${ABLATION_NAMES.join(', ')}.

Of the further figures:
${FIGURE_MEANINGS.map(([name, meaning]) => `  ${name.padEnd(14)}  ${meaning}`).join('\n')}`,
  run: async (call, context) => {
    if (call.operands[0] === RATINGS) return measureRatings(call, context);
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
async function run(plan: EvaluatePlan, context: CommandContext): Promise<number> {
  const progress = new Progress(context.io.stderr);
  try {
    if (plan.report !== undefined) await checkReport(plan.report);
    if (plan.leavesExamples)
      progress.note('warning: --examples is not read: with --split validation examples are held out of --train');
    const summaries: EvaluationSummary[] = [];
    for (const fold of foldsOf(plan)) {
      if (fold) progress.note(`fold ${fold.index + 1} of ${fold.count}`);
      summaries.push(await measure(plan, fold, progress));
    }
    const summary = summaries.length === 1 ? summaries[0] : meanSummary(summaries);
    await tell(summary, plan, context);
    return 0;
  } finally {
    progress.end();
  }
}

const foldsOf = ({ folds }: EvaluatePlan): (Fold | undefined)[] =>
  folds === undefined ? [undefined] : Array.from({ length: folds }, (_, index) => ({ index, count: folds }));

/**
 * The figures took long: where the page cannot be written they are told all the same, as text before it, with `--json`
 * in the one object that holds the error too.
 */
async function tell(
  summary: EvaluationSummary,
  { report }: EvaluatePlan,
  { isJson, answer }: CommandContext,
): Promise<void> {
  if (!isJson) answer(summary, summaryText(summary));
  if (report !== undefined) await writeReport(report, reportPage(summary), { ...summary });
  if (isJson) answer(summary, summaryText(summary));
}
