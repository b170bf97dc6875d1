import { encode } from 'html-entities';
import type { Accuracy } from '../../evaluation/metrics/rank-counts.js';
import { FIGURE_MEANINGS } from './figure-meanings.js';
import { reportChart } from './report-chart.js';
import {
  alphaOf,
  apartOf,
  basisOf,
  costOf,
  deviationsOf,
  type EvaluationSummary,
  FURTHER,
  fixed,
  intervalsOf,
  intervalText,
  orDash,
  type Row,
  rowsOf,
} from './summary.js';

const MAIN = [
  ['hitRate', 'Hit rate'],
  ['mrr', 'MRR'],
  ['ndcg', 'NDCG'],
] as const satisfies readonly (readonly [keyof Accuracy, string])[];

const STYLE = `
:root { color-scheme: light dark; --bar: light-dark(#b9c4d0, #4a5866); --own: light-dark(#1f6f5c, #58c4a5); --line: light-dark(#16202a, #e8eef4); --paper: light-dark(#fff, #121212); background: var(--paper); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding-block: 1.5rem .25rem; }
th, td { padding: .25rem .5rem; text-align: end; border-block-end: 1px solid light-dark(#d5dce3, #3a454f); white-space: nowrap; }
th:first-child { text-align: start; }
tbody tr:first-child { font-weight: 600; }
small { font-weight: 400; }
.wide { overflow-x: auto; }
figure { margin: 1.5rem 0 0; }
svg { width: 100%; height: auto; }
text { font: 13px system-ui, sans-serif; fill: var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; font-size: .875rem; }
dd { margin: 0; }
code { overflow-wrap: anywhere; }`;

/** One page that holds all it needs: tables, pictures of the main figures with their intervals, no script. */
export function reportPage(summary: EvaluationSummary): string {
  const rows = rowsOf(summary);
  const title = `windowshop evaluate ${summary.protocol}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${encode(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${encode(title)}</h1>
<p>${encode(basisOf(summary))}</p>
<p>${encode(costOf(summary))}</p>
${MAIN.map(([figure, name]) => reportChart(`${name}@${summary.k}`, figure, rows)).join('\n')}
${tableOf(
  `The main figures; in brackets: ${intervalsOf(summary)}`,
  mainHead(summary),
  rows.map((row) => [
    row.name,
    ...MAIN.map(([figure]) => `${fixed(row[figure])} <small>${intervalText(row.intervals[figure])}</small>`),
    fixed(row.coverage),
  ]),
)}
${deviationTable(rows, summary)}
${apartTable(rows)}
${tableOf(
  'Further figures',
  FURTHER.map(([name]) => name),
  rows.map((row) => [row.name, ...FURTHER.map(([, read]) => orDash(read(row)))]),
)}
<dl>
${FIGURE_MEANINGS.map(([name, meaning]) => `<dt>${encode(name)}</dt><dd>${encode(meaning)}</dd>`).join('\n')}
</dl>
${alphaOf(summary)
  .map((line) => `<p>${encode(line)}</p>`)
  .join('\n')}
<p><code>${encode(summary.command)}</code></p>
</main>
</body>
</html>
`;
}

const mainHead = ({ k }: EvaluationSummary): string[] => [...MAIN.map(([, name]) => `${name}@${k}`), 'Coverage'];

/** @param rows  The name of each, as text, and its cells, as HTML. */
function tableOf(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = ['', ...head].map((name) => (name === '' ? '<td></td>' : `<th scope="col">${encode(name)}</th>`));
  const body = rows.map(
    ([name, ...cells]) =>
      `<tr><th scope="row">${encode(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="${encode(caption)}"><table>
<caption>${encode(caption)}</caption>
<thead><tr>${names.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table></div>`;
}

function deviationTable(rows: readonly Row[], summary: EvaluationSummary): string {
  const deviations = deviationsOf(rows);
  if (deviations.length === 0) return '';
  return tableOf(`Deviation from fold to fold, over ${summary.folds} folds`, mainHead(summary), deviations);
}

function apartTable(rows: readonly Row[]): string {
  const apart = apartOf(rows);
  if (apart.length === 0) return '';
  return tableOf(
    'Targets that training was not shown, and the others',
    ['Examples', ...MAIN.map(([, name]) => name)],
    apart.map((row) => [row.name, String(row.examples), ...MAIN.map(([figure]) => fixed(row[figure]))]),
  );
}
