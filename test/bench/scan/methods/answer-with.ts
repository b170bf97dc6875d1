import type { ScoringBackend } from '../../../../src/core/scoring/scoring-backend.js';
import type { Search } from '../method.js';
import type { ScanData } from '../scan-data.js';

/** Our own backends, asked as the recommender asks them: exclusions, exact scores and order are all in the answer. */
export const answerWith = (backend: ScoringBackend, { k, excluded }: ScanData): Search => ({
  answer: async ({ queries }) => (await backend.topItems(queries, k, excluded)).map(({ items }) => items),
  dispose: () => backend.dispose(),
});
