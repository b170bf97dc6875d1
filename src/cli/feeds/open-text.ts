import { decodeText } from './decode-text.js';
import { readBytes } from './read-bytes.js';
import { SNIFFED_LENGTH } from './sniff.js';

/** What reading a file has to say along the way. */
export interface ReadingListener {
  /** Bytes of the file as it lies on disk that have been read so far. */
  onRead(bytes: number): void;
  onWarning(message: string): void;
}

export interface OpenText {
  /** How the text begins, at least 64 kB of it if there is so much; for telling formats apart. */
  head: string;
  /** The whole text, `head` included. Can be read once. */
  text: AsyncGenerator<string>;
}

/** Opens a file as text: unpacked, decoded, and with a look at its beginning. */
export async function openText(path: string, { onRead, onWarning }: ReadingListener): Promise<OpenText> {
  let foreignLines = 0;
  const pieces = decodeText(readBytes(path, onRead), (lines) => {
    foreignLines += lines;
  });
  const first: string[] = [];
  let length = 0;
  while (length < SNIFFED_LENGTH) {
    const { value, done } = await pieces.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const head = first.join('');

  async function* whole(): AsyncGenerator<string> {
    if (head !== '') yield head;
    yield* pieces;
    if (foreignLines > 0) onWarning(`${path}: ${foreignLines} lines are not UTF-8 and were read as windows-1252`);
  }
  return { head, text: whole() };
}
