import { expect, test } from 'vitest';
import { quantile } from '../../bench/quantiles.js';

test.each([
  [0.5, 2],
  [0.75, 3],
  [0.95, 4],
  [0, 1],
  [1, 4],
])('by nearest rank, the %f quantile of 1 2 3 4 is %i', (share, value) => {
  expect(quantile([4, 2, 1, 3], share)).toBe(value);
});
