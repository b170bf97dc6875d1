import { dot } from '../matrix/dot.js';

/** Steps whose curvature is remembered: next to nothing beside a value that looks at thousands of choices. */
const MEMORY = 50;
const MOST_STEPS = 120;
/** Twice what the next step would gain if the curvature were what it seems: with less, no step is made. */
const LEAST_SLOPE = 1e-6;

/**
 * Minimises a smooth function by L-BFGS with backtracking, from 0.
 *
 * Source: Nocedal, Wright: Numerical Optimization, algorithms 7.4 and 7.5, the guess scaled as in (7.20).
 *
 * @param value         Returns the value at a point and writes the gradient there.
 * @param precondition  Multiplies a vector by the inverse of a guess at the curvature, in place: the nearer the guess, the
 *                      fewer the steps. Each time it is scaled by what the latest step has shown. Default: the same in all
 *                      directions, with a first step of length 1 at most.
 */
export function minimize(
  length: number,
  value: (point: Float64Array, gradient: Float64Array) => number,
  precondition?: (vector: Float64Array) => void,
): Float64Array {
  let point = new Float64Array(length);
  let gradient = new Float64Array(length);
  let height = value(point, gradient);
  const past: { step: Float64Array; change: Float64Array }[] = [];
  for (let n = 0; n < MOST_STEPS; n++) {
    const direction = descent(gradient, past, precondition);
    const slope = dot(direction, gradient);
    if (!(slope < -LEAST_SLOPE)) break;
    let size = n === 0 && !precondition ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = point;
    let nextHeight = height;
    const nextGradient = new Float64Array(length);
    for (; size > 1e-8; size /= 2) {
      next = point.map((x, i) => x + size * direction[i]);
      nextHeight = value(next, nextGradient);
      if (nextHeight <= height + 1e-4 * size * slope) break;
    }
    if (!(nextHeight < height)) break;
    const step = next.map((x, i) => x - point[i]);
    const change = nextGradient.map((g, i) => g - gradient[i]);
    if (dot(step, change) > 1e-12) past.push({ step, change });
    if (past.length > MEMORY) past.shift();
    [point, gradient, height] = [next, nextGradient, nextHeight];
  }
  return point;
}

/** −H · gradient with H the inverse curvature that is guessed, corrected by what past steps have shown. */
function descent(
  gradient: Float64Array,
  past: readonly { step: Float64Array; change: Float64Array }[],
  precondition: (vector: Float64Array) => void = () => {},
): Float64Array {
  const direction = gradient.map((g) => -g);
  const factors: number[] = [];
  for (let i = past.length - 1; i >= 0; i--) {
    const { step, change } = past[i];
    factors[i] = dot(step, direction) / dot(step, change);
    addScaled(direction, change, -factors[i]);
  }
  precondition(direction);
  const latest = past.at(-1);
  if (latest) {
    const scaled = latest.change.slice();
    precondition(scaled);
    const scale = dot(latest.step, latest.change) / dot(latest.change, scaled);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (const [i, { step, change }] of past.entries())
    addScaled(direction, step, factors[i] - dot(change, direction) / dot(step, change));
  return direction;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}
