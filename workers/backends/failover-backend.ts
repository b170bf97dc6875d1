import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';

/**
 * Answers with `first` until it fails, and from that very call on with `second`.
 *
 * @param onFailure  Told once, with what `first` threw.
 */
export function createFailoverBackend(
  first: ScoringBackend,
  second: ScoringBackend,
  onFailure: (error: unknown) => void,
): ScoringBackend {
  let isReplaced = false;
  return {
    get name() {
      return isReplaced ? second.name : first.name;
    },
    async topItems(queries, count, excluded) {
      if (!isReplaced) {
        try {
          return await first.topItems(queries, count, excluded);
        } catch (error) {
          // Several calls may be under way when a device is lost.
          if (!isReplaced) {
            isReplaced = true;
            first.dispose();
            onFailure(error);
          }
        }
      }
      return second.topItems(queries, count, excluded);
    },
    dispose() {
      // A call under way on a disposed device fails: that is no failure to report.
      if (!isReplaced) first.dispose();
      isReplaced = true;
      second.dispose();
    },
  };
}
