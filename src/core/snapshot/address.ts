/**
 * The part of an address by which a product page is known: path and query, without scheme, host, fragment and closing
 * slash. Catalogue and page may name different hosts (staging, a CDN), the path is what they share.
 */
export function pathOf(address: string): string {
  const withoutFragment = address.trim().replace(/#.*$/s, '');
  const path = withoutFragment.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*|^\/\/[^/?]*/i, '');
  const [pathname, query] = splitAt(path, '?');
  const trimmed = `/${pathname.replace(/^\/+|\/+$/g, '')}`;
  return query ? `${trimmed}?${query}` : trimmed;
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
