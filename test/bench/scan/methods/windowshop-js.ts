import { createJsBackend } from '../../../../src/core/scoring/js-backend.js';
import type { PrepareMethod } from '../method.js';
import { answerWith } from './answer-with.js';

export const prepare: PrepareMethod = async (data) => answerWith(createJsBackend(data.embeddings), data);
