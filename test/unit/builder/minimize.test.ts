import { describe, expect, test } from 'vitest';
import { minimize } from '../../../src/builder/model/minimize.js';

describe('minimize', () => {
  test('finds the lowest point of a quadratic, however narrow its valley', () => {
    const curvatures = [1, 10, 100, 0.1];
    const lowest = [3, -2, 0.5, 4];
    const point = minimize(4, (x, gradient) => {
      let value = 0;
      for (let i = 0; i < 4; i++) {
        gradient[i] = curvatures[i] * (x[i] - lowest[i]);
        value += (curvatures[i] / 2) * (x[i] - lowest[i]) ** 2;
      }
      return value;
    });
    for (const [i, x] of point.entries()) expect(x).toBeCloseTo(lowest[i], 1);
  });

  test('takes fewer steps the nearer the guess at the curvature', () => {
    const curvatures = Float64Array.from({ length: 20 }, (_, i) => 1.5 ** i);
    const lowest = curvatures.map((_, i) => Math.cos(i));
    const asked = (precondition?: (vector: Float64Array) => void): number => {
      let count = 0;
      const point = minimize(
        20,
        (x, gradient) => {
          count++;
          return x.reduce((value, xi, i) => {
            gradient[i] = curvatures[i] * (xi - lowest[i]);
            return value + (gradient[i] / 2) * (xi - lowest[i]);
          }, 0);
        },
        precondition,
      );
      for (const [i, x] of point.entries()) expect(x).toBeCloseTo(lowest[i], 2);
      return count;
    };
    const dividing = (by: (curvature: number) => number) => (vector: Float64Array) => {
      for (const [i, curvature] of curvatures.entries()) vector[i] /= by(curvature);
    };
    const [exact, near, none] = [asked(dividing((c) => c)), asked(dividing((c) => c ** 0.8)), asked()];
    expect(exact).toBeLessThan(10);
    expect(near).toBeGreaterThan(exact);
    expect(none).toBeGreaterThan(2 * near);
  });

  test('follows the bent valley of Rosenbrock to its end', () => {
    const point = minimize(2, ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
      gradient[1] = 200 * (y - x * x);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    });
    expect(point[0]).toBeCloseTo(1, 2);
    expect(point[1]).toBeCloseTo(1, 2);
  });

  test('stays where nothing falls', () => {
    expect([...minimize(3, () => 7)]).toEqual([0, 0, 0]);
    expect([...minimize(0, () => 7)]).toEqual([]);
  });

  test('turns back where there is no value', () => {
    // −4 x − log(1 − x) is lowest at 3/4 and none from 1 on, where the first step leads.
    const point = minimize(1, ([x], gradient) => {
      gradient[0] = -4 + 1 / (1 - x);
      return -4 * x - Math.log(1 - x);
    });
    expect(point[0]).toBeCloseTo(0.75, 2);
  });
});
