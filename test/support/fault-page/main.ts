/**
 * Writes the page that is broken in tests for whoever wants to break it from outside.
 *
 *   npm run fault-page -- FOLDER
 */
import { buildFaultPage } from './build-fault-page.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder is the page to be written to?');
const { shop, cdn, keyFile, adapter } = await buildFaultPage(folder);
console.log(`shop     ${shop}\ncdn      ${cdn}\nkey      ${keyFile}\nadapter  ${adapter}`);
