import { DEFAULT_DIM } from '../../builder/build-snapshot.js';
import { drawn, type HeldOutExample } from '../../builder/model/held-out.js';
import { once } from '../../core/once.js';
import { interactionCounts } from '../baselines.js';
import { commonHolders } from '../common-holders.js';
import { holdOutVisits } from '../next-item.js';
import type { Example } from '../protocol.js';
import type { Ranker } from '../ranker.js';
import { type Sequences, withoutItems } from '../sequences.js';
import { contentBased } from './content-based.js';
import { fitAlpha, hybrid } from './hybrid.js';
import { implicitAls } from './implicit-als.js';
import { interactionMatrix } from './interaction-matrix.js';
import { itemBased } from './item-based.js';
import { matrixFactorization } from './matrix-factorization.js';
import type { ItemScores, MethodInput } from './method-input.js';
import { repeatConsumption } from './repeat-consumption.js';
import { scoreRanker } from './score-ranker.js';
import { sequenceEncoder } from './sequence-encoder.js';
import { userBased } from './user-based.js';

/** The classic methods, in the order in which they are told. */
export const METHOD_NAMES = [
  'popularity',
  'repeat-consumption',
  'content-based',
  'item-based',
  'user-based',
  'matrix-factorization',
  'hybrid',
  'sequence-encoder',
] as const;

export type MethodName = (typeof METHOD_NAMES)[number];

/** α as its authors chose it, D as a snapshot has by default; of λ from 1 to 100 none was better on validation. */
const ALS = { dim: DEFAULT_DIM, confidence: 40, ridge: 10, rounds: 10 };
/** Examples that α is fitted on. */
const ALPHA_EXAMPLES = 2000;

/**
 * Trains methods to be measured beside a snapshot, each from the training part alone and in a form that a snapshot could
 * hold: nothing about an item, a pair or a group of fewer than `minShoppers` users. Deterministic by seed.
 *
 * @param onMethod  Told before each.
 * @returns         In the order of the names; without those that the log was too small for.
 */
export function trainMethods(
  names: readonly MethodName[],
  input: MethodInput,
  onMethod: (name: MethodName) => void = () => {},
): Ranker[] {
  const itemCount = input.items.length;
  const { minShoppers, seed, snapshot } = input;
  const training = withoutItems(input.training, rareItems(input.training, itemCount, minShoppers));
  const popularity = interactionCounts(training, itemCount);

  // What several methods rest on is made once, and only if one of them is asked for.
  const interactions = once(() => interactionMatrix(training, itemCount));
  const factors = once(() => implicitAls(interactions(), { ...ALS, seed }));
  const content = once(() => contentBased(input.items, snapshot.manifest.locale, input.vectors));
  const behavior = once(() => itemBased(training, itemCount, minShoppers));
  const alpha = once(learnedAlpha);

  const train: Record<MethodName, () => ItemScores | undefined> = {
    popularity: () => () => Float64Array.from(popularity),
    'repeat-consumption': () => repeatConsumption(itemCount),
    'content-based': content,
    'item-based': behavior,
    'user-based': () => userBased(interactions(), factors(), { minShoppers, seed }),
    'matrix-factorization': () => matrixFactorization(factors()),
    hybrid: () => hybrid(behavior(), content(), alpha()),
    'sequence-encoder': () => sequenceEncoder(snapshot),
  };
  return names.flatMap((name) => {
    onMethod(name);
    const scores = train[name]();
    if (!scores) return [];
    return [{ ...scoreRanker(name, scores, popularity), ...(name === 'hybrid' && { alpha: alpha() }) }];
  });

  /** On what the protocol names for it, else on the last visits, by behavior learned from those before them. */
  function learnedAlpha(): number {
    const excludesInput = input.protocol === 'leave-one-out';
    const { tuning } = input;
    if (tuning) return fitAlpha(behavior(), content(), drawn([...tuning], ALPHA_EXAMPLES), excludesInput);
    const heldOut = holdOutVisits(training);
    const earlier = itemBased(heldOut.training, itemCount, minShoppers);
    return fitAlpha(earlier, content(), drawn(answerable(heldOut.examples()), ALPHA_EXAMPLES), excludesInput);
  }
}

function answerable(examples: Iterable<Example>): HeldOutExample[] {
  const known: HeldOutExample[] = [];
  for (const { input, target } of examples)
    if (input.length > 0 && target >= 0) known.push({ history: Uint32Array.from(input), target, user: known.length });
  return known;
}

/** Items that fewer than `minShoppers` users met. */
function rareItems(training: Sequences, itemCount: number, minShoppers: number): Set<number> {
  const { holders } = commonHolders(training, itemCount);
  const rare = new Set<number>();
  for (let item = 0; item < itemCount; item++) if (holders(item) < minShoppers) rare.add(item);
  return rare;
}
