import { ItemIndex } from '../../builder/collect/item-index.js';
import type { CatalogItem } from '../../builder/collect/read-product.js';
import type { ItemVectors } from '../../builder/collect/vector-collector.js';
import { catalogLocale } from '../../builder/features/detect-locale.js';
import type { HeldOutExample } from '../../builder/model/held-out.js';
import { createJsBackend } from '../../core/scoring/js-backend.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import { baselines, interactionCounts } from '../../evaluation/baselines.js';
import { drawNumbers, pick } from '../../evaluation/draw.js';
import {
  type Evaluation,
  evaluate as evaluateRankers,
  type ItemFacts,
  itemFactsOf,
} from '../../evaluation/evaluate.js';
import { leaveOneOut } from '../../evaluation/leave-one-out.js';
import type { MethodInput } from '../../evaluation/methods/method-input.js';
import { trainMethods } from '../../evaluation/methods/train-methods.js';
import { holdOutVisits } from '../../evaluation/next-item.js';
import type { Fold, HeldOut } from '../../evaluation/protocol.js';
import type { Ranker } from '../../evaluation/ranker.js';
import { type Sequences, withoutItems } from '../../evaluation/sequences.js';
import { snapshotRanker } from '../../evaluation/snapshot-ranker.js';
import { trainingCatalog, trainingLog } from '../../evaluation/training-log.js';
import { tellStep } from '../build.js';
import { CommandError } from '../command-error.js';
import { collectCatalog, collectVectors, listenerFor } from '../feeds/collect-feeds.js';
import { packageVersion } from '../package-files.js';
import type { Progress } from '../progress.js';
import { textVectors } from '../text-model.js';
import type { EvaluatePlan } from './evaluate-plan.js';
import { countExamples, hashFiles, readExamples, readSequences } from './read-files.js';
import { snapshotModel } from './snapshot-model.js';
import type { EvaluationSummary } from './summary.js';

/** read → hide → build, write, reload → ask */
export async function measure(
  plan: EvaluatePlan,
  fold: Fold | undefined,
  progress: Progress,
): Promise<EvaluationSummary> {
  const { heldOut, itemIds } = await readProtocol(plan, fold, progress);
  const { itemCount } = heldOut;
  if (itemCount === 0 || heldOut.count === 0)
    throw new CommandError('no_examples', `there is no example that could be scored (${itemCount} items)`);
  const hidden = drawNumbers(Math.round(plan.hideShare * itemCount), itemCount, plan.seed);
  const training = withoutItems(heldOut.training, hidden);
  const items = trainingCatalog(itemIds.slice(0, itemCount), await readContent(plan, progress));
  tellOfContent(plan, items, progress);
  const vectors = await readVectors(plan, items, progress);
  const tuning = tuningOf(heldOut, hidden);
  const { snapshot, contentRows, ...cost } = await snapshotModel(
    { items, vectors },
    trainingLog(training, plan.protocol),
    {
      ...{ dim: plan.dim, minShoppers: plan.minShoppers },
      ...(plan.locale !== undefined && { locale: plan.locale }),
      ...(plan.newItemShare !== undefined && { newItemShare: plan.newItemShare }),
      ...(plan.maxBytes !== undefined && { maxBytes: plan.maxBytes }),
      without: plan.without,
      ...tuning,
      onStep: (step, share) => tellStep(progress, step, share),
    },
  );
  if (plan.without.length > 0 && !snapshot.fusion)
    progress.note('warning: the log is too small to learn a score from, so --without changes nothing');
  const methods = methodsOf(plan, { training, items, vectors, snapshot, ...tuning }, progress);
  const facts = itemFactsOf(snapshot, contentRows, interactionCounts(training, itemCount));
  const { examples, rankers } = await ask(plan, heldOut, { training, hidden, snapshot, methods, facts }, progress);

  const { protocol, split, k, minShoppers, seed, without, command } = plan;
  const [{ name: _, ...own }, ...others] = rankers;
  const baselineCount = others.length - methods.length;
  return {
    ...{ protocol, split, k, ...own, examples, candidates: itemCount, ...cost, minShoppers, seed },
    diversityBy: facts.similarityBy,
    ...{ dataHash: await hashFiles(pathsOf(plan)), version: packageVersion(), command },
    baselines: others.slice(0, baselineCount),
    ...(plan.methods.length > 0 ? { models: others.slice(baselineCount) } : {}),
    ...(without.length > 0 ? { without } : {}),
  };
}

/** How much is known of the items beside the log, and which rows need more. */
function tellOfContent({ catalog, methods }: EvaluatePlan, items: readonly CatalogItem[], progress: Progress): void {
  const described = items.filter(({ product }) => product.title !== '').length;
  if (catalog)
    progress.note(`${described === 0 ? 'warning: ' : ''}the catalogue describes ${described} of ${items.length} items`);
  const blind = methods.filter((name) => name === 'content-based' || name === 'hybrid');
  if (described === 0 && blind.length > 0)
    progress.note(`warning: rows of ${blind.join(' and ')} mean nothing without a --catalog that describes the items`);
}

/** What the weights are fitted on, where the protocol names it: of items that training was shown. */
function tuningOf({ tuning }: HeldOut, hidden: ReadonlySet<number>): { tuning?: HeldOutExample[] } {
  if (!tuning) return {};
  const examples: HeldOutExample[] = [];
  for (const { input, target } of tuning()) {
    const history = Uint32Array.from(input).filter((item) => !hidden.has(item));
    if (history.length > 0 && !hidden.has(target)) examples.push({ history, target, user: examples.length });
  }
  return { tuning: examples };
}

/** Trains the methods that were asked for. */
function methodsOf(
  { methods, protocol, minShoppers, seed }: EvaluatePlan,
  trained: Pick<MethodInput, 'training' | 'items' | 'vectors' | 'snapshot' | 'tuning'>,
  progress: Progress,
): Ranker[] {
  const rankers = trainMethods(methods, { ...trained, protocol, minShoppers, seed }, (name) =>
    progress.step(`training ${name}`),
  );
  for (const name of methods)
    if (!rankers.some((ranker) => ranker.name === name))
      progress.note(`warning: there is no ${name}: the log is too small to learn one from`);
  return rankers;
}

interface Trained {
  training: Sequences;
  hidden: ReadonlySet<number>;
  snapshot: Snapshot;
  methods: readonly Ranker[];
  facts: ItemFacts;
}

/** Puts the examples, or a sample of them, to the snapshot and to the baselines. */
async function ask(
  { protocol, sample, k, hideShare, seed }: EvaluatePlan,
  { count, itemCount, examples }: HeldOut,
  { training, hidden, snapshot, methods, facts }: Trained,
  progress: Progress,
): Promise<Evaluation> {
  const isSample = sample !== undefined && sample < count;
  progress.step('scoring', isSample ? sample : count);
  const backend = createJsBackend(snapshot.embeddings);
  const evaluation = await evaluateRankers(
    isSample ? pick(examples(), drawNumbers(sample, count, seed)) : examples(),
    [snapshotRanker(snapshot, backend, protocol), ...baselines(training, itemCount, protocol), ...methods],
    {
      k,
      facts,
      excludesInput: protocol === 'leave-one-out',
      ...(hideShare > 0 ? { hidden } : {}),
      seed,
      clock: () => performance.now(),
      onExample: (done) => progress.advance(done),
    },
  );
  progress.end();
  return evaluation;
}

/** Reads the files of the protocol and takes apart what trains and what asks. Items are numbered as they first occur. */
async function readProtocol(
  plan: EvaluatePlan,
  fold: Fold | undefined,
  progress: Progress,
): Promise<{ heldOut: HeldOut; itemIds: string[] }> {
  if (plan.protocol === 'leave-one-out') {
    const listener = await listenerFor(plan.sequences, 'sequences', progress);
    const { sequences, itemIds } = await readSequences(plan.sequences, true, listener);
    return { heldOut: leaveOneOut(sequences, itemIds.length, plan.split, fold), itemIds };
  }
  const { sequences, itemIds } = await readSequences(
    plan.train,
    false,
    await listenerFor(plan.train, 'training visits', progress),
  );
  if (plan.examples === undefined) return { heldOut: holdOutVisits(sequences, fold), itemIds };
  const path = plan.examples;
  const { count, unreadable } = await countExamples(path);
  if (unreadable.length > 0)
    progress.note(
      `warning: ${unreadable.length} lines of ${path} are no "ids TAB target", the first is ${unreadable[0]}`,
    );
  const numbers = new Map(itemIds.map((id, item) => [id, item]));
  return {
    heldOut: { training: sequences, itemCount: itemIds.length, count, examples: () => readExamples(path, numbers) },
    itemIds,
  };
}

async function readContent({ catalog }: EvaluatePlan, progress: Progress): Promise<CatalogItem[]> {
  if (!catalog) return [];
  const { items, rejections } = await collectCatalog(catalog, progress);
  if (rejections.length > 0) progress.note(`warning: ${rejections.length} rows of ${catalog.path} were rejected`);
  return items;
}

/** The shop's own blocks and the text model's, for items with and without events alike. */
async function readVectors(
  { vectors, usesTextModel, locale }: EvaluatePlan,
  items: readonly CatalogItem[],
  progress: Progress,
): Promise<ItemVectors[]> {
  const index = new ItemIndex(items.map(({ product }) => product));
  const own = await collectVectors(vectors, { index, itemCount: items.length, source: 'log' }, progress);
  return usesTextModel ? [...own, await textVectors(items, locale ?? catalogLocale(items), progress)] : own;
}

function pathsOf(plan: EvaluatePlan): string[] {
  const own = plan.protocol === 'leave-one-out' ? [plan.sequences] : [plan.train, plan.examples];
  return [...own, plan.catalog?.path, ...plan.vectors].filter((path) => path !== undefined);
}
