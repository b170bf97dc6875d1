import { CheckpointStore } from './checkpoint-store.js';
import { deleteDatabase } from './open-database.js';

/** Deletes whatever an earlier visit has left, without opening it. */
export async function deleteStored(): Promise<void> {
  const copy = new CheckpointStore();
  await copy.exclusively(async () => {
    try {
      await copy.erase();
    } finally {
      await deleteDatabase();
    }
  }, 'go on');
}
