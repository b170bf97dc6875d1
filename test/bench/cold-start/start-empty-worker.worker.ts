import { answerJob } from '../browser/answer-job.js';
import type { StartJob } from './start-job.js';

/** Answers, and does nothing else. */
answerJob<StartJob, ArrayLike<number>>(async ({ k }) => ({ length: k }));
