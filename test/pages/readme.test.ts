import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleCatalog } from '../../src/sample/index.js';

interface Measured {
  name: string;
  passed: boolean;
  size: number;
}

describe('the figures in README', () => {
  let readme: string;
  beforeAll(async () => {
    readme = await readFile('README.md', 'utf8');
  });

  test('sizes are those that are measured', async () => {
    const { stdout } = await promisify(execFile)('npx', ['size-limit', '--json']);
    const measured = JSON.parse(stdout) as Measured[];
    const sizeOf = (name: string): number => (measured.find((file) => file.name === name)?.size ?? Number.NaN) / 1000;
    const rows: [row: string, name: string][] = [
      ['loader (`auto.js`)', 'loader (auto.js)'],
      ['root (`index.js` and what it imports)', 'root (index.js and what it imports)'],
      ['`<window-shop>`, beyond the root', 'element, beyond the root'],
      ['worker', 'worker chunk'],
      ['GPU program, only where WebGPU is chosen', 'GPU chunk'],
    ];
    for (const [row, name] of rows) {
      const said = new RegExp(`^\\| ${literal(row)} \\| ([\\d.]+) kB`, 'm').exec(readme)?.[1];
      // A comment more or less may move the last digit.
      expect(Math.abs(Number(said) - sizeOf(name)), `${row}: README says ${said}`).toBeLessThan(0.3);
    }
  });

  test('the sample shop is as large as it says', () => {
    expect(readme).toContain(`a sample shop with ${sampleCatalog().length.toLocaleString('en')} products`);
  });
});

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
