/** One axis of a chart, by powers of ten. */
export interface LogAxis {
  /** Pixels from the start of the axis. */
  place(value: number): number;
  /** Values with a grid line and a label: the powers of ten. */
  ticks: number[];
}

/**
 * @param values    > 0; the axis reaches to the power of ten at or beyond the least and the greatest.
 * @param lengthPx  From the lowest to the highest power.
 */
export function logAxis(values: readonly number[], lengthPx: number): LogAxis {
  // Logarithms of powers of ten are not always whole: log10(1000) may be 2.9999999999999996.
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  return {
    place: (value) => ((Math.log10(value) - low) / (high - low)) * lengthPx,
    ticks: Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`)),
  };
}
