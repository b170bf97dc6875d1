import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Command, onlyOperand, requiredOption } from './command.js';
import { CommandError } from './command-error.js';
import { browserFolder } from './package-files.js';

/** What the browser loads as modules, as paths in `dist`. */
const MODULE = /^(index|element)\.js$|^auto\.mjs$|^chunks\/(?!node-)[^/]+\.js$/;
/** Where paths count from, when no host is named. */
const HERE = 'https://shop.invalid';

export const tag: Command = {
  name: 'tag',
  summary: 'Prints the script tag of this version with the hashes of its files, and a policy for the page.',
  usage: 'ADDRESS --snapshot ADDRESS [options]',
  options: { snapshot: { value: 'ADDRESS', help: 'of manifest.json; required' } },
  notes:
    'ADDRESS is the folder on your server into which the browser files of windowshop were copied, as the page names it:\n' +
    'a path such as /ws/, or https://cdn.example/ws/ (with CORS). Browsers then run these very bytes or nothing. The\n' +
    'first tag must stand before all module scripts of the page; older browsers check the file of the second one only.',
  run: async (call, { answer }) => {
    const folder = addressOption(onlyOperand('tag', 'ADDRESS', call), 'ADDRESS');
    const snapshot = addressOption(requiredOption(call, 'tag', 'snapshot'), '--snapshot');
    const files = browserFolder();
    if (files === undefined) throw new CommandError('not_built', 'the browser files are not there: npm run build');

    const names = (await readdir(files, { recursive: true })).map((name) => name.replaceAll(sep, '/'));
    const modules = names.filter((name) => MODULE.test(name)).sort();
    const integrity: Record<string, string> = {};
    for (const name of modules) integrity[addressIn(folder, name)] = digest(await readFile(join(files, name)));
    const importMap = JSON.stringify({ integrity });
    const script = addressIn(folder, 'auto.js');
    const scriptIntegrity = digest(await readFile(join(files, 'auto.js')));
    const policy = [
      `script-src ${originOf(folder)} '${digest(importMap)}' 'wasm-unsafe-eval'`,
      'worker-src blob:',
      `connect-src ${originOf(snapshot)}`,
    ].join('; ');
    const html = [
      `<script type="importmap">${importMap}</script>`,
      `<script async crossorigin src="${script}" integrity="${scriptIntegrity}" data-ws-snapshot="${snapshot}"></script>`,
    ].join('\n');
    answer(
      { html, policy, integrity: { [script]: scriptIntegrity, ...integrity } },
      `${html}\n\n${policyNote(policy)}`,
    );
    return 0;
  },
};

const policyNote = (policy: string): string =>
  `A policy under which it runs, to be merged with the page's own:\n\nContent-Security-Policy: ${policy}`;

const digest = (bytes: Uint8Array | string): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

const addressIn = (folder: string, name: string): string => `${folder.replace(/\/*$/, '/')}${name}`;

/** As a policy names it. */
function originOf(address: string): string {
  const { origin } = new URL(address, HERE);
  return origin === HERE ? "'self'" : origin;
}

/** @throws {CommandError} `bad_usage` when a page could not name it so in every place. */
function addressOption(value: string, name: string): string {
  const isWhole = /^\/(?!\/)/.test(value) || /^https?:\/\//.test(value);
  if (!isWhole || !URL.canParse(value, HERE) || /[\s"'<>;,]/.test(value))
    throw new CommandError(
      'bad_usage',
      `tag: ${name} must be a path that begins with / or a whole http(s) address, got ${value}`,
    );
  return value;
}
