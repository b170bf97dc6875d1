import { answerJob } from '../browser/answer-job.js';
import type { StartJob } from './start-job.js';

/** Fetches what ours does on a first visit, and looks at nothing of it. */
answerJob<StartJob, ArrayLike<number>>(async ({ k, manifestUrl, manifest }) => {
  const { files } = JSON.parse(new TextDecoder().decode(manifest?.bytes));
  const { name } = files.find(({ role }: { role: string }) => role === 'embeddings');
  await (await fetch(new URL(name, manifestUrl))).arrayBuffer();
  return { length: k };
});
