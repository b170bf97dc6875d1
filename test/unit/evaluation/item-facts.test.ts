import { expect, test } from 'vitest';
import { itemFactsOf } from '../../../src/evaluation/evaluate.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

// Learned rows put the tent beside the stove; by content it is alike to the other tent.
const products = ['tent', 'stove', 'other tent'].map((title, i) => ({ id: `p${i}`, title }));
const learned = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0);
const content = Float32Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0);
const { snapshot } = snapshotInMemory(products, { embeddings: learned });

test('alike is what is alike by content, where content says anything', () => {
  const facts = itemFactsOf(snapshot, content, new Uint32Array(3));
  expect(facts.similarityBy).toBe('content');
  expect(facts.similarity(0, 2)).toBeCloseTo(1);
  // Content knows nothing of the stove.
  expect(facts.similarity(0, 1)).toBeUndefined();
});

test('where content says nothing of any item, alike is what behavior puts side by side', () => {
  const facts = itemFactsOf(snapshot, new Float32Array(12), new Uint32Array(3));
  expect(facts.similarityBy).toBe('behavior');
  expect(facts.similarity(0, 1)).toBeCloseTo(1);
  expect(facts.similarity(0, 2)).toBeCloseTo(0);
});
