import { type Endpoint, expose } from 'comlink';
import { createScoringService } from './scoring-service.js';

/** The whole program of the worker: answers on an endpoint, a worker's own scope or one port of a channel. */
export default function startScoring(endpoint: Endpoint): void {
  expose(createScoringService(), endpoint);
}
