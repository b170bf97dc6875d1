export { IndexedDbJournal } from './indexeddb-journal.js';
export { deleteDatabase } from './open-database.js';
