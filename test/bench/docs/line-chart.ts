import { logAxis } from './log-axis.js';
import { fillOf, line, px, strokeOf, svg, text } from './svg.js';

interface Series {
  name: string;
  /** x and y > 0, by ascending x. */
  points: readonly (readonly [x: number, y: number])[];
}

export interface LineChart {
  title: string;
  xLabel: string;
  yLabel: string;
  series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 70, right: 600, top: 56, bottom: 360 };
const LABEL_PX = 16;

/** Lines over two logarithmic axes: what grows in proportion is a straight slope, what does not grow is level. */
export function lineChart({ title, xLabel, yLabel, series }: LineChart): string {
  const points = series.flatMap((one) => one.points);
  const xAxis = logAxis(
    points.map(([x]) => x),
    PLOT.right - PLOT.left,
  );
  const yAxis = logAxis(
    points.map(([, y]) => y),
    PLOT.bottom - PLOT.top,
  );
  const toX = (value: number): number => PLOT.left + xAxis.place(value);
  const toY = (value: number): number => PLOT.bottom - yAxis.place(value);
  const names = apart(series.map((one) => toY(one.points[one.points.length - 1][1])));
  return svg(WIDTH, HEIGHT, `${title}: ${yLabel} against ${xLabel}`, [
    text(PLOT.left, 26, title, { kind: 'title' }),
    text(PLOT.left, 45, yLabel, { kind: 'faint' }),
    ...xAxis.ticks.flatMap((tick) => [
      line(toX(tick), PLOT.top, toX(tick), PLOT.bottom, 'grid'),
      text(toX(tick), PLOT.bottom + 20, tick.toLocaleString('en'), { anchor: 'middle' }),
    ]),
    ...yAxis.ticks.flatMap((tick) => [
      line(PLOT.left, toY(tick), PLOT.right, toY(tick), 'grid'),
      text(PLOT.left - 8, toY(tick) + 4, String(tick), { anchor: 'end' }),
    ]),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, xLabel, { anchor: 'middle', kind: 'faint' }),
    ...series.flatMap(({ name, points: of }, i) => [
      `<path class="${strokeOf(i)}" d="M${of.map(([x, y]) => `${px(toX(x))} ${px(toY(y))}`).join('L')}"/>`,
      ...of.map(([x, y]) => `<circle class="${fillOf(i)}" cx="${px(toX(x))}" cy="${px(toY(y))}" r="3.5"/>`),
      `<circle class="${fillOf(i)}" cx="${PLOT.right + 14}" cy="${px(names[i])}" r="4.5"/>`,
      text(PLOT.right + 24, names[i] + 4, name),
    ]),
  ]);
}

/** Moves labels down until none covers another, in the order in which they stand. */
function apart(heights: readonly number[]): number[] {
  const placed = [...heights];
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]);
  for (const [i, label] of order.entries())
    if (i > 0) placed[label] = Math.max(placed[label], placed[order[i - 1]] + LABEL_PX);
  return placed;
}
