/** What a page of its own runs: the modules that choose and open, which have compiled nothing yet. */

import { chooseBackend } from '../../../workers/backends/choose-backend.js';
import { openBackend } from '../../../workers/backends/open-backend.js';
import type { Modules } from './open-scoring.js';

declare global {
  interface Window {
    scoringModules?: Modules;
  }
}

window.scoringModules = { chooseBackend, openBackend };
