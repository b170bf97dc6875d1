import { encode } from 'html-entities';
import type { RankerFigures } from '../../evaluation/evaluate.js';
import type { Accuracy } from '../../evaluation/metrics/rank-counts.js';
import { fixed } from './summary.js';

const ROW = 30;
const NAMES = 150;
const WIDTH = 640;

/** A bar for each row, and on it the line of its interval, with a rim that sets it off from bars of any color. */
export function reportChart(caption: string, figure: keyof Accuracy, rows: readonly RankerFigures[]): string {
  const largest = Math.max(...rows.map(({ intervals }) => intervals[figure][1]), Number.EPSILON);
  const x = (value: number): string => (NAMES + (value / largest) * (WIDTH - NAMES - 80)).toFixed(1);
  const bars = rows.map((row, i) => {
    const [low, high] = row.intervals[figure];
    const middle = i * ROW + ROW / 2;
    const interval = `M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 5}v10M${x(high)} ${middle - 5}v10`;
    return `<text x="0" y="${middle + 4}">${encode(row.name)}</text>
<rect x="${NAMES}" y="${middle - 9}" width="${(Number(x(row[figure])) - NAMES).toFixed(1)}" height="18" fill="var(${i === 0 ? '--own' : '--bar'})"/>
<path d="${interval}" stroke="var(--paper)" stroke-width="5" stroke-linecap="square"/>
<path d="${interval}" stroke="var(--line)" stroke-width="1.5"/>
<text x="${Number(x(high)) + 8}" y="${middle + 4}">${fixed(row[figure])}</text>`;
  });
  const spoken = rows.map((row) => `${row.name} ${fixed(row[figure])}`).join(', ');
  return `<figure><figcaption><strong>${encode(caption)}</strong></figcaption>
<svg viewBox="0 0 ${WIDTH} ${rows.length * ROW}" role="img" aria-label="${encode(`${caption}: ${spoken}`)}">
${bars.join('\n')}
</svg></figure>`;
}
