/** A program of the worker, as a function whose source text is the whole program. */
interface WorkerChunk {
  default: (endpoint: object) => void;
}

export interface WorkerChunks {
  worker(): Promise<WorkerChunk>;
  /** Fetched only where a GPU was chosen. */
  gpu(): Promise<WorkerChunk>;
}

/** The programs that travel with the package, each a file of its own. */
export const packagedChunks: WorkerChunks = {
  worker: () => import('virtual:windowshop/worker'),
  gpu: () => import('virtual:windowshop/gpu'),
};
