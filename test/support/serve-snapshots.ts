import type { TestProject } from 'vitest/node';
import { encodeManyItems } from './many-items.js';
import { startSnapshotServer } from './snapshot-server.js';
import { encodeTentsAndTeapots } from './tents-and-teapots.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the manifest of tents and teapots. */
    manifestUrl: string;
    /** The same for enough items that a GPU is put to use. */
    largeManifestUrl: string;
    /** How often `losses.test.ts` has what scores be lost. */
    losses: number;
  }
}

/** Serves snapshots to the tests that run inside the browser, which cannot serve anything themselves. */
export default async function serveSnapshots(project: TestProject): Promise<() => Promise<void>> {
  const [small, large] = await Promise.all([
    startSnapshotServer(encodeTentsAndTeapots()),
    startSnapshotServer(encodeManyItems()),
  ]);
  project.provide('manifestUrl', small.manifestUrl);
  project.provide('largeManifestUrl', large.manifestUrl);
  project.provide('losses', Number(process.env.WINDOWSHOP_LOSSES ?? 100));
  return async () => {
    await Promise.all([small.close(), large.close()]);
  };
}
