import type { Inflate } from '../src/core/snapshot/catalog-chunks.js';

/** Unpacks raw deflate with the browser's own code, and stops as soon as the output passes the cap. */
export const inflate: Inflate = async (bytes, maxBytes) => {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const output = new Uint8Array(maxBytes);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return output.subarray(0, length);
    if (length + value.length > maxBytes) {
      await reader.cancel();
      throw new RangeError(`unpacks to more than ${maxBytes} bytes`);
    }
    output.set(value, length);
    length += value.length;
  }
};
