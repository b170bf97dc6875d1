export interface Line {
  /** From 1. */
  number: number;
  text: string;
}

/** Lines that are not blank, with their numbers in the file. */
export async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let number = 0;
  let rest = '';
  for await (const piece of text) {
    const pieces = (rest + piece).split('\n');
    rest = pieces.pop() ?? '';
    yield numbered(pieces);
  }
  if (rest !== '') yield numbered([rest]);

  function numbered(texts: string[]): Line[] {
    const lines: Line[] = [];
    for (const line of texts) {
      number++;
      if (line.trim() !== '') lines.push({ number, text: line });
    }
    return lines;
  }
}
