import { seededRandom } from '../../../src/core/random.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import type { TopItems } from '../../../src/core/scoring/scoring-backend.js';
import type { DeviceChange, DeviceName } from '../../../src/core/scoring-protocol.js';
import { chooseBackend } from '../../../workers/backends/choose-backend.js';
import { openBackend } from '../../../workers/backends/open-backend.js';
import { canRunWasm } from '../../../workers/kernels/scan-kernel.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';
import type { Outcome } from './loss-point.js';

/** Enough that a GPU does not leave the answer to the CPU, and few enough that shaders are compiled fast. */
const embeddings = embeddingsOf(randomRows(3000, 16, 1));
const js = createJsBackend(embeddings);

/** Another page of another shopper in each round. */
export interface Question {
  queries: Float32Array[];
  count: number;
  excluded: ReadonlySet<number>;
}

export function questionOf(round: number, queryCount = 1 + (round % 2)): Question {
  const random = seededRandom(round);
  return {
    queries: randomRows(queryCount, 16, 1000 + round).map((row) => Float32Array.from(row)),
    count: 10 + (round % 40),
    excluded: new Set(Array.from({ length: 3 }, () => Math.floor(random() * embeddings.itemCount))),
  };
}

const rightAnswer = ({ queries, count, excluded }: Question): Promise<TopItems[]> =>
  js.topItems(queries, count, excluded);

export type Modules = Readonly<{ chooseBackend: typeof chooseBackend; openBackend: typeof openBackend }>;

/** Chooses and opens what scores, as the service does. */
export async function openScoring(wanted: DeviceName, modules: Modules = { chooseBackend, openBackend }) {
  const facts = { gpu: navigator.gpu, canRunWasm, gpuLosses: 0 };
  const choice = await modules.chooseBackend(wanted, { items: embeddings.itemCount, dim: embeddings.dim }, facts);
  const changes: DeviceChange[] = [];
  const backend = await modules.openBackend(choice, embeddings, {
    memory: undefined,
    verdict: undefined,
    gpuLosses: 0,
    onChange: (change) => changes.push(change),
    onVerdict: () => {},
  });
  return {
    backend,
    changes,
    ask: ({ queries, count, excluded }: Question) => backend.topItems(queries, count, excluded),
    /** What became of a question, and what should have. */
    async outcome(question: Question, answer: TopItems[], lost: DeviceName[], next: RegExp): Promise<Outcome> {
      return {
        told: { answer: inNumbers(answer), lost: changes.flatMap((change) => change.lost ?? []) },
        right: { answer: inNumbers(await rightAnswer(question)), lost },
        device: backend.device,
        next,
      };
    },
  };
}

export type OpenedScoring = Awaited<ReturnType<typeof openScoring>>;

/** In plain numbers: an answer may come from the arrays of another window. */
const inNumbers = (answer: TopItems[]): number[][][] => answer.map(({ items, scores }) => [[...items], [...scores]]);

/** Has one answer in a hundred looked at, and waits until the next backend has taken over. */
export async function untilFound({ backend, ask, changes }: OpenedScoring, round: number): Promise<void> {
  const { name } = backend;
  const page = questionOf(round, 100);
  const wrong = inNumbers(await ask(page));
  const right = inNumbers(await rightAnswer(page));
  if (JSON.stringify(wrong) === JSON.stringify(right)) throw new Error('nothing was wrong with the answer');
  const startedMs = performance.now();
  while (!changes.some(({ lost }) => lost === name)) {
    if (performance.now() - startedMs > 10_000) throw new Error('the wrong answer was never found');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
