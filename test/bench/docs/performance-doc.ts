import type { RowOf } from '../all-suites.js';
import { isTimed } from '../scan/method-rows.js';
import { bandwidthSection } from './bandwidth-section.js';
import { coldStartSection, memorySection } from './cold-start-section.js';
import { freshnessSection } from './freshness-section.js';
import { growthSection } from './growth-section.js';
import { historySection } from './history-section.js';
import { querySection } from './query-section.js';
import { type Machine, type Results, rowsOf } from './results.js';
import { ratiosFigure, scanSection } from './scan-section.js';
import type { Figure } from './section.js';

/**
 * Writes the document from what was measured.
 *
 * @param notes  What was tried, written by hand; taken over as it is.
 */
export function performanceDoc(results: Results, notes: string): { markdown: string; figures: Figure[] } {
  const sections = [
    ratiosFigure(rowsOf(results, 'scan')),
    scanSection(rowsOf(results, 'scan')),
    growthSection(rowsOf(results, 'growth')),
    bandwidthSection(rowsOf(results, 'bandwidth')),
    historySection(rowsOf(results, 'history')),
    querySection(rowsOf(results, 'query')),
    coldStartSection(rowsOf(results, 'cold-start')),
    memorySection(rowsOf(results, 'cold-start')),
    freshnessSection(rowsOf(results, 'freshness')),
  ].filter((section) => section !== undefined);
  const parts = [
    introduction(results.machine, rowsOf(results, 'scan')),
    ...sections.map(({ text }) => text),
    `<!-- From here on: docs/performance-notes.md, written by hand. -->\n\n${notes.trim()}`,
  ];
  return {
    markdown: `${parts.join('\n\n')}\n`,
    figures: sections.map(({ figure }) => figure).filter((figure) => figure !== undefined),
  };
}

function introduction({ cpu, cores, browser, adapter }: Machine, scan: readonly RowOf<'scan'>[]): string {
  const first = scan.find(isTimed);
  return `<!-- Made by \`npm run bench -- --suite all --docs\`; what is written by hand stands in performance-notes.md. -->

# Performance

Finding the best items for a shopper is one pass over all of them: a dot product each, and the largest kept. This page says
how long that takes in the shopper's browser, beside what else could do it there, and what it costs to get there.

**Measured on** ${cores} × ${cpu}, headless ${browser}, WebGPU on ${adapter}.

**How to read it**

- Only ratios within one run count. All methods of a comparison take turns in one worker of one page, each once a round,
  every other round backwards, so that noise hits all alike; ratios are ratios of minima.
- **WebGPU runs on a software adapter here**, which executes shaders on the CPU. What it says is how our WebGPU compares with
  tfjs on the same adapter; it says nothing about WebGPU on a real GPU, and nothing about WebGPU against WASM.
- Rows are drawn evenly from the sphere from a fixed seed, rounded to codes of one byte as a snapshot holds them. Methods that know
  no codes get the same rounded rows in float32. Random rows have no structure, which makes approximate indexes look worse than on a
  real catalogue; \`--data clustered\` is the opposite extreme.
- Recall is the share of the true best ${first?.k ?? 'K'} that were found, over eight queries, against a scan in float64 that
  shares no code with ours. ${first ? `${first.excluded} items are excluded, some of them from the true best; a` : 'A'} method that answers with an excluded item fails the run.
- Ours are timed through \`ScoringBackend.topItems\`: exclusions, proof of exactness and exact order included. The others are
  timed from the query to item numbers on the JavaScript side; their masks are made before the clock starts.`;
}
