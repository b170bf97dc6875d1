import { WindowshopError } from '../core/windowshop-error.js';

/** What a browser hands over at a time is about as much. */
const CHUNK_BYTES = 65_536;
/** Fewer bytes than these within the idle time are as good as none: the slowest of networks brings more. */
const MIN_BYTES = 1024;

export interface DownloadOptions {
  /** `no-cache` asks the server whether a copy is still good; files named by their content need no question. */
  cache: 'default' | 'no-cache';
  /** A transfer that brings next to nothing for this long is given up. */
  idleMs: number;
}

/** A request that is under way. */
export interface Download {
  /** Settled once the server has begun to answer, well or not: a request sent after that arrives after this one. */
  readonly answered: Promise<void>;
  /**
   * Streams the response into `target`, neither more nor slower than agreed: a broken or hostile server can cost no
   * memory beyond the target, and no waiting beyond the idle time.
   *
   * @param onProgress  Called with the bytes of this file that have arrived.
   * @returns           Bytes received, at most `target.length`.
   * @throws {WindowshopError} `snapshot_unreachable`; `snapshot_invalid` when the body does not fit.
   */
  receive(target: Uint8Array, onProgress?: (loaded: number) => void): Promise<number>;
  /** Nobody wants it any more. */
  cancel(): void;
}

/** Sends a request at once. */
export function startDownload(url: string, { cache, idleMs }: DownloadOptions): Download {
  const name = new URL(url).pathname.split('/').pop();
  const abort = new AbortController();
  let idle: ReturnType<typeof setTimeout> | undefined;
  const waitForBytes = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => abort.abort(new Error(`next to nothing for ${idleMs} ms`)), idleMs);
  };
  waitForBytes();
  const response = fetch(url, {
    cache,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: abort.signal,
  });
  // While its turn has not come the server may be as slow as it likes.
  const answered = response.then(
    () => clearTimeout(idle),
    () => clearTimeout(idle),
  );

  return {
    answered,
    cancel: () => abort.abort(),
    async receive(target, onProgress) {
      try {
        const { ok, status, body } = await response;
        if (!ok) throw new Error(`HTTP status ${status}`);
        const read = chunksOf(body as ReadableStream<Uint8Array<ArrayBuffer>>);
        let loaded = 0;
        let wanted = 0;
        for (;;) {
          if (loaded >= wanted) {
            wanted = loaded + MIN_BYTES;
            waitForBytes();
          }
          const value = await read();
          if (value === undefined) return loaded;
          if (loaded + value.length > target.length)
            throw new WindowshopError('snapshot_invalid', `${name}: longer than ${target.length} bytes`);
          target.set(value, loaded);
          loaded += value.length;
          onProgress?.(loaded);
        }
      } catch (error) {
        abort.abort();
        if (error instanceof WindowshopError) throw error;
        throw new WindowshopError('snapshot_unreachable', `${name}: ${(error as Error).message}`, { cause: error });
      } finally {
        clearTimeout(idle);
      }
    },
  };
}

/**
 * Reads a stream through one buffer, over and over: chunks of its own would lie about, half as much again as the file,
 * until they are collected. Browsers whose responses are no byte streams bring such chunks.
 *
 * @returns  Gives the next bytes, to be used before the next call; undefined at the end.
 */
function chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): () => Promise<Uint8Array | undefined> {
  const reader = byobReader(body);
  if (reader === undefined) {
    const chunks = body.getReader();
    return async () => (await chunks.read()).value;
  }
  let buffer = new ArrayBuffer(CHUNK_BYTES);
  return async () => {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (value !== undefined) buffer = value.buffer;
    return done ? undefined : value;
  };
}

function byobReader(body: ReadableStream): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
