/**
 * Writes out the repeated lines of a shader, which WGSL itself cannot: between `//# each NAME` and `//# end` the lines
 * stand once for every number from 0 to `counts.NAME − 1`, with the number in place of NAME. Blocks may stand in blocks.
 *
 * @throws RangeError when a block has no count, or no end.
 */
export function unroll(source: string, counts: Readonly<Record<string, number>>): string {
  const lines = source.split('\n');
  let at = 0;
  const text = block();
  if (at < lines.length) throw new RangeError(`unroll: line ${at} ends a block that was never begun`);
  return text.join('\n');

  function block(name?: string): string[] {
    const written: string[] = [];
    while (at < lines.length) {
      const [, word, next] = /^\s*\/\/# (each|end) ?(\w*)$/.exec(lines[at++]) ?? [];
      if (word === 'end') return written;
      if (word === 'each') {
        const body = block(next);
        if (counts[next] === undefined) throw new RangeError(`unroll: no count for ${next}`);
        for (let i = 0; i < counts[next]; i++)
          for (const line of body)
            written.push(line.replaceAll(new RegExp(`(?<![A-Za-z])${next}(?![A-Za-z])`, 'g'), `${i}`));
      } else written.push(lines[at - 1]);
    }
    if (name !== undefined) throw new RangeError(`unroll: the block of ${name} has no end`);
    return written;
  }
}
