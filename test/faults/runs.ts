import { brokenDependencies, brokenPairs } from './broken-dependencies.js';
import { cutUpdates } from './cut-updates.js';
import { tabsBesideErasures } from './erasures.js';
import type { Fault } from './fault.js';
import { browserKills, bucketKills, pageCrashes } from './kills.js';
import { mutatedSnapshots } from './mutated-snapshots.js';
import { policies, waysOut } from './policies.js';
import { readerMutants } from './reader-mutants.js';
import { sameRequests } from './same-requests.js';
import { storageModes } from './storage-modes.js';
import { manyTabs } from './tabs.js';
import { tabsBesideUpgrades } from './upgrades.js';
import { workerDeaths } from './worker-deaths.js';

/** A few minutes; what `npm test` does as well, mutants in process and policies, is not in it. */
export const shortRun: Fault[] = [
  browserKills(4, 2),
  bucketKills(4),
  pageCrashes(6),
  workerDeaths(6),
  manyTabs(8, 500),
  tabsBesideUpgrades(8, 300),
  tabsBesideErasures(8, 300),
  storageModes,
  mutatedSnapshots(80),
  cutUpdates(8, 2),
  waysOut,
  brokenDependencies(10),
  brokenPairs(5),
  sameRequests(500),
];

/** What the figures of `docs/reliability.md` come from. */
export const soak: Fault[] = [
  browserKills(150, 3),
  bucketKills(150),
  pageCrashes(500),
  workerDeaths(500),
  manyTabs(8, 10_000),
  tabsBesideUpgrades(8, 10_000),
  tabsBesideErasures(8, 10_000),
  storageModes,
  readerMutants(1_000_000),
  mutatedSnapshots(10_000),
  cutUpdates(500, 10),
  policies('by itself', 'from a file', 'on the main thread'),
  waysOut,
  brokenDependencies(),
  brokenPairs(),
  sameRequests(1000),
];
