/** The address as given, if it is relative or http(s); `javascript:`, `data:` and the like are dropped. */
export function safeUrl(address = ''): string | undefined {
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol) ? address : undefined;
  } catch {
    // An address that the browser cannot read leads nowhere.
    return undefined;
  }
}
