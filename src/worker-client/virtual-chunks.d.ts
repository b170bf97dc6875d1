// Served by `src/packaging/worker-programs.ts`: each program is one function without outside references.
declare module 'virtual:windowshop/worker' {
  /** Starts answering on an endpoint: a worker's own scope or one port of a channel. */
  export default function startScoring(endpoint: object): void;
}
declare module 'virtual:windowshop/gpu' {
  /** Lets a worker program that is started after it in the same scope find the WebGPU backend. */
  export default function startGpu(): void;
}
