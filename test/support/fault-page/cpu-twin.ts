import type { RecommendRequest, RecommendResult } from '../../../src/index.js';
import type { JourneyStore } from '../../../src/journey/journey-store.js';
import type { Answers } from '../../../src/sdk/answers.js';
import { CurrentPage } from '../../../src/sdk/current-page.js';

/**
 * Answers from the same journey as the SDK, with the service on the page's own thread, where nothing but plain JavaScript
 * scores. Loads its snapshot when it is first asked.
 */
export function createCpuTwin(manifestUrl: string, journey: () => JourneyStore) {
  let answers: Answers | undefined;
  return {
    async recommend(request: RecommendRequest): Promise<RecommendResult> {
      // As the SDK itself does, so that there is a chunk of it here as there.
      const { createAnswers } = await import('../../../src/sdk/answers.js');
      answers ??= createAnswers({
        options: { snapshot: manifestUrl, device: 'js' },
        manifestUrl,
        worker: false,
        journey: journey(),
        storage: () => 'leave',
        page: new CurrentPage(document, () => {}),
        ready: Promise.resolve(),
        ended: new AbortController().signal,
        now: Date.now,
        record: () => {},
        onUpdated: () => {},
        onProgress: () => {},
        onError: console.error,
      });
      await answers.loaded;
      const [result] = await answers.recommend([request], 'api', performance.now());
      return result;
    },
  };
}
