import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { CommandError } from '../command-error.js';

/**
 * Makes a pair of keys and keeps it in a file that only its owner can read.
 *
 * @throws {CommandError} `write_failed`, also when there is a file of this name already.
 */
export async function makeKeyFile(path: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await writeFile(path, pem, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new CommandError(
      'write_failed',
      isThere
        ? `${path} is there already and stays as it is; --show tells its public key, another FILE makes another pair`
        : `cannot write ${path}: ${(cause as Error).message}`,
      { cause },
    );
  }
  return privateKey;
}

/** @throws {CommandError} `file_unreadable` unless the file holds an Ed25519 private key. */
export async function readKeyFile(path: string): Promise<KeyObject> {
  let key: KeyObject;
  try {
    key = createPrivateKey(await readFile(path));
  } catch (cause) {
    throw new CommandError('file_unreadable', `${path} holds no private key: ${(cause as Error).message}`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new CommandError('file_unreadable', `${path} holds a key for ${key.asymmetricKeyType}, not for Ed25519`);
  return key;
}

/** The public half, as pages name it: 32 bytes in base64. */
export function publicKeyOf(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return Buffer.from(x as string, 'base64url').toString('base64');
}

/** A key as pages name it. */
export const toPublicKey = (text: string): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(text, 'base64').toString('base64url') },
    format: 'jwk',
  });
