/** What those of the further figures mean that do not go by their names alone: unit, good direction, reason of a dash. */
export const FIGURE_MEANINGS: readonly (readonly [name: string, meaning: string])[] = [
  [
    'novelty',
    'bits, −log2 of the share that listed items have of all interactions; higher = less known, good only beside hits',
  ],
  [
    'diversity',
    '0 to 2, how unalike the items of a list are; higher = more varied; – where nothing says what is alike',
  ],
  ['popularity', 'bias: interactions of the listed items in training, on average; lower = fewer best sellers'],
  ['Gini', '0 to 1, how unequally the items share the places in all lists; lower is better, 0 = each has as many'],
  [
    'miscalibration',
    'bits, how far the categories of a list are from those of its input; lower is better, 0 = the same mix; – where the items have no category: they need a --catalog with some',
  ],
];
