import { type KeyObject, sign as signBytes } from 'node:crypto';
import { type Release, SHOP_ID } from '../core/snapshot/manifest.js';
import { MAX_SIGNATURES } from '../core/snapshot/trust.js';
import { type Command, type CommandCall, numberOption, onlyOperand, requiredOption } from './command.js';
import { CommandError } from './command-error.js';
import { publicKeyOf, readKeyFile } from './signing/key-files.js';
import { releaseManifest } from './signing/release-manifest.js';

export const sign: Command = {
  name: 'sign',
  summary: 'Says whose release a snapshot is, and signs its manifest.',
  usage: 'DIR --key FILE --shop ID --sequence N --expires DATE [options]',
  options: {
    key: { value: 'FILE', help: 'private key, as `windowshop keys` makes it', isRepeatable: true },
    shop: { value: 'ID', help: 'name of the shop: letters, digits, . _ -' },
    sequence: { value: 'N', help: 'number of the release, higher than the one before, or the same to sign it again' },
    expires: { value: 'DATE', help: 'when a newer release must be there, ISO 8601' },
  },
  notes:
    'Adds shopId, sequence and expires to manifest.json and writes manifest.sig, a signature of its exact bytes for each\n' +
    'key. Publish manifest.json last. Sign again before it expires: pages take nothing that has.',
  run: async (call, { answer }) => {
    const folder = onlyOperand('sign', 'DIR', call);
    const release = readRelease(call);
    const files = call.options('key');
    if (files.length === 0) throw new CommandError('bad_usage', 'sign: --key is missing');
    const privateKeys = await readKeys(files);
    const { version } = await releaseManifest(folder, release, (manifest) =>
      Buffer.concat(privateKeys.map((key) => signBytes(null, manifest, key))),
    );
    const publicKeys = privateKeys.map(publicKeyOf);
    answer(
      { version, ...release, keys: publicKeys },
      `${folder}: release ${release.sequence} of ${release.shopId}, snapshot ${version}, signed for ${publicKeys.join(' and ')}`,
    );
    return 0;
  },
};

/** Each key once: a signature that stands twice is none. */
async function readKeys(files: readonly string[]): Promise<KeyObject[]> {
  const keys = await Promise.all(files.map(readKeyFile));
  const different = [...new Map(keys.map((key) => [publicKeyOf(key), key])).values()];
  if (different.length > MAX_SIGNATURES)
    throw new CommandError('bad_usage', `sign: at most ${MAX_SIGNATURES} keys, got ${different.length}`);
  return different;
}

function readRelease(call: CommandCall): Release {
  const shopId = requiredOption(call, 'sign', 'shop');
  if (!SHOP_ID.test(shopId))
    throw new CommandError('bad_usage', `--shop must be up to 100 letters, digits, ".", "_" and "-", got ${shopId}`);
  requiredOption(call, 'sign', 'sequence');
  const sequence = numberOption(call, 'sequence', { fallback: 1, min: 1, max: Number.MAX_SAFE_INTEGER });
  const text = requiredOption(call, 'sign', 'expires');
  const expires = isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(expires))
    throw new CommandError('bad_usage', `--expires must be an ISO 8601 date that there is, got ${text}`);
  if (expires <= Date.now()) throw new CommandError('bad_usage', `--expires must lie ahead, got ${text}`);
  return { shopId, sequence, expires: new Date(expires).toISOString() };
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(Date.parse(text) || 0).toISOString().startsWith(text);
