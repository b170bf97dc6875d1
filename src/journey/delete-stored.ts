import { CheckpointStore } from './checkpoint-store.js';
import { deleteBucket } from './database-place.js';
import { deleteDatabaseIn } from './open-database.js';

/** Deletes whatever an earlier visit has left, without opening it. */
export async function deleteStored(): Promise<void> {
  const copy = new CheckpointStore();
  await copy.exclusively(async () => {
    // Each is tried, whatever becomes of the others.
    const deleted = await Promise.allSettled([
      copy.erase(),
      deleteDatabaseIn(indexedDB),
      deleteBucket(deleteDatabaseIn),
    ]);
    for (const one of deleted) if (one.status === 'rejected') throw one.reason;
  }, 'go on');
}
