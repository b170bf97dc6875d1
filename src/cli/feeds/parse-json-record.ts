/** Whole numbers of 16 digits and more, which JavaScript rounds: as ids they must stay what they are. */
const LONG_NUMBER = /([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g;

/** The object in a JSON text; undefined when the text is broken or holds anything else. Long numbers become texts. */
export function parseJsonRecord(text: string): Record<string, unknown> | undefined {
  const record = tryParse(/\d{16}/.test(text) ? text.replace(LONG_NUMBER, '$1"$2"') : text) ?? tryParse(text);
  return typeof record === 'object' && record !== null && !Array.isArray(record)
    ? (record as Record<string, unknown>)
    : undefined;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SyntaxError: a broken row is the caller's to count. It is also what quoting a number inside a text leads to.
    return undefined;
  }
}
