import { expect, test } from 'vitest';
import { solvePositive } from '../../../src/builder/matrix/solve-positive.js';

test('a positive system is solved by Cholesky', () => {
  // [4 2; 2 3] · [1, 2] = [8, 8]
  const b = Float64Array.of(8, 8);
  solvePositive(Float64Array.of(4, 0, 2, 3), b);
  expect(b[0]).toBeCloseTo(1, 12);
  expect(b[1]).toBeCloseTo(2, 12);
});
