import { gateOf, popularityOf, recentPopularityOf } from '../../core/snapshot/item-columns.js';
import type { SectionName } from '../../core/snapshot/layout.js';
import { forEachNeighbor } from '../../core/snapshot/neighbor-lists.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import type { ReadSnapshot } from './read-snapshot.js';

/** Where what a section holds comes from. None holds a user, an event or the time of one: there is no section for it. */
type Origin = 'catalogue' | 'statistics' | 'learned';

const ORIGINS: Readonly<Record<SectionName, Origin>> = {
  idLengths: 'catalogue',
  idBytes: 'catalogue',
  idOrder: 'catalogue',
  aliasLengths: 'catalogue',
  aliasBytes: 'catalogue',
  aliasItems: 'catalogue',
  popularity: 'statistics',
  recentPopularity: 'statistics',
  shoppers: 'statistics',
  price: 'catalogue',
  availability: 'catalogue',
  brand: 'catalogue',
  brandLengths: 'catalogue',
  brandBytes: 'catalogue',
  category: 'catalogue',
  categoryLengths: 'catalogue',
  categoryBytes: 'catalogue',
  group: 'catalogue',
  fusionWeights: 'learned',
  codes: 'learned',
  gateCodes: 'learned',
  encoderParameters: 'learned',
  viewedLengths: 'statistics',
  viewedEntries: 'statistics',
  nextLengths: 'statistics',
  nextEntries: 'statistics',
  alikeLengths: 'catalogue',
  alikeEntries: 'catalogue',
  boughtLengths: 'statistics',
  boughtEntries: 'statistics',
  chunkOffsets: 'catalogue',
  chunkLengths: 'catalogue',
  chunkBytes: 'catalogue',
};

/** Lists of what shoppers met together. */
const LISTS = ['viewedWith', 'viewedNext', 'boughtWith'] as const;

/** What the bytes of a snapshot tell of the shoppers behind it. */
export interface PrivacyFacts {
  minShoppers: number;
  /** Items with a statistic of their own, and the fewest shoppers that any of them has; 0 where none has one. */
  items: number;
  fewestShoppers: number;
  /** Items that may have a row or a gate learned from journeys; all others have their place from the catalogue. */
  learnedRows: number;
  learnedGates: number;
  /** Pairs of items in each list. */
  pairs: Record<(typeof LISTS)[number], number>;
  /** Bytes of all sections by where they come from, and all others: headers and zeros between sections. */
  bytes: Record<Origin | 'layout', number>;
  /** What rests on fewer shoppers than the snapshot says. */
  problems: string[];
}

/** Checks the whole snapshot, and its head if it has one. */
export function privacyFacts({ snapshot, head, sections }: ReadSnapshot): PrivacyFacts {
  const bytes = { catalogue: 0, statistics: 0, learned: 0, layout: 0 };
  for (const { name, bytes: size } of sections) bytes[ORIGINS[name]] += size;
  const total = snapshot.manifest.files.reduce((sum, file) => sum + (file.role === 'head' ? 0 : file.bytes), 0);
  bytes.layout = total - bytes.catalogue - bytes.statistics - bytes.learned;
  const known = [...snapshot.shoppers].filter((count) => count > 0);
  const { encoder } = snapshot;
  const problems = [...thinStatistics(snapshot, ''), ...(head ? thinStatistics(head, 'head: ') : [])];
  return {
    minShoppers: snapshot.manifest.minShoppers,
    items: known.length,
    fewestShoppers: known.reduce((fewest, count) => Math.min(fewest, count), known[0] ?? 0),
    learnedRows: encoder ? known.length : 0,
    learnedGates: encoder ? [...encoder.gateCodes.keys()].filter((item) => gateOf(encoder, item) !== 0).length : 0,
    pairs: Object.fromEntries(LISTS.map((list) => [list, pairsOf(snapshot, list).length])) as PrivacyFacts['pairs'],
    bytes,
    problems,
  };
}

/** What is told of an item that has fewer shoppers than a statistic needs. At most one problem of each kind. */
function thinStatistics(snapshot: Snapshot, where: string): string[] {
  const { shoppers, manifest, itemCount, encoder } = snapshot;
  const { minShoppers } = manifest;
  const hasLog = shoppers.some((count) => count > 0);
  const isThin = (item: number): boolean => shoppers[item] < minShoppers;
  const items = [...Array(itemCount).keys()];
  const found: [what: string, items: number[]][] = [
    ['a count', items.filter((item) => shoppers[item] > 0 && isThin(item))],
    // Without a log it is how the catalogue's own ratings are.
    ['a popularity', items.filter((item) => hasLog && popularityOf(snapshot, item) > 0 && isThin(item))],
    ['a recent popularity', items.filter((item) => recentPopularityOf(snapshot, item) > 0 && isThin(item))],
    ['a gate', encoder ? items.filter((item) => gateOf(encoder, item) !== 0 && isThin(item)) : []],
    ...LISTS.map((list): [string, number[]] => [
      `a pair in ${list}`,
      pairsOf(snapshot, list).flatMap(([item, other]) => (isThin(item) || isThin(other) ? [item] : [])),
    ]),
  ];
  return found
    .filter(([, thin]) => thin.length > 0)
    .map(([what, thin]) => `${where}${thin.length} items have ${what}, with fewer than ${minShoppers} shoppers`);
}

function pairsOf(snapshot: Snapshot, list: (typeof LISTS)[number]): [item: number, neighbor: number][] {
  const pairs: [number, number][] = [];
  for (let item = 0; item < snapshot.itemCount; item++)
    forEachNeighbor(snapshot[list], item, (neighbor) => pairs.push([item, neighbor]));
  return pairs;
}

export function privacyText(facts: PrivacyFacts): string {
  const { minShoppers, items, fewestShoppers, learnedRows, learnedGates, pairs, bytes, problems } = facts;
  const row = (name: string, value: number, rest: string): string =>
    `  ${name.padEnd(16)} ${String(value).padStart(9)}  ${rest}`;
  const atLeast = `each of at least ${minShoppers} shoppers`;
  return [
    `a statistic or a learned number needs ${minShoppers} shoppers`,
    row(
      'items',
      items,
      items === 0
        ? `with statistics: there was no log, or all its items had fewer than ${minShoppers} shoppers; the bytes do not tell which`
        : `with statistics, of at least ${fewestShoppers}`,
    ),
    row('learned rows', learnedRows, 'at most; all other items have their place from the catalogue alone'),
    row('learned gates', learnedGates, atLeast),
    ...LISTS.map((list) => row(list, pairs[list], `pairs, both items of at least ${minShoppers} shoppers`)),
    'bytes, by where they come from',
    row('catalogue', bytes.catalogue, 'ids, texts, prices, and what is alike by them'),
    row('statistics', bytes.statistics, 'counts and pairs, as above'),
    row('learned', bytes.learned, 'embeddings, encoder and weights, of all shoppers together'),
    row('layout', bytes.layout, 'headers, and zeros between sections'),
    'There is no section for a user, an event or the time of one, and no byte outside of the sections.',
    'How many shoppers are behind a single pair is known to the build alone, which leaves out those with fewer.',
    ...(problems.length === 0 ? ['nothing rests on fewer shoppers, as far as the bytes tell'] : problems),
  ].join('\n');
}
