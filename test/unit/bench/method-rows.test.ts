import { describe, expect, test } from 'vitest';
import type { MethodName } from '../../bench/scan/method-names.js';
import { methodRows } from '../../bench/scan/method-rows.js';
import type { ScanJob, Timing } from '../../bench/scan/scan-job.js';

const job: ScanJob = {
  n: 1000,
  d: 64,
  batch: 1,
  k: 100,
  excluded: 50,
  data: 'random',
  rounds: 3,
  methods: [],
};

const timing = (method: MethodName, roundsMs: number[]): Timing => ({
  method,
  roundsMs,
  recall: 1,
  unroundedRecall: 0.98,
  prepareMs: 7,
  firstMs: 5,
});

describe('the rows of a comparison', () => {
  test('hold minimum, median, p95 and the ratios of minima', () => {
    const results = [
      timing('windowshop-wasm', [2, 1, 3]),
      timing('tfjs-webgpu', [90, 60, 70]),
      timing('plain-js', [8, 6, 7]),
    ];
    const [ours, tfjs, plain] = methodRows(job, { results, codeBytes: 64_000 });
    expect(ours).toMatchObject({ method: 'windowshop-wasm', n: 1000, d: 64, batch: 1, k: 100, recall: 1 });
    expect(ours).toMatchObject({ minMs: 1, medianMs: 2, p95Ms: 3, ratioToPlainJs: 6, ratioToTfjsWebgpu: 60 });
    expect(tfjs).toMatchObject({ ratioToPlainJs: 0.1, ratioToTfjsWebgpu: 1 });
    expect(plain).toMatchObject({ ratioToPlainJs: 1, ratioToTfjsWebgpu: 10 });
  });

  test('have no ratio to a baseline that was not run', () => {
    const results = [timing('orama', [2]), { method: 'plain-js' as const, notRun: 'not today' }];
    const [orama] = methodRows(job, { results, codeBytes: 64_000 });
    expect(orama).toMatchObject({ ratioToPlainJs: null, ratioToTfjsWebgpu: null });
  });

  test('of what was not run hold the reason and no figure', () => {
    const [row] = methodRows(job, { results: [{ method: 'orama', notRun: 'too large' }], codeBytes: 64_000 });
    expect(row).toEqual({
      method: 'orama',
      n: 1000,
      d: 64,
      batch: 1,
      k: 100,
      notRun: 'too large',
      data: 'random',
      excluded: 50,
    });
  });

  test('set our WASM scan, and nothing else, beside the plain read', () => {
    const results = [timing('windowshop-wasm', [2]), timing('plain-js', [8])];
    // 64,000 bytes in 2 ms are 32 MB/s.
    const [ours, plain] = methodRows(job, { results, codeBytes: 64_000, readRoundsMs: [0.5, 0.8] });
    expect(ours).toMatchObject({ bandwidthGBs: 0.03, readMs: 0.5, ratioToRead: 4 });
    expect(plain).not.toHaveProperty('readMs');
  });
});
