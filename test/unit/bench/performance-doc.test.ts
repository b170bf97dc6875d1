import { describe, expect, test } from 'vitest';
import { lineChart } from '../../bench/docs/line-chart.js';
import { logAxis } from '../../bench/docs/log-axis.js';
import { figure } from '../../bench/docs/markdown.js';
import { performanceDoc } from '../../bench/docs/performance-doc.js';
import { mergeResults, type Results } from '../../bench/docs/results.js';

const machine = { cpu: 'Abacus', cores: 2, browser: 'Chromium 1', adapter: 'none' };
const setting = { n: 100_000, d: 64, batch: 1, k: 100, data: 'random', excluded: 50 } as const;
const times = {
  minMs: 2,
  medianMs: 3,
  p95Ms: 4,
  recall: 1,
  unroundedRecall: 0.98,
  rounds: 5,
  prepareMs: 1,
  firstMs: 1,
};

const results: Results = {
  machine,
  rows: [
    {
      suite: 'scan',
      method: 'windowshop-wasm',
      ...setting,
      ...times,
      ratioToPlainJs: 3.5,
      ratioToTfjsWebgpu: null,
    },
    { suite: 'scan', method: 'orama', ...setting, notRun: 'only when asked for' },
    { suite: 'growth', method: 'plain-js', ...setting, ...times, ratioToPlainJs: 1, ratioToTfjsWebgpu: null },
  ],
};

describe('the document', () => {
  const { markdown, figures } = performanceDoc(results, '## What was tried\n\nMuch.');

  test('names machine, setting and the command of each table', () => {
    expect(markdown).toContain('2 × Abacus, headless Chromium 1, WebGPU on none');
    expect(markdown).toContain('### 100,000 × 64, one query');
    expect(markdown).toContain('npm run bench -- --n 100000 --d 64 --batch 1\n');
    expect(markdown).toContain('| windowshop-wasm | 2 | 3 | 4 | 1.0000 | 3.5 | – |  |');
  });

  test('says why a method was not run', () => {
    expect(markdown).toContain('not run: only when asked for');
  });

  test('leaves out what was not measured, and takes the notes over as they are', () => {
    expect(markdown).not.toContain('cold-start');
    expect(markdown.endsWith('## What was tried\n\nMuch.\n')).toBe(true);
  });

  test('comes with the charts it shows', () => {
    expect(figures.map(({ file }) => file)).toEqual(['performance-ratios.svg', 'performance-growth.svg']);
    for (const { file, svg } of figures) {
      expect(markdown).toContain(`(${file})`);
      expect(svg).toContain('prefers-color-scheme: dark');
    }
  });
});

describe('results kept from before', () => {
  const renewed: Results = { machine, rows: [{ suite: 'scan', method: 'plain-js', ...setting, notRun: 'lost' }] };

  test('give way to a comparison measured again, as a whole', () => {
    const { rows } = mergeResults(results, renewed);
    expect(rows.map(({ suite }) => suite)).toEqual(['growth', 'scan']);
  });

  test('go when the machine is another one', () => {
    expect(mergeResults(results, { ...renewed, machine: { ...machine, cores: 8 } }).rows).toEqual(renewed.rows);
  });
});

test('an axis reaches from power to power of ten', () => {
  const axis = logAxis([30, 1000], 200);
  expect(axis.ticks).toEqual([10, 100, 1000]);
  expect(axis.place(100)).toBeCloseTo(100);
});

test('a chart escapes what it is told', () => {
  const series = [{ name: '<b>', points: [[1, 1]] as const }];
  expect(lineChart({ title: 'a & b', xLabel: 'x', yLabel: 'y', series })).not.toMatch(/<b>| & /);
});

test.each([
  [0, '0'],
  [0.001234, '0.00123'],
  [1.006, '1.01'],
  [12.34, '12.3'],
  [1234.5, '1,235'],
])('%d is written as %s', (value, written) => {
  expect(figure(value)).toBe(written);
});
