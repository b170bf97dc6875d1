import { COPY_FOLDER } from '../core/snapshot/layout.js';
import { startDeadline } from './deadline.js';

/** Storage that does not answer does not do so later either. */
const LIMIT_MS = 3000;

/** Deletes what an earlier visit has kept, from the page's own thread. */
export async function eraseSnapshotCopy(): Promise<void> {
  const limit = startDeadline(LIMIT_MS);
  await Promise.race([eraseFolder(), limit.passed]);
  limit.clear();
}

async function eraseFolder(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(COPY_FOLDER, { recursive: true });
  } catch {
    // A NotFoundError where nothing is kept, a SecurityError or a missing function where nothing can be.
  }
}
