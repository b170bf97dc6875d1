import { scalarText } from './scalar.js';

/**
 * The entries of a list that stands in one value: a JSON array as it is, a text that holds a JSON or Python list
 * (`['a', 'b']`) taken apart, any other text as a list of one.
 */
export function listEntries(value: unknown): string[] {
  const entries = Array.isArray(value) ? value : (typeof value === 'string' && listLiteral(value)) || [value];
  return entries.map(scalarText).filter((entry) => entry !== undefined);
}

/** `["a", "b"]` or `['a', "b's"]`; undefined when the text is no list. */
function listLiteral(text: string): unknown[] | undefined {
  const trimmed = text.trim();
  if (!/^\[\s*(['"].*['"]\s*)?\]$/s.test(trimmed)) return undefined;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // Not JSON: Python writes single quotes, and double ones around texts with an apostrophe.
    return [...trimmed.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gs)].map((match) =>
      (match[1] ?? match[2]).replace(/\\(['"\\])/g, '$1'),
    );
  }
}

/** Tags: a JSON array as it is, a text split at `,` and `|`. */
export function parseTags(value: unknown): string[] {
  const entries = listEntries(value);
  const isList = Array.isArray(value) || entries.length > 1;
  return isList ? entries : entries.flatMap((entry) => entry.split(/[,|]/)).map((tag) => tag.trim());
}

/**
 * Levels of a category from broad to narrow: a JSON array as it is (of several paths the first), a text split at `>`.
 * Of several paths in one text, separated by `|`, the first counts.
 */
export function parseCategory(value: unknown): string[] {
  const path: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
  const entries = listEntries(path);
  const isPath = entries.length > 1 || (Array.isArray(path) && !entries[0]?.includes('>'));
  const levels = isPath ? entries : splitPath(entries[0] ?? '');
  return levels.map((level) => level.trim()).filter((level) => level !== '');
}

function splitPath(text: string): string[] {
  const path = text.includes('>') ? text.split('|').find((part) => part.includes('>')) : text;
  return (path ?? '').split(/>+/);
}
