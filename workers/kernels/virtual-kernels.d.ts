// Compiled from `assembly/scan.ts` by `src/packaging/wasm-kernels.ts`; WASM in base64, see the head of the source.
declare module 'virtual:windowshop/scan-kernel' {
  const builds: Record<'paired' | 'dot' | 'plain', string>;
  export default builds;
}
