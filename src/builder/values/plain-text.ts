import { decode } from 'html-entities';

/**
 * Text as a shopper reads it: tags and comments gone, entities decoded, white space folded to single blanks.
 * Markup that was itself escaped (`&lt;b&gt;`) goes too; a `<` that opens no tag stays.
 *
 * @param maxLength  In UTF-16 units; what is longer is cut, never inside a character.
 */
export function plainText(text: string, maxLength: number): string {
  // Markup can blow a text up, but not without bound: reading four times the limit keeps the work linear in the limit.
  const read = cutText(text, maxLength * 4);
  const plain = withoutTags(decodeTwice(withoutTags(read)));
  return cutText(
    plain
      .replace(INVISIBLE, '')
      .replace(/[\s\u0085]+/g, ' ')
      .trim(),
    maxLength,
  ).trimEnd();
}

/** Exports that escape what was escaped already are common (`&amp;amp;`), titles about entities are not. */
const decodeTwice = (text: string): string =>
  text.includes('&') ? decode(decode(text, { scope: 'strict' }), { scope: 'strict' }) : text;

const withoutTags = (text: string): string =>
  text.includes('<')
    ? text
        .replace(/<!--.*?(-->|$)/gs, ' ')
        .replace(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, ' ')
        .replace(/<\/?[a-z][^<>]*>|<!\[CDATA\[|\]\]>/gi, ' ')
    : text;

/** Control characters but for white space, the byte order mark, soft hyphens. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those characters are meant.
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\ufeff]/g;

/** The first `maxLength` UTF-16 units, one less where that would split a surrogate pair. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}
