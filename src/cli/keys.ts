import { type Command, onlyOperand } from './command.js';
import { makeKeyFile, publicKeyOf, readKeyFile } from './signing/key-files.js';

export const keys: Command = {
  name: 'keys',
  summary: 'Makes a pair of keys to sign snapshots with, or tells the public one of a pair.',
  usage: 'FILE [options]',
  options: { show: { help: 'make nothing: tell the public key of FILE' } },
  notes:
    'FILE gets the private key (PKCS #8, PEM): keep it secret, and a copy of it safe. Pages name the public key in\n' +
    '`trust.keys` or data-ws-trust. To change keys, let pages name both, sign with both, and drop the old one later.',
  run: async (call, { answer }) => {
    const file = onlyOperand('keys', 'FILE', call);
    const isShown = call.options('show').length > 0;
    const publicKey = publicKeyOf(await (isShown ? readKeyFile(file) : makeKeyFile(file)));
    answer({ file, publicKey }, publicKey);
    return 0;
  },
};
