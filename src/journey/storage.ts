export { deleteStored } from './delete-stored.js';
export { IndexedDbJournal } from './indexeddb-journal.js';
