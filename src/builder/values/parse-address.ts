import { decode } from 'html-entities';
import { isSafeAddress } from '../../core/snapshot/catalog-chunks.js';

/** What servers and browsers agree to handle; a longer address is dropped, since a cut one leads nowhere. */
export const MAX_ADDRESS_LENGTH = 2048;

/**
 * An http(s) or relative address, of several in one text the first; blanks escaped, entities decoded.
 * Undefined for every other scheme and for what is too long.
 */
export function parseAddress(text: string): string | undefined {
  const first = text.trim().split(/\s*[,|;]\s*(?=https?:\/\/|\/\/)/i)[0];
  const address = decode(first, { scope: 'strict' }).replace(/\s/g, '%20');
  if (address === '' || address.length > MAX_ADDRESS_LENGTH || !isSafeAddress(address)) return undefined;
  if (/\p{Cc}/u.test(address)) return undefined;
  return /^(n\/?a|none|null|undefined|-)$/i.test(address) ? undefined : address;
}
