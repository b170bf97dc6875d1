import { COPY_FOLDER } from '../core/snapshot/layout.js';

/** Deletes what an earlier visit has kept, from the page's own thread. */
export async function eraseSnapshotCopy(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(COPY_FOLDER, { recursive: true });
  } catch {
    // A NotFoundError where nothing is kept, a SecurityError or a missing function where nothing can be.
  }
}
