import { expect, test } from 'vitest';
import { unroll } from '../../../workers/kernels/unroll.js';

test('writes a block out once for every number', () => {
  expect(unroll('a\n//# each I\nb_I = xs[I * 2u];\n//# end\nc', { I: 2 })).toBe(
    'a\nb_0 = xs[0 * 2u];\nb_1 = xs[1 * 2u];\nc',
  );
});

test('writes blocks in blocks', () => {
  expect(unroll('//# each I\n//# each J\ns_I_J\n//# end\n//# end', { I: 2, J: 2 })).toBe('s_0_0\ns_0_1\ns_1_0\ns_1_1');
});

test('leaves longer words alone', () => {
  expect(unroll('//# each QUAD\nunpackQUAD(QUADS, QUAD)\n//# end', { QUAD: 1 })).toBe('unpackQUAD(QUADS, 0)');
});

test.each([
  ['a block without a count', '//# each I\n//# end'],
  ['a block without an end', '//# each J\nx'],
  ['an end without a block', 'x\n//# end\ny'],
])('refuses %s', (_, source) => {
  expect(() => unroll(source, { J: 1 })).toThrow(RangeError);
});
