/** How much of a file is looked at to tell what it is, in UTF-16 units. */
export const SNIFFED_LENGTH = 64 * 1024;

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What the first character of a file gives away. */
export type Shape = 'xml' | 'json' | 'jsonl' | 'text';

export function sniffShape(head: string): Shape {
  const start = head.trimStart();
  if (start.startsWith('<')) return 'xml';
  if (start.startsWith('[')) return 'json';
  return start.startsWith('{') ? sniffObjects(start) : 'text';
}

/** One object per line, or one object that holds the list of all. */
function sniffObjects(start: string): 'json' | 'jsonl' {
  const [first, ...others] = start.split('\n', 20).map((line) => line.trim());
  const second = others.find((line) => line !== '');
  if (first.length > 1 && second?.startsWith('{')) return 'jsonl';
  try {
    // A record has a name of some kind; what has none and holds objects is the wrapping of a list.
    const names = Object.keys(JSON.parse(first) as object);
    return names.some((name) => /id$|title|name/i.test(name)) || !/:\s*\[\s*\{/.test(first) ? 'jsonl' : 'json';
  } catch {
    // SyntaxError: the object goes on beyond the line.
    return second === undefined ? 'jsonl' : 'json';
  }
}

/**
 * The delimiter that cuts the first rows into the same number of cells, of several the one that cuts most; a comma for
 * files of one column. Quoted cells are passed over.
 */
export function sniffDelimiter(head: string): string {
  const best = DELIMITERS.map((delimiter) => {
    const counts = delimiterCounts(head, delimiter);
    const expected = counts[0] ?? 0;
    const agreeing = counts.filter((count) => count === expected).length;
    return { delimiter, expected, agreement: expected === 0 ? 0 : agreeing / counts.length };
  }).reduce((a, b) => (b.agreement > a.agreement || (b.agreement === a.agreement && b.expected > a.expected) ? b : a));
  return best.agreement > 0 ? best.delimiter : ',';
}

/** How often the delimiter stands in each of the first rows, outside quotes. */
function delimiterCounts(head: string, delimiter: string): number[] {
  const counts: number[] = [];
  let count = 0;
  let isQuoted = false;
  let isBlank = true;
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) count++;
    if (character === '\n' && !isQuoted) {
      if (!isBlank) counts.push(count);
      if (counts.length === 50) return counts;
      count = 0;
      isBlank = true;
    } else if (character.trim() !== '') isBlank = false;
  }
  // The last row may be cut off where the look ended, unless it is the only one.
  if (!isBlank && (counts.length === 0 || head.length < SNIFFED_LENGTH)) counts.push(count);
  return counts;
}
