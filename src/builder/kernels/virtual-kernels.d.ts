// Compiled from `assembly/encoder.ts` by `src/packaging/wasm-kernels.ts`; WASM in base64.
declare module 'virtual:windowshop/encoder-kernel' {
  const builds: Record<'simd', string>;
  export default builds;
}
