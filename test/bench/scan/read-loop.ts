interface ReadLoopExports {
  memory: WebAssembly.Memory;
  read(bytes: number): number;
}

const PAGE_BYTES = 65_536;

/**
 * The least that any scan must do: reads all bytes once, see `read-loop.wat`.
 *
 * @param codes  A multiple of 128 bytes, as tiles always are.
 * @throws Error when it does not read what stands there.
 */
export function createReadLoop(program: Uint8Array<ArrayBuffer>, codes: Uint8Array): () => void {
  const { memory, read } = new WebAssembly.Instance(new WebAssembly.Module(program))
    .exports as unknown as ReadLoopExports;
  memory.grow(Math.ceil(codes.byteLength / PAGE_BYTES));
  new Uint8Array(memory.buffer).set(codes);
  const words = new Int32Array(codes.buffer, codes.byteOffset, codes.byteLength / 4);
  if (read(codes.byteLength) !== words.reduce((all, word) => all ^ word, 0))
    throw new Error('the plain read loop does not read every byte');
  return () => {
    read(codes.byteLength);
  };
}
