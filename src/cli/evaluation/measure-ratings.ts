import { evaluateRatings } from '../../evaluation/ratings/evaluate-ratings.js';
import { type CommandCall, type CommandContext, requiredOption } from '../command.js';
import { CommandError } from '../command-error.js';
import { listenerFor } from '../feeds/collect-feeds.js';
import { packageVersion } from '../package-files.js';
import { Progress } from '../progress.js';
import { EVALUATE_OPTIONS, RATINGS, readBasis } from './evaluate-plan.js';
import { type RatingSummary, ratingSummaryText } from './rating-summary.js';
import { hashFiles } from './read-files.js';
import { readRatings } from './read-ratings.js';

const OPTIONS: readonly string[] = [RATINGS, 'min-shoppers', 'seed'];

/** The protocol `ratings`: read → train and ask → tell. @throws {CommandError} */
export async function measureRatings(call: CommandCall, { io, answer }: CommandContext): Promise<number> {
  const path = requiredOption(call, `evaluate ${RATINGS}`, RATINGS);
  const { command, ...basis } = readBasis(call);
  const [, stray] = call.operands;
  if (stray !== undefined) throw new CommandError('bad_usage', `evaluate: unexpected argument "${stray}"`);
  const foreign = Object.keys(EVALUATE_OPTIONS).find(
    (name) => call.option(name) !== undefined && !OPTIONS.includes(name),
  );
  if (foreign !== undefined)
    throw new CommandError('bad_usage', `evaluate ${RATINGS}: --${foreign} belongs to other protocols`);
  const progress = new Progress(io.stderr);
  try {
    const log = await readRatings(path, await listenerFor(path, 'ratings', progress));
    const { examples, predictors } = evaluateRatings(log, {
      ...basis,
      onPredictor: (name) => progress.step(`training ${name}`),
    });
    if (examples === 0)
      throw new CommandError('no_examples', 'there is no rating that could be asked for: no user has rated two items');
    const summary: RatingSummary = {
      protocol: RATINGS,
      ...{ examples, users: log.rowCount, items: log.columnCount, ratings: log.values.length, ...basis },
      ...{ dataHash: await hashFiles([path]), version: packageVersion(), command },
      predictors,
    };
    answer(summary, ratingSummaryText(summary));
    return 0;
  } finally {
    progress.end();
  }
}
