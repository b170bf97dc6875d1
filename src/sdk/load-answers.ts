import { packagedChunks } from '../worker-client/packaged-chunks.js';
import type { Answers, AnswersOptions } from './answers.js';

/** Fetches what answers questions; undefined when it does not arrive, which is reported. */
export async function loadAnswers(given: AnswersOptions): Promise<Answers | undefined> {
  try {
    // The worker's program is asked for at the same time, which saves a round trip; whoever needs it sees it fail.
    if (typeof given.worker === 'boolean') packagedChunks.worker().catch(() => {});
    const { createAnswers } = await import('./answers.js');
    if (!given.ended.aborted) return createAnswers(given);
  } catch (error) {
    given.onError(error, 'worker_blocked', 'The files of windowshop could not be loaded');
  }
  return undefined;
}
