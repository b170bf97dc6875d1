import type { TestProject } from 'vitest/node';
import type { RecommendAnswer } from '../../src/core/scoring-protocol.js';
import { answersInNode } from './answers-in-node.js';
import { learnedCalls } from './learned-calls.js';
import { learnedShop } from './learned-shop.js';
import { encodeManyItems } from './many-items.js';
import { encodeInMemory } from './snapshot-in-memory.js';
import { startSnapshotServer } from './snapshot-server.js';
import { encodeTentsAndTeapots } from './tents-and-teapots.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the manifest of tents and teapots. */
    manifestUrl: string;
    /** The same for enough items that a GPU is put to use. */
    largeManifestUrl: string;
    /** The same with codes of four bits. */
    narrowManifestUrl: string;
    /** The same for a shop with learned weights, … */
    learnedManifestUrl: string;
    /** … and what Node answers from the same bytes to `learnedCalls`. */
    learnedAnswers: RecommendAnswer[][];
    /** How often `losses.test.ts` has what scores be lost. */
    losses: number;
  }
}

/** Serves snapshots to the tests that run inside the browser, which cannot serve anything themselves. */
export default async function serveSnapshots(project: TestProject): Promise<() => Promise<void>> {
  // Enough items that a GPU is put to use.
  const learnedSnapshot = encodeInMemory(learnedShop({ itemCount: 3000 }));
  const [small, large, narrow, learned] = await Promise.all([
    startSnapshotServer(encodeTentsAndTeapots()),
    startSnapshotServer(encodeManyItems()),
    startSnapshotServer(encodeManyItems(undefined, 4)),
    startSnapshotServer(learnedSnapshot),
  ]);
  project.provide('manifestUrl', small.manifestUrl);
  project.provide('largeManifestUrl', large.manifestUrl);
  project.provide('narrowManifestUrl', narrow.manifestUrl);
  project.provide('learnedManifestUrl', learned.manifestUrl);
  project.provide('learnedAnswers', await answersInNode(learnedSnapshot, learnedCalls()));
  project.provide('losses', Number(process.env.WINDOWSHOP_LOSSES ?? 100));
  return async () => {
    await Promise.all([small.close(), large.close(), narrow.close(), learned.close()]);
  };
}
