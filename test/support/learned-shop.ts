import { buildSnapshot } from '../../src/builder/build-snapshot.js';
import { CatalogCollector } from '../../src/builder/collect/catalog-collector.js';
import { EventCollector } from '../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../src/builder/collect/item-index.js';
import { seededRandom } from '../../src/core/random.js';
import type { SnapshotContent } from '../../src/core/snapshot/snapshot-content.js';
import { itemId, KNOWN_ITEMS } from './learned-calls.js';

/** The first {@link KNOWN_ITEMS} are met by many, then come {@link RARE}, and the rest is new. */
export const SHOP_ITEMS = 120;
/** Met by two shoppers each, one fewer than a statistic needs, and often by these. */
export const RARE = [112, 113, 114];
export const MIN_SHOPPERS = 3;
const KINDS = [
  'nail polish',
  'face cream',
  'shampoo bottle',
  'hair dryer',
  'soap bar',
  'bath towel',
  'sun oil',
  'comb',
];
const COLOURS = ['red', 'blue', 'soft', 'mild', 'wild'];
const THEMES = 7;

/** What an item is: the word of its title. */
export const kindOf = (item: number): number => item % KINDS.length;
/** With what it is used, which no word says: shoppers keep to a theme, across all kinds. */
export const themeOf = (item: number): number => Math.floor(item / KINDS.length) % THEMES;

const START_MS = 1_700_000_000_000;
const MINUTE_MS = 60_000;

/** A catalogue whose texts name the kinds. */
function shopCatalog(itemCount: number) {
  const collector = new CatalogCollector();
  for (let item = 0; item < itemCount; item++)
    collector.add(
      {
        id: itemId(item),
        title: `${COLOURS[item % COLOURS.length]} ${KINDS[kindOf(item)]} ${item}`,
        category: KINDS[kindOf(item)],
      },
      item + 1,
    );
  return collector.finish();
}

/**
 * A log of shoppers who each keep to one theme for most of their visit: a walk from an item to the next of the theme or
 * to any of it, at times to one of the same kind, at times back; what they like goes into the cart, and some of that is
 * bought.
 */
function shopLog(shoppers: number, index: ItemIndex, more: readonly ShopEvent[]) {
  const random = seededRandom(7);
  const whole = (below: number): number => Math.floor(random() * below);
  const collector = new EventCollector(index);
  const members = Array.from({ length: THEMES }, (_, theme) =>
    Array.from({ length: KNOWN_ITEMS }, (_, item) => item).filter((item) => themeOf(item) === theme),
  );
  for (let u = 0; u < shoppers; u++) {
    let time = START_MS + u * 60 * MINUTE_MS;
    let item = members[whole(THEMES)][0];
    const walked: number[] = [];
    const record = (event: string): void => {
      time += MINUTE_MS;
      collector.add({ user: `u${u}`, item: itemId(item), event, timestamp: String(time) }, 1);
    };
    for (let step = 0; step < 12; step++) {
      const own = members[themeOf(item)];
      const chance = random();
      if (chance < 0.4) item = own[(own.indexOf(item) + 1) % own.length];
      else if (chance < 0.8) item = own[Math.floor(own.length * random() ** 2)];
      else if (chance < 0.9) item = (item + KINDS.length) % KNOWN_ITEMS;
      else if (walked.length > 0) item = walked[whole(walked.length)];
      walked.push(item);
      record('view_item');
      if (random() < 0.15) record('add_to_cart');
      if (random() < 0.05) record('purchase');
    }
    if (u < 2)
      for (const rare of [...RARE, ...RARE]) {
        item = rare;
        record('view_item');
      }
  }
  for (const { minute, item, ...event } of more)
    collector.add({ ...event, item: itemId(item), timestamp: String(START_MS + minute * MINUTE_MS) }, 1);
  return collector.finish().log;
}

/** What somebody else did, at so many minutes from the beginning of the log. */
export interface ShopEvent {
  user: string;
  item: number;
  event: string;
  minute: number;
}

/** More than 6,000 steps from item to item: enough that an encoder and a fusion are learned. */
const SHOPPERS = 560;

interface ShopOptions {
  shoppers?: number;
  /** All but the first {@link KNOWN_ITEMS} are new, or nearly so. */
  itemCount?: number;
  more?: readonly ShopEvent[];
  newItemShare?: number;
  maxBytes?: number;
}

/** The shop as it is published. Takes some seconds. */
export function learnedShop({
  shoppers = SHOPPERS,
  itemCount = SHOP_ITEMS,
  more = [],
  ...limits
}: ShopOptions = {}): SnapshotContent {
  const catalog = shopCatalog(itemCount);
  const events = shopLog(shoppers, new ItemIndex(catalog.items.map(({ product }) => product)), more);
  return buildSnapshot({ catalog, events }, { dim: 8, minShoppers: MIN_SHOPPERS, ...limits }).content;
}
