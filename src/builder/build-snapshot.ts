import { emptyNeighbors } from '../core/snapshot/quantize.js';
import type { SnapshotContent } from '../core/snapshot/snapshot-content.js';
import { type CatalogCleaning, cleanCatalog } from './clean/clean-catalog.js';
import { cleanEvents, type EventCleaning, type Journeys } from './clean/clean-events.js';
import type { CollectedCatalog } from './collect/catalog-collector.js';
import type { EventLog } from './collect/event-collector.js';
import type { ItemVectors } from './collect/vector-collector.js';
import { detectLocale } from './features/detect-locale.js';
import { itemFeatures } from './features/item-features.js';
import { snapshotCurrency, withoutCurrency } from './features/snapshot-currency.js';
import { boughtWith } from './model/bought-with.js';
import { itemEmbeddings } from './model/item-embeddings.js';
import { popularity, ratedPopularity, shopperCounts } from './model/popularity.js';
import { viewedWith } from './model/viewed-with.js';

/** What was collected from the feeds. */
export interface BuildInput {
  catalog: CollectedCatalog;
  /** Absent when there is no log. */
  events?: EventLog;
  vectors?: ItemVectors;
}

export interface BuildOptions {
  /** D */
  dim: number;
  /** Distinct users that a statistic needs. */
  minShoppers: number;
  /** BCP 47; default: detected from the texts. */
  locale?: string;
}

export type BuildStep = 'clean' | 'features' | 'embeddings' | 'neighbors';

export interface BuildResult {
  content: SnapshotContent;
  cleaning: CatalogCleaning & EventCleaning;
}

/**
 * The whole data path behind the feeds: clean → features → embeddings and neighbor lists → snapshot content. Depends on
 * nothing but its arguments: the same input gives the same content.
 *
 * @param onStep  Told before each step, for progress.
 */
export function buildSnapshot(
  { catalog, events, vectors }: BuildInput,
  { dim, minShoppers, locale }: BuildOptions,
  onStep: (step: BuildStep) => void = () => {},
): BuildResult {
  onStep('clean');
  const { items, cleaning: catalogCleaning } = cleanCatalog(catalog.items);
  const { journeys, cleaning: eventCleaning } = cleanEvents(events ?? emptyLog());
  const products = items.map(({ product }) => product);
  const itemCount = products.length;

  onStep('features');
  const language = locale ?? detectLocale(textsOf(items));
  const features = itemFeatures(items, language);

  onStep('embeddings');
  const embeddings = itemEmbeddings(features, dim, vectors);

  onStep('neighbors');
  const shoppers = shopperCounts(journeys, itemCount, minShoppers);
  const currency = snapshotCurrency(products);
  return {
    content: {
      products: products.map((product) => withoutCurrency(product, currency)),
      locale: language,
      ...(currency === undefined ? {} : { currency }),
      minShoppers,
      dim,
      embeddings,
      viewedWith: viewedWith(journeys, itemCount, minShoppers),
      viewedNext: emptyNeighbors(itemCount),
      alike: emptyNeighbors(itemCount),
      boughtWith: boughtWith(journeys, itemCount, minShoppers),
      popularity: hasEvents(journeys) ? popularity(journeys, shoppers) : ratedPopularity(products),
      shoppers,
    },
    cleaning: { ...catalogCleaning, ...eventCleaning },
  };
}

const hasEvents = ({ items }: Journeys): boolean => items.length > 0;

function* textsOf(items: CollectedCatalog['items']): Iterable<string> {
  for (const { product, description } of items) {
    yield product.title;
    yield description;
  }
}

const emptyLog = (): EventLog => ({
  users: new Uint32Array(),
  items: new Uint32Array(),
  timestamps: new Float64Array(),
  names: new Uint8Array(),
  sessions: new Uint32Array(),
  orders: new Uint32Array(),
});
