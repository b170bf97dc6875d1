/** The folder in which the worker keeps a copy of the snapshot: `FOLDER` in `workers/snapshot-store.ts`. */
const FOLDER = 'windowshop-snapshot';

/** Deletes what an earlier visit has kept, from the page's own thread. */
export async function eraseSnapshotCopy(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true });
  } catch {
    // A NotFoundError where nothing is kept, a SecurityError or a missing function where nothing can be.
  }
}
