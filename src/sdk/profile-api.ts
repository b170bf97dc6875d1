import type { Profile, ProfileApi } from '../api/sdk.js';
import { mustBe, oneOf } from '../core/journey/check-value.js';
import type { JourneyStore } from '../journey/journey-store.js';

const checkMode = oneOf(['merge', 'replace']);

export interface ProfileOptions {
  journey: JourneyStore;
  describe: () => Promise<Profile>;
  /** Rejects once the SDK has ended. */
  unlessEnded: <T>(promise: Promise<T>) => Promise<T>;
}

export function createProfileApi({ journey, describe, unlessEnded }: ProfileOptions): ProfileApi {
  return {
    get: () => unlessEnded(describe()),
    export: () => unlessEnded(journey.export().then((file) => new Blob([file], { type: 'application/json' }))),
    import: (file, mode = 'merge') => unlessEnded(importFile(file, mode)),
    clear: () => unlessEnded(journey.clear()),
    pause: () => unlessEnded(journey.setPaused(true)),
    resume: () => unlessEnded(journey.setPaused(false)),
  };

  async function importFile(file: Blob | string, mode: 'merge' | 'replace'): Promise<Profile> {
    if (typeof file !== 'string' && typeof file?.text !== 'function')
      throw new TypeError(mustBe('profile.import: file', 'a Blob or a text', file));
    checkMode(mode, 'profile.import: mode');
    await journey.import(typeof file === 'string' ? file : await file.text(), mode);
    return describe();
  }
}
