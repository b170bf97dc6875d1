// The WHATWG text coders are the one platform interface that core uses: page, worker and Node all have them.
declare const TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } };
declare const TextDecoder: {
  new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): { decode(bytes: Uint8Array): string };
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8Encode = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
/** Malformed sequences become U+FFFD. */
export const utf8Decode = (bytes: Uint8Array): string => decoder.decode(bytes);
/** @throws TypeError on malformed sequences. */
export const utf8DecodeStrict = (bytes: Uint8Array): string => strictDecoder.decode(bytes);
