import { existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { meanSummary } from '../../../src/cli/evaluation/mean-summary.js';
import { reportPage } from '../../../src/cli/evaluation/report-page.js';
import type { EvaluationSummary } from '../../../src/cli/evaluation/summary.js';
import { summaryText } from '../../../src/cli/evaluation/summary-text.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
const sequences = await folder.file('u a b c d\nv b c d a\nw c d a b\n');
const evaluate = (...options: string[]) =>
  windowshop('evaluate', 'leave-one-out', '--sequences', sequences, '--k', '2', ...options);

describe('a report that cannot be written', () => {
  const asFolder = folder.path('folder');
  test.each([
    ['into a folder that is missing', join(folder.path('no-folder'), 'report.html')],
    ['over a folder', asFolder],
    ['into a file', join(sequences, 'report.html')],
  ])('%s, ends the command before anything is read', async (_, report) => {
    await mkdir(asFolder, { recursive: true });
    const { code, json, stderr } = await evaluate('--json', '--report', report);
    expect([code, json.error?.code, json.hitRate]).toEqual([1, 'write_failed', undefined]);
    expect(json.error?.message).toContain(`cannot write the report to ${report}: `);
    expect(json.error?.message).toContain('give --report a file in a folder that is there and may be written to');
    expect(stderr).not.toContain('scoring');
  });

  test.skipIf(!existsSync('/dev/full'))('in the end, for want of room, loses no figures', async () => {
    const text = await evaluate('--report', '/dev/full');
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/^windowshop +[01]\./m);
    expect(text.stderr).toContain('cannot write the report to /dev/full: ENOSPC');
    const { code, json } = await evaluate('--json', '--report', '/dev/full');
    expect([code, json.error?.code, json.hitRate]).toEqual([1, 'write_failed', expect.any(Number)]);
  });
});

test('an evaluation that fails leaves no empty report, and an old one as it is', async () => {
  const args = ['evaluate', 'leave-one-out', '--sequences', folder.path('nothing'), '--report'];
  const fresh = folder.path('fresh.html');
  expect((await windowshop(...args, fresh)).stderr).toContain('nothing');
  expect(existsSync(fresh)).toBe(false);
  const old = await folder.file('of last week');
  const before = await stat(old);
  await windowshop(...args, old);
  expect(await readFile(old, 'utf8')).toBe('of last week');
  expect((await stat(old)).mtimeMs).toBe(before.mtimeMs);
  expect((await evaluate('--report', old)).code).toBe(0);
  expect(await readFile(old, 'utf8')).toMatch(/^<!doctype html>/);
});

test('the text names the call that repeats it', async () => {
  expect((await evaluate()).stdout).toMatch(
    new RegExp(`^windowshop evaluate leave-one-out --sequences \\S*${sequences.split('/').pop()} --k 2$`, 'm'),
  );
});

const figures = { hitRate: 0.5, mrr: 0.25, ndcg: 0.375, coverage: 0.75 };
const row = {
  ...figures,
  ...{ name: 'popularity', msPerQuery: 1 },
  intervals: { hitRate: [0.4, 0.6], mrr: [0.2, 0.3], ndcg: [0.3, 0.4] },
  further: { precision: 0.05, recall: 0.5, f1: 0.0909, map: 0.25, novelty: 9, popularity: 3, gini: 0.2 },
} satisfies EvaluationSummary['baselines'][number];
const summary: EvaluationSummary = {
  ...row,
  ...{ protocol: 'leave-one-out', split: 'validation', k: 10, examples: 40, candidates: 10, seed: 1, minShoppers: 1 },
  ...{ snapshotBytes: 1000, bytesPerItem: 100, buildMs: 1, diversityBy: 'behavior', dataHash: 'ab', version: '0.1.0' },
  command: 'windowshop evaluate leave-one-out',
  baselines: [row],
};
const folded: EvaluationSummary = {
  ...summary,
  folds: 4,
  deviations: { hitRate: 0.0123, mrr: 0.0234, ndcg: 0.0345, coverage: 0.0456 },
  baselines: [{ ...row, deviations: { hitRate: 0.0567, mrr: 0, ndcg: 0, coverage: 0 } }],
};

test('bytes and candidates over folds are whole', () => {
  const mean = meanSummary([summary, { ...summary, snapshotBytes: 1003, candidates: 13 }]);
  // (1000 + 1003) / 2 = 1001.5 and (10 + 13) / 2 = 11.5
  expect(mean).toMatchObject({ examples: 80, snapshotBytes: 1002, candidates: 12, bytesPerItem: 100 });
});

test('recall stands in text and page', () => {
  expect(summaryText(summary)).toMatch(/^ +precision +recall +F1 /m);
  expect(summaryText(summary)).toMatch(/^popularity +0\.0500 +0\.5000 +0\.0909/m);
  const page = reportPage(summary);
  expect(page).toContain('<th scope="col">precision</th><th scope="col">recall</th>');
  expect(page).toContain('<td>0.0500</td><td>0.5000</td><td>0.0909</td>');
});

test('page and help say what the less known figures mean, which way is good, and why there is a dash', async () => {
  const { stdout } = await windowshop('evaluate', '--help');
  for (const name of ['novelty', 'popularity', 'Gini', 'miscalibration']) {
    const [, meaning] = stdout.match(new RegExp(`^  ${name} +(.*)$`, 'm')) ?? [];
    expect(meaning, name).toMatch(/higher|lower/);
    expect(reportPage(summary)).toContain(`<dt>${name}</dt><dd>${meaning}</dd>`);
  }
  expect(stdout).toMatch(/^ {2}miscalibration .*– where the items have no category/m);
});

test('the page has the deviations over folds, and none without folds', () => {
  const page = reportPage(folded);
  expect(page).toContain('Deviation from fold to fold, over 4 folds');
  for (const deviation of ['0.0123', '0.0234', '0.0345', '0.0456', '0.0567'])
    expect(page).toContain(`<td>${deviation}</td>`);
  expect(reportPage(summary)).not.toContain('Deviation');
});

test('the line of an interval has a rim in the color of the page beneath it', () => {
  const page = reportPage(summary);
  const rims = page.match(/<path d="([^"]+)" stroke="var\(--paper\)"[^>]*\/>\n<path d="\1" stroke="var\(--line\)"/g);
  // Three figures of two rows.
  expect(rims).toHaveLength(6);
  expect(page).toContain('background: var(--paper)');
});

test('the α that hybrid has learned is told; over folds it is a mean', () => {
  const hybrid = { ...row, name: 'hybrid', alpha: 0.35 };
  const line = 'hybrid: α = 0.350, learned: α · behavior + (1 − α) · content';
  expect(summaryText({ ...summary, models: [hybrid] })).toContain(`\n${line}\n`);
  expect(reportPage({ ...summary, models: [hybrid] })).toContain(`<p>${line}</p>`);
  expect(summaryText({ ...folded, models: [hybrid] })).toContain('α = 0.350, learned, mean over 4 folds: ');
  expect(summaryText(summary)).not.toContain('α');
});
