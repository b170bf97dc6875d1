/** Everything that is measured against each other; the last one is what a page would write without any library. */
export const METHOD_NAMES = [
  'windowshop-wasm',
  'windowshop-webgpu',
  'windowshop-js',
  'tfjs-webgpu',
  'tfjs-wasm',
  'onnxruntime-wasm',
  'hnswlib-wasm',
  'orama',
  'plain-js',
] as const;

export type MethodName = (typeof METHOD_NAMES)[number];

/** Built item by item: nobody wants to wait for them above {@link MANY_ITEMS} unless they are asked for by name. */
export const INDEXES: readonly MethodName[] = ['hnswlib-wasm', 'orama'];
export const MANY_ITEMS = 10_000;
