import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command-error.js';

const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file, unpacked if it is gzipped, whatever its name.
 *
 * @param onRead  Told how many bytes of the file as it lies on disk have been read so far.
 * @throws {CommandError} `file_unreadable`, or `feed_damaged` when the gzip stream is cut off or broken.
 */
export async function* readBytes(path: string, onRead: (bytes: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const chunks = counted(file, onRead);
  try {
    const first = await chunks.next();
    if (first.done) return;
    if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
      yield first.value;
      yield* chunks;
      return;
    }
    const packed = Readable.from(startingWith(first.value, chunks));
    // The loop below receives every error; the callback keeps it from being thrown a second time.
    yield* pipeline(packed, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  } catch (cause) {
    throw readError(path, cause);
  } finally {
    file.destroy();
  }
}

async function* counted(file: AsyncIterable<Uint8Array>, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    onRead(bytes);
    yield chunk;
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

function readError(path: string, cause: unknown): unknown {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (code.startsWith('Z_'))
    return new CommandError('feed_damaged', `${path}: the gzip stream is damaged or cut off (${message})`, { cause });
  if (/^E[A-Z]+$/.test(code)) return new CommandError('file_unreadable', `cannot read ${path}: ${message}`, { cause });
  return cause;
}
