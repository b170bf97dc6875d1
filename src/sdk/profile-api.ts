import type { Profile, ProfileApi } from '../api/sdk.js';
import type { JourneyStore } from '../journey/journey-store.js';

export interface ProfileOptions {
  journey: JourneyStore;
  describe: () => Promise<Profile>;
  /** Rejects once the SDK has ended. */
  unlessEnded: <T>(promise: Promise<T>) => Promise<T>;
  onCleared: () => void;
}

export function createProfileApi({ journey, describe, unlessEnded, onCleared }: ProfileOptions): ProfileApi {
  return {
    get: () => unlessEnded(describe()),
    export: () => unlessEnded(journey.export().then((file) => new Blob([file], { type: 'application/json' }))),
    import: (file, mode = 'merge') => unlessEnded(importFile(file, mode)),
    clear: () => unlessEnded(journey.clear().then(onCleared)),
    pause: () => unlessEnded(journey.setPaused(true)),
    resume: () => unlessEnded(journey.setPaused(false)),
  };

  async function importFile(file: Blob | string, mode: 'merge' | 'replace'): Promise<Profile> {
    if (typeof file !== 'string' && !(file instanceof Blob))
      throw new TypeError('profile.import: file must be a Blob or a text');
    if (mode !== 'merge' && mode !== 'replace')
      throw new TypeError(`profile.import: mode must be merge or replace, got ${String(mode)}`);
    await journey.import(typeof file === 'string' ? file : await file.text(), mode);
    return describe();
  }
}
