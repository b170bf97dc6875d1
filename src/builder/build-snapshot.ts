import { once } from '../core/once.js';
import type { FusionFeature } from '../core/scoring/fusion-features.js';
import { emptyNeighbors } from '../core/snapshot/quantize.js';
import type { SnapshotContent } from '../core/snapshot/snapshot-content.js';
import { type CatalogCleaning, cleanCatalog } from './clean/clean-catalog.js';
import { cleanEvents, type EventCleaning, type Journeys } from './clean/clean-events.js';
import { selectEvents } from './clean/select-events.js';
import type { CollectedCatalog } from './collect/catalog-collector.js';
import type { EventLog } from './collect/event-collector.js';
import type { ItemVectors } from './collect/vector-collector.js';
import { catalogLocale, DEFAULT_LOCALE } from './features/detect-locale.js';
import { itemFeatures, likenessFeatures } from './features/item-features.js';
import { snapshotCurrency, withoutCurrency } from './features/snapshot-currency.js';
import { fitBytes } from './fit-bytes.js';
import { type LearningSummary, learningSummary } from './learning-summary.js';
import { alikeItems } from './model/alike.js';
import { boughtWith } from './model/bought-with.js';
import type { HeldOutExample } from './model/held-out.js';
import { itemEmbeddings } from './model/item-embeddings.js';
import { ALIKE_KEPT, learnBehavior } from './model/learn-behavior.js';
import { popularity, ratedPopularity, shopperCounts } from './model/popularity.js';
import { centeredVectors } from './model/vector-block.js';
import { viewedWith } from './model/viewed-with.js';
import { bestNeighbors } from './model/weighted-lists.js';

/** What was collected from the feeds. */
export interface BuildInput {
  catalog: CollectedCatalog;
  /** Absent when there is no log. */
  events?: EventLog;
  /** Blocks of vectors, each of a kind of its own: texts, pictures. */
  vectors?: readonly ItemVectors[];
  /** What users did after the log, to learn from how far to trust each kind of evidence; default: the end of the log. */
  tuning?: readonly HeldOutExample[];
}

/** With 64 visits are predicted a hundredth worse, and 128 are no better than 96, see `docs/quality.md`. */
export const DEFAULT_DIM = 96;

export interface BuildOptions {
  /** D */
  dim: number;
  /** Distinct users that a statistic needs. */
  minShoppers: number;
  /** BCP 47; default: detected from the texts, English where nothing tells. */
  locale?: string;
  /** Share of the first places that new items are raised to, in [0, 1]; default: see `newItemBoost`. */
  newItemShare?: number;
  /** Most bytes that scoring may need, see `scoringBytes`, and `fitBytes` for what goes first. */
  maxBytes?: number;
  /** Evidence that the learned score must do without: what is it worth? */
  without?: readonly FusionFeature[];
}

export type BuildStep = 'clean' | 'features' | 'behavior' | 'snapshot';

/** Likest items of an item: enough to find some among them that were met. */
const LIKES = 50;

export interface BuildResult {
  content: SnapshotContent;
  /** [N, D] embeddings from content alone; rows of length 1, or 0 where nothing is known. */
  contentRows: Float32Array;
  cleaning: CatalogCleaning & EventCleaning;
  learning: LearningSummary;
}

/**
 * The whole data path behind the feeds: clean → features → what is learned from behavior, or, with too little of it,
 * embeddings from content alone → snapshot content. Depends on nothing but its arguments: the same input gives the same
 * content.
 *
 * @param onStep  Told before each step and within long ones, with the share that is done in [0, 1], for progress.
 * @throws {TooFewBytesError} where not even a snapshot without neighbors has at most `maxBytes`.
 */
export function buildSnapshot(
  { catalog, events, vectors = [], tuning }: BuildInput,
  { dim, minShoppers, locale, newItemShare, maxBytes, without }: BuildOptions,
  onStep: (step: BuildStep, share: number) => void = () => {},
): BuildResult {
  onStep('clean', 0);
  const { items, cleaning: catalogCleaning } = cleanCatalog(catalog.items);
  const { journeys: all, cleaning: eventCleaning } = cleanEvents(events ?? emptyLog());
  const products = items.map(({ product }) => product);
  const itemCount = products.length;
  const shoppers = shopperCounts(all, itemCount, minShoppers);
  // What too few have met leaves no trace, not even as something that stood between two others.
  const journeys = selectEvents(all, (e) => shoppers[all.items[e]] > 0);

  onStep('features', 0);
  const language = locale ?? catalogLocale(items) ?? DEFAULT_LOCALE;
  const features = itemFeatures(items, language);
  const blocks = vectors.map(centeredVectors);
  const contentRows = itemEmbeddings(features, dim, blocks);

  onStep('behavior', 0);
  const currency = snapshotCurrency(products);
  const common = {
    products: products.map((product) => withoutCurrency(product, currency)),
    locale: language,
    ...(currency === undefined ? {} : { currency }),
    ...{ minShoppers, dim, shoppers },
    boughtWith: boughtWith(journeys, itemCount, minShoppers),
  };
  const fitting = (content: SnapshotContent): SnapshotContent =>
    maxBytes === undefined ? content : fitBytes(content, maxBytes);
  const likes = once(() => alikeItems(likenessFeatures(features), LIKES, blocks));
  const learning = learnBehavior(journeys, {
    ...{ itemCount, dim, minShoppers, contentRows },
    published: (model) => fitting({ ...common, ...model }),
    alikeItems: likes,
    ...(tuning && { tuning }),
    ...(newItemShare !== undefined && { newItemShare }),
    ...(without && { without }),
    onProgress: (share) => onStep('behavior', share),
  });

  onStep('snapshot', 0);
  const ofContent = () => ({
    embeddings: contentRows,
    viewedWith: viewedWith(journeys, itemCount, minShoppers),
    viewedNext: emptyNeighbors(itemCount),
    alike: bestNeighbors(likes(), ALIKE_KEPT),
    popularity: hasEvents(journeys) ? popularity(journeys, shoppers, minShoppers) : ratedPopularity(products),
  });
  const content = fitting({ ...common, ...('behavior' in learning ? learning.behavior : ofContent()) });
  return {
    ...{ content, contentRows },
    cleaning: { ...catalogCleaning, ...eventCleaning },
    learning: learningSummary(journeys, learning, content),
  };
}

const hasEvents = ({ items }: Journeys): boolean => items.length > 0;

const emptyLog = (): EventLog => ({
  users: new Uint32Array(),
  items: new Uint32Array(),
  timestamps: new Float64Array(),
  names: new Uint8Array(),
  sessions: new Uint32Array(),
  orders: new Uint32Array(),
});
