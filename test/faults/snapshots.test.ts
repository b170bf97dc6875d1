import { expect, test } from 'vitest';
import { attackManifests } from './attacks/attack-manifests.js';
import { attackReader } from './attacks/attack-reader.js';
import { MANIFEST_ATTACKS } from './attacks/manifest-attacks.js';
import { printCount, printRow, type Row } from './row.js';

const MUTANTS = Number(process.env.WINDOWSHOP_MUTANTS ?? 10_000);
const SEED = Number(process.env.WINDOWSHOP_SEED ?? 1);

function expectAll(rows: readonly Row[]): void {
  for (const row of rows) printRow(row, console.log);
  expect(printCount(rows, console.log)).toBe(true);
}

test(`${MUTANTS} mutated snapshots are refused, equal or sound`, async () => {
  expectAll(await attackReader(MUTANTS, SEED));
});

test(`${MANIFEST_ATTACKS.length} attacks on the manifest leave what is in use as it was`, async () => {
  expectAll(await attackManifests());
});
