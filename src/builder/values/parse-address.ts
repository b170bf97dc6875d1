import { decode } from 'html-entities';
import { isSafeAddress } from '../../core/snapshot/catalog-chunks.js';

/** What servers and browsers agree to handle; a longer address is dropped, since a cut one leads nowhere. */
const MAX_ADDRESS_LENGTH = 2048;

const PLACEHOLDER = /^(n\/?a|none|null|undefined|-)$/i;

/**
 * An http(s) or relative address, of several in one text the first; blanks escaped, entities decoded.
 * Undefined for every other scheme and for what is too long.
 */
export function parseAddress(text: string): string | undefined {
  const first = text.trim().split(/\s*[,|;]\s*(?=https?:\/\/|\/\/)/i)[0];
  const decoded = decode(first, { scope: 'strict' });
  const address = decoded.replace(/\s/g, '%20');
  if (address === '' || address.length > MAX_ADDRESS_LENGTH || /\p{Cc}/u.test(address)) return undefined;
  if (!isSafeAddress(decoded) || PLACEHOLDER.test(address)) return undefined;
  return address;
}
