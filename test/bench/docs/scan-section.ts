import type { RowOf } from '../all-suites.js';
import { isTimed } from '../scan/method-rows.js';
import { barChart } from './bar-chart.js';
import { type Column, command, figure, table } from './markdown.js';
import type { Section } from './section.js';

type ScanRow = RowOf<'scan'>;

/** On the software adapter; only compared with each other. */
const ON_GPU = /webgpu/;

/** The comparison that the picture shows. */
const SHOWN = { n: 100_000, d: 64, batch: 1 };

const COLUMNS: Column<ScanRow>[] = [
  { heading: 'method', cell: ({ method }) => method, isNumber: false },
  { heading: 'min ms', cell: (row) => (isTimed(row) ? row.minMs : null) },
  { heading: 'median ms', cell: (row) => (isTimed(row) ? row.medianMs : null) },
  { heading: 'p95 ms', cell: (row) => (isTimed(row) ? row.p95Ms : null) },
  { heading: 'recall', cell: (row) => (isTimed(row) ? row.recall.toFixed(4) : null) },
  { heading: '× plain JS', cell: (row) => (isTimed(row) && !ON_GPU.test(row.method) ? row.ratioToPlainJs : null) },
  { heading: '× tfjs WebGPU', cell: (row) => (isTimed(row) && ON_GPU.test(row.method) ? row.ratioToTfjsWebgpu : null) },
  { heading: '', cell: noteOf, isNumber: false },
];

export function ratiosFigure(rows: readonly ScanRow[]): Section {
  const shown = rows.filter(({ n, d, batch, data }) => matches({ n, d, batch }) && data === 'random').filter(isTimed);
  const onCpu = shown.filter(({ method }) => !ON_GPU.test(method));
  const bars = onCpu.flatMap(({ method, ratioToPlainJs }) =>
    ratioToPlainJs === null ? [] : [{ name: method, ratio: ratioToPlainJs, isOurs: method.startsWith('windowshop') }],
  );
  if (bars.length === 0) return undefined;
  const gpu = shown.find(({ method }) => method === 'windowshop-webgpu')?.ratioToTfjsWebgpu;
  const setting = `${SHOWN.n.toLocaleString('en')} items × ${SHOWN.d} dimensions, one query`;
  const chart = barChart(
    setting,
    'times as fast as plain JavaScript (typed arrays, unrolled loop, heap)',
    bars.sort((a, b) => b.ratio - a.ratio),
  );
  const sentence = gpu ? `\n\nOn the same software adapter, our WebGPU is ${figure(gpu)} times as fast as tfjs.` : '';
  return {
    text: `![${setting}: how many times as fast as plain JavaScript each method is](performance-ratios.svg)${sentence}`,
    figure: { file: 'performance-ratios.svg', svg: chart },
  };
}

export function scanSection(rows: readonly ScanRow[]): Section {
  if (rows.length === 0) return undefined;
  const comparisons = new Map<string, ScanRow[]>();
  for (const row of rows) {
    const key = [row.n, row.d, row.batch, row.data].join();
    comparisons.set(key, [...(comparisons.get(key) ?? []), row]);
  }
  const ordered = [...comparisons.values()].sort(
    ([a], [b]) => a.n - b.n || a.d - b.d || a.batch - b.batch || a.data.localeCompare(b.data),
  );
  const blocks = ordered.map((comparison) => {
    const [{ n, d, batch, data }] = comparison;
    const queries = batch === 1 ? 'one query' : `${batch} queries a call`;
    const kind = data === 'random' ? '' : `, ${data} rows`;
    const options = `--n ${n} --d ${d} --batch ${batch}${data === 'random' ? '' : ` --data ${data}`}`;
    const all = comparison.some((row) => isTimed(row) && row.method === 'hnswlib-wasm') && n > 10_000;
    return [
      `### ${n.toLocaleString('en')} × ${d}, ${queries}${kind}`,
      command(options + (all ? ' --methods all' : '')),
      table(comparison, COLUMNS),
      ...roundingOf(comparison),
    ].join('\n\n');
  });
  return {
    text: `## All methods\n\nMilliseconds of a whole call. \`×\` is the baseline's minimum over the method's own: above 1 is faster.\n\n${blocks.join('\n\n')}`,
  };
}

function matches(size: typeof SHOWN): boolean {
  return size.n === SHOWN.n && size.d === SHOWN.d && size.batch === SHOWN.batch;
}

/** What is lost before any method begins. */
function roundingOf(comparison: readonly ScanRow[]): string[] {
  const exact = comparison.filter(isTimed).find(({ recall }) => recall === 1);
  if (exact === undefined) return [];
  return [
    `Of what would be the best ${exact.k} had the rows not been rounded to codes, an exact answer holds ${(exact.unroundedRecall * 100).toFixed(1)} %.`,
  ];
}

function noteOf(row: ScanRow): string {
  if (!isTimed(row)) return `not run: ${row.notRun}`;
  return row.buildMs === undefined ? '' : `index built in ${figure(row.buildMs / 1000)} s`;
}
