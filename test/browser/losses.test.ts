import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { hasAdapter, missingAdapter } from '../support/gpu.js';
import { closePages } from './client-pages.js';
import { gpuLosses } from './losses/gpu-losses.js';
import type { LossPoint } from './losses/loss-point.js';
import { wasmLosses } from './losses/wasm-losses.js';
import { workerLosses } from './losses/worker-losses.js';

// Real losses of what scores, at every point at which one is known to happen. By default 100 in all;
// `WINDOWSHOP_LOSSES=1000 npm run test:browser -- losses` injects a thousand. Beside them stand wrong answers that nothing
// gives away: those are no losses until somebody looks, which happens in idle time.

const points = [...gpuLosses, ...wasmLosses, ...workerLosses];
const silent = points.filter(({ isFoundLater }) => isFoundLater);
const rounds = Math.ceil(inject('losses') / (points.length - silent.length));
/** The slowest, a wrong answer that is found in idle time, takes half a second on a quiet machine. */
const ROUND_MS = 5000;

const lost = { injected: 0, right: 0 };
const wrong = { injected: 0, right: 0 };
const uncaught: string[] = [];
const hear = (event: ErrorEvent | PromiseRejectionEvent): void => {
  uncaught.push('reason' in event ? String(event.reason) : event.message);
};

beforeAll(() => {
  addEventListener('error', hear);
  addEventListener('unhandledrejection', hear);
});

afterEach(() => void vi.restoreAllMocks());

afterAll(() => {
  removeEventListener('error', hear);
  removeEventListener('unhandledrejection', hear);
  closePages();
  console.log(
    `losses: ${lost.injected} injected at ${points.length - silent.length} points, ${lost.right} right answers in the same ` +
      `call; ${wrong.injected} silent wrong answers at ${silent.length} points, ${wrong.right} found, the next call right; ` +
      `${uncaught.length} unhandled rejections`,
  );
});

const titleOf = ({ title, isFoundLater }: LossPoint): string =>
  `${title}: the ${isFoundLater ? 'next' : 'same'} call is answered by what comes next`;

function testLosses(losses: LossPoint[]): void {
  test.each(losses.map((point) => [titleOf(point), point] as const))(
    '%s',
    async (title, { lose, isFoundLater }) => {
      const count = isFoundLater ? wrong : lost;
      for (let round = 0; round < rounds; round++) {
        count.injected++;
        const { told, right, device, next } = await lose(round);
        expect(told, `${title}, round ${round}`).toEqual(right);
        expect(device.reason).toMatch(next);
        expect(device.reason.startsWith(`${device.name}: `)).toBe(true);
        count.right++;
        vi.restoreAllMocks();
        // Mocks remember what they were called with: kernel memories, of which a browser has room for about a hundred.
        vi.clearAllMocks();
        // Rejections that nobody handles are told at the end of a task.
        await new Promise((resolve) => setTimeout(resolve));
        expect(uncaught).toEqual([]);
      }
    },
    rounds * ROUND_MS + 20_000,
  );
}

describe.skipIf(!hasAdapter)(`a GPU that is lost${missingAdapter}`, () => testLosses(gpuLosses));
describe('a WASM kernel that is lost', () => testLosses(wasmLosses));
describe('a worker that is lost', () => testLosses(workerLosses));
