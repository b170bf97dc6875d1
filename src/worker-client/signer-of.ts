import { signaturesIn } from '../core/snapshot/trust.js';

type Verify = (signature: BufferSource, message: BufferSource, publicKey: BufferSource) => Promise<boolean>;

/**
 * The first of the keys that has signed a message with Ed25519; undefined when none has, or when nobody can tell: on
 * pages that came over plain http browsers hide the cryptography, and who can change the snapshot on its way can change the
 * page as well.
 *
 * @param signatures  See {@link signaturesIn}.
 * @param keys        32 bytes in base64.
 */
export async function signerOf(
  message: Uint8Array<ArrayBuffer>,
  signatures: Uint8Array<ArrayBuffer>,
  keys: readonly string[],
): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  for (const key of keys) {
    const publicKey = Uint8Array.from(atob(key), (byte) => byte.charCodeAt(0));
    for (const signature of signaturesIn(signatures)) if (await isSigned(signature, message, publicKey)) return key;
  }
  return undefined;
}

const isSigned: Verify = async (signature, message, publicKey) => {
  try {
    return await verifyByBrowser(signature, message, publicKey);
  } catch (error) {
    // Browsers of before 2025 do not know the algorithm.
    if ((error as DOMException).name !== 'NotSupportedError') return false;
    const { verifyAsync } = await import('@noble/ed25519');
    return verifyAsync(signature as Uint8Array, message as Uint8Array, publicKey as Uint8Array);
  }
};

const verifyByBrowser: Verify = async (signature, message, publicKey) =>
  crypto.subtle.verify(
    'Ed25519',
    await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']),
    signature,
    message,
  );
