import { TextDecoder } from 'node:util';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** A line longer than this is decoded in pieces, so that a file of one line needs no memory for all of it. */
const LONGEST_LINE_BYTES = 1024 * 1024;

/**
 * Bytes as text in whole lines: without byte order mark, line ends as `\n`. Lines that are no UTF-8 are read as
 * windows-1252, which also holds Latin-1; all others stay what they are, so a mixed file comes out right. A file that
 * begins with the mark of UTF-16, as spreadsheets write "Unicode text", is read as that.
 *
 * @param onForeign  Told how many lines were no UTF-8, each time some are found.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  onForeign: (lines: number) => void,
): AsyncGenerator<string> {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Uint8Array = new Uint8Array();
  let isStart = true;
  let wide: TextDecoder | undefined;
  /** A carriage return of UTF-16 that waits for the line feed that may follow. */
  let held = '';
  for await (const chunk of bytes) {
    const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isStart) wide ??= utf16Decoder(data);
    if (wide) {
      rest = new Uint8Array();
      yield fromWide(wide.decode(data, { stream: true }));
      continue;
    }
    const end = wholeLinesEnd(data);
    rest = data.subarray(end);
    if (end > 0) yield toText(data.subarray(0, end));
  }
  if (wide) yield fromWide(wide.decode()) + held;
  if (rest.length > 0) yield toText(rest);

  function fromWide(decoded: string): string {
    const text = held + decoded;
    held = text.endsWith('\r') ? '\r' : '';
    return text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }

  function toText(block: Uint8Array): string {
    const text = decodeBlock(block).replaceAll('\r\n', '\n');
    const isMarked = isStart && text.startsWith('\ufeff');
    isStart = false;
    return isMarked ? text.slice(1) : text;
  }

  function decodeBlock(block: Uint8Array): string {
    const whole = tryDecode(block);
    if (whole !== undefined) return whole;
    let foreign = 0;
    let text = '';
    for (let start = 0; start < block.length; ) {
      const lineEnd = block.indexOf(LINE_FEED, start);
      const end = lineEnd < 0 ? block.length : lineEnd + 1;
      const line = block.subarray(start, end);
      const decoded = tryDecode(line);
      if (decoded === undefined) foreign++;
      text += decoded ?? decodeWestern(line);
      start = end;
    }
    onForeign(foreign);
    return text;
  }

  function tryDecode(block: Uint8Array): string | undefined {
    try {
      return strict.decode(block);
    } catch {
      // TypeError: not UTF-8, which is what was to be found out.
      return undefined;
    }
  }
}

/** By the mark at the start; undefined when there is none, or not yet two bytes. */
function utf16Decoder([first, second]: Uint8Array): TextDecoder | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : undefined;
}

/** What windows-1252 has at 0x80 … 0x9f, where Latin-1 has nothing that is seen. */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand, since the decoder of Node 20 takes windows-1252 for Latin-1 and loses the euro sign. */
const decodeWestern = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => WESTERN[character.charCodeAt(0) - 0x80]);

/** Where the last whole line ends, or, in a line too long to wait for, where its last character begins. */
function wholeLinesEnd(data: Uint8Array): number {
  const end = data.lastIndexOf(LINE_FEED) + 1;
  if (end > 0 || data.length < LONGEST_LINE_BYTES) return end;
  let cut = data.length - 1;
  // Bytes 10xxxxxx continue a character; four of them in a row are no UTF-8, and may be cut anywhere.
  for (let back = 0; back < 3 && (data[cut] & 0xc0) === 0x80; back++) cut--;
  // A carriage return waits for the line feed that may follow.
  return data[cut - 1] === CARRIAGE_RETURN ? cut - 1 : cut;
}
