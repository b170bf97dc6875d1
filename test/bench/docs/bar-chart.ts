import { logAxis } from './log-axis.js';
import { fillOf, line, px, svg, text } from './svg.js';

export interface Bar {
  name: string;
  /** > 0; 1 is as fast as the baseline. */
  ratio: number;
  /** Ours, among others. */
  isOurs: boolean;
}

const WIDTH = 760;
const PLOT = { left: 180, right: 690, top: 50 };
const ROW_PX = 30;
const BAR_PX = 18;

/** Ratios to a baseline on a logarithmic axis: bars to the right of 1 are faster, to the left slower. */
export function barChart(title: string, axisLabel: string, bars: readonly Bar[]): string {
  const axis = logAxis([1, ...bars.map(({ ratio }) => ratio)], PLOT.right - PLOT.left);
  const toX = (ratio: number): number => PLOT.left + axis.place(ratio);
  const bottom = PLOT.top + bars.length * ROW_PX;
  return svg(WIDTH, bottom + 56, `${title}: ${axisLabel}`, [
    text(24, 28, title, { kind: 'title' }),
    ...axis.ticks.flatMap((tick) => [
      line(toX(tick), PLOT.top, toX(tick), bottom, tick === 1 ? 'base' : 'grid'),
      text(toX(tick), bottom + 18, `${tick.toLocaleString('en')}×`, { anchor: 'middle' }),
    ]),
    ...bars.flatMap(({ name, ratio, isOurs }, i) => {
      const middle = PLOT.top + (i + 0.5) * ROW_PX;
      const [from, to] = [toX(1), toX(ratio)].sort((a, b) => a - b);
      const width = Math.max(2, to - from);
      return [
        text(PLOT.left - 10, middle + 4, name, { anchor: 'end' }),
        `<rect class="${fillOf(isOurs ? 0 : 2)}" x="${px(from)}" y="${px(middle - BAR_PX / 2)}" width="${px(width)}" height="${BAR_PX}" rx="2"/>`,
        text(Math.max(from + width, toX(1)) + 6, middle + 4, `${ratio}×`),
      ];
    }),
    text((PLOT.left + PLOT.right) / 2, bottom + 42, axisLabel, { anchor: 'middle', kind: 'faint' }),
  ]);
}
