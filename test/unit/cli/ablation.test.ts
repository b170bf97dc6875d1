import { expect, test } from 'vitest';
import { ABLATION_NAMES, featuresOf } from '../../../src/cli/evaluation/ablation.js';

test('without a kind of evidence there is none of its products', () => {
  expect(featuresOf(['alike'])).toEqual([
    'alike',
    'encoder*alike',
    'viewedWith*alike',
    'viewedNext*alike',
    'alike*popular',
    'alike*recent',
  ]);
  expect(featuresOf(['popularity'])).toEqual([
    'recent',
    'popular',
    'encoder*popular',
    'encoder*recent',
    'viewedWith*popular',
    'viewedWith*recent',
    'viewedNext*popular',
    'viewedNext*recent',
    'alike*popular',
    'alike*recent',
    'popular*recent',
  ]);
  expect(featuresOf(['encoder*alike', 'encoder*alike'])).toEqual(['encoder*alike']);
  expect(featuresOf(['repeats'])).toHaveLength(7);
  expect(featuresOf(['products'])).toHaveLength(15);
  expect(featuresOf(['content'])).toEqual(featuresOf(['alike', 'alikeBack']));
  expect(featuresOf(['lists']).filter((feature) => !feature.includes('*'))).toEqual([
    'viewedWith',
    'viewedNext',
    'viewedWithBack',
    'viewedNextBack',
  ]);
});

test('each name says something', () => {
  for (const name of ABLATION_NAMES) expect(featuresOf([name]), name).not.toEqual([]);
});
