import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file and every file it imports statically: what a browser loads before the first line runs. */
function loadedWith(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, from] of readFileSync(file, 'utf8').matchAll(
    /(?:^|[;}\s])(?:import|export)\b[^"'`();]*["'](\.[^"']+)["']/g,
  ))
    loadedWith(join(dirname(file), from), known);
  return known;
}

const chunk = (name) =>
  join('dist/chunks', readdirSync('dist/chunks').find((file) => file.startsWith(`${name}-`)) ?? name);

if (!existsSync('dist/index.js')) throw new Error('dist is not built: run "npm run build"');
const root = loadedWith('dist/index.js');
const element = [...loadedWith('dist/element.js')].filter((file) => !root.has(file));

/** Brotli; the budgets of the contract. */
export default [
  { name: 'loader (auto.js)', path: 'dist/auto.js', limit: '2.5 kB' },
  { name: 'root (index.js and what it imports)', path: [...root], limit: '12 kB' },
  { name: 'loader and root', path: ['dist/auto.js', ...root], limit: '15 kB' },
  { name: 'element, beyond the root', path: element, limit: '6 kB' },
  { name: 'worker chunk', path: chunk('worker'), limit: '30 kB' },
  { name: 'worker.js', path: 'dist/worker.js', limit: '30 kB' },
  { name: 'GPU chunk', path: chunk('gpu'), limit: '75 kB' },
  { name: 'worker-gpu.js', path: 'dist/worker-gpu.js', limit: '75 kB' },
];
