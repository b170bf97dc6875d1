import { vi } from 'vitest';
import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';

/** Stands for a device that a test cannot harm in time: one item per query, whose index tells which backend answered. */
export function fakeBackend(name: ScoringBackend['name'], item = 0) {
  const topItems = vi.fn<ScoringBackend['topItems']>(async (queries) => queries.map(() => answerOf(item)));
  return { name, topItems, dispose: vi.fn() };
}

export const answerOf = (item: number): TopItems => ({ items: Uint32Array.of(item), scores: Float64Array.of(1) });
