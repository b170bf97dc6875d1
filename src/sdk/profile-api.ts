import type { Profile, ProfileApi } from '../api/sdk.js';
import { mustBe, oneOf } from '../core/journey/check-value.js';
import type { JourneyStore } from '../journey/journey-store.js';

const checkMode = oneOf(['merge', 'replace']);

export interface ProfileOptions {
  journey: JourneyStore;
  /** Deletes the copy of the snapshot that is kept on the device. */
  eraseSnapshot: () => Promise<void>;
  describe: () => Promise<Profile>;
  /** Rejects instead, or as soon as, the SDK has ended. */
  whileAlive: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createProfileApi({ journey, eraseSnapshot, describe, whileAlive }: ProfileOptions): ProfileApi {
  return {
    get: () => whileAlive(describe),
    export: () => whileAlive(async () => new Blob([await journey.export()], { type: 'application/json' })),
    import: (file, mode = 'merge') => whileAlive(() => importFile(file, mode)),
    clear: () => whileAlive(() => Promise.all([journey.clear(), eraseSnapshot()]).then(() => {})),
    pause: () => whileAlive(() => journey.setPaused(true)),
    resume: () => whileAlive(() => journey.setPaused(false)),
  };

  async function importFile(file: Blob | string, mode: 'merge' | 'replace'): Promise<Profile> {
    if (typeof file !== 'string' && typeof file?.text !== 'function')
      throw new TypeError(mustBe('profile.import: file', 'a Blob or a text', file));
    checkMode(mode, 'profile.import: mode');
    await journey.import(typeof file === 'string' ? file : await file.text(), mode);
    return describe();
  }
}
