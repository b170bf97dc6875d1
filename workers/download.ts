import { WindowshopError } from '../src/core/windowshop-error.js';

export interface DownloadOptions {
  /** `no-cache` asks the server whether a copy is still good; files named by their content need no question. */
  cache: 'default' | 'no-cache';
  /** A transfer that brings no byte for this long is given up. */
  idleMs: number;
  /** Called with the bytes of this file that have arrived. */
  onProgress?(loaded: number): void;
}

/**
 * Streams a response into `target`, neither more nor slower than agreed: a broken or hostile server can cost no memory
 * beyond the target, and no waiting beyond the idle time.
 *
 * @returns  Bytes received, at most `target.length`.
 * @throws {WindowshopError} `snapshot_unreachable`; `snapshot_invalid` when the body does not fit.
 */
export async function download(url: string, target: Uint8Array, options: DownloadOptions): Promise<number> {
  const { cache, idleMs, onProgress } = options;
  const name = new URL(url).pathname.split('/').pop();
  const abort = new AbortController();
  let idle: ReturnType<typeof setTimeout> | undefined;
  const waitForBytes = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => abort.abort(new Error(`no byte for ${idleMs} ms`)), idleMs);
  };
  try {
    waitForBytes();
    const response = await fetch(url, {
      cache,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: abort.signal,
    });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let loaded = 0;
    for (;;) {
      waitForBytes();
      const { done, value } = await reader.read();
      if (done) return loaded;
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
}
