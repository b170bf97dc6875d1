import { expect, test } from 'vitest';
import { ExactScorer, exactScore } from '../../../src/core/scoring/exact-score.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

test.each([1, 2, 3, 4, 7, 16, 30, 64])(
  'scores several queries of %i dimensions as it scores each, to the last bit',
  (dim) => {
    const embeddings = embeddingsOf(randomRows(40, dim, 1), dim);
    const queries = randomRows(3, dim, 2).map((row) => Float32Array.from(row));
    const scorer = new ExactScorer(embeddings, queries);
    for (let item = 0; item < embeddings.itemCount; item++)
      expect([...scorer.scoresOf(item)]).toEqual(queries.map((query) => exactScore(embeddings, query, item)));
  },
);
