import type { TestProject } from 'vitest/node';
import { randomRows } from './embeddings.js';
import { encodeInMemory, snapshotContent } from './snapshot-in-memory.js';
import { startSnapshotServer } from './snapshot-server.js';
import { encodeTentsAndTeapots } from './tents-and-teapots.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the manifest of tents and teapots. */
    manifestUrl: string;
    /** The same for enough items that a GPU is put to use. */
    largeManifestUrl: string;
  }
}

const LARGE = 3000;
const DIM = 16;

/** Serves snapshots to the tests that run inside the browser, which cannot serve anything themselves. */
export default async function serveSnapshots(project: TestProject): Promise<() => Promise<void>> {
  const products = Array.from({ length: LARGE }, (_, item) => ({ id: `item-${item}`, title: `Item ${item}` }));
  const embeddings = Float32Array.from(randomRows(LARGE, DIM, 1).flat());
  const [small, large] = await Promise.all([
    startSnapshotServer(encodeTentsAndTeapots()),
    startSnapshotServer(encodeInMemory(snapshotContent(products, { dim: DIM, embeddings }))),
  ]);
  project.provide('manifestUrl', small.manifestUrl);
  project.provide('largeManifestUrl', large.manifestUrl);
  return async () => {
    await Promise.all([small.close(), large.close()]);
  };
}
