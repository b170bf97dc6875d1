import type { Product } from '../core/product.js';
import type { Strategy } from '../core/recommendation.js';
import { createJsBackend } from '../core/scoring/js-backend.js';
import { createRecommender } from '../core/scoring/recommender.js';
import { emptyShopper } from '../core/shopper.js';
import { CatalogReader } from '../core/snapshot/catalog-chunks.js';
import { popularityOf } from '../core/snapshot/item-columns.js';
import { resolveItem } from '../core/snapshot/resolve-item.js';
import type { Snapshot } from '../core/snapshot/snapshot.js';
import { type Command, numberOption, onlyOperand } from './command.js';
import { CommandError } from './command-error.js';
import { percent } from './percent.js';
import { nodeInflate } from './snapshot-files/node-codec.js';
import { privacyFacts, privacyText } from './snapshot-files/privacy-facts.js';
import { readSnapshot } from './snapshot-files/read-snapshot.js';
import { type SnapshotFacts, snapshotFacts } from './snapshot-files/snapshot-facts.js';

/** Strategies that say what lies next to an item. */
const STRATEGIES = ['similar', 'also-viewed', 'bought-together'] as const satisfies Strategy[];

export const inspect: Command = {
  name: 'inspect',
  summary: 'Tells what is in a snapshot, and what lies next to one of its items.',
  usage: 'DIR [options]',
  options: {
    item: { value: 'ID', help: 'an item: its id, group id or address' },
    privacy: { help: 'how many shoppers what it says rests on; ends with 1 where fewer than it says' },
    k: { value: 'N', help: 'how many nearest items, up to 200 (default 10)' },
  },
  run: async (call, { answer }) => {
    const folder = onlyOperand('inspect', 'DIR', call);
    const k = numberOption(call, 'k', { fallback: 10, min: 1, max: 200 });
    const reference = call.option('item');
    const read = await readSnapshot(folder);
    const { snapshot } = read;
    const catalog = new CatalogReader(snapshot, nodeInflate);
    const facts = await snapshotFacts(read, catalog);
    if (call.option('privacy') !== undefined) {
      const privacy = privacyFacts(read);
      const [problem] = privacy.problems;
      const error = problem === undefined ? {} : { error: { code: 'privacy', message: problem } };
      answer({ ...facts, privacy, ...error }, privacyText(privacy));
      return problem === undefined ? 0 : 1;
    }
    if (reference === undefined) {
      answer(facts, factsText(facts));
      return 0;
    }
    const index = resolveItem(snapshot, reference);
    if (index < 0) throw new CommandError('item_unknown', `the snapshot has no item "${reference}"`);
    const item = await catalog.product(index);
    const behaviour = { popularity: popularityOf(snapshot, index), shoppers: snapshot.shoppers[index] };
    const nearest = await nearestItems(snapshot, catalog, item.id, k);
    answer({ ...facts, item, ...behaviour, nearest }, itemText(item, behaviour, nearest));
    return 0;
  },
};

type Nearest = Record<(typeof STRATEGIES)[number], { id: string; title: string; score: number }[]>;

/** The lists that a shopper without a history would get on the item's page, ranked by score alone. */
async function nearestItems(snapshot: Snapshot, catalog: CatalogReader, itemId: string, k: number): Promise<Nearest> {
  const recommender = createRecommender(snapshot, createJsBackend(snapshot.embeddings), catalog);
  const answers = await recommender.recommend({
    queries: STRATEGIES.map((strategy) => ({
      ...{ strategy, itemId, limit: k, before: [], diversity: 0, dedupe: false },
      ...{ fallback: false as const, rules: {}, shownIds: [] },
    })),
    shopper: emptyShopper(0),
    page: { pageType: 'product', itemId },
    locale: snapshot.manifest.locale,
    seed: 1,
  });
  const lists = answers.map(({ items }) =>
    items.map(({ id, score, product }) => ({ id, title: product.title, score })),
  );
  return Object.fromEntries(STRATEGIES.map((strategy, i) => [strategy, lists[i]])) as Nearest;
}

function factsText({
  version,
  builtAt,
  locale,
  currency,
  items,
  dim,
  minShoppers,
  bytes,
  files,
  sections,
  shares,
}: SnapshotFacts) {
  return [
    `snapshot ${version}, built ${builtAt}, ${locale}${currency === undefined ? '' : `, ${currency}`}`,
    `items        ${items}, ${dim} dimensions, statistics of at least ${minShoppers} shoppers`,
    `bytes        ${bytes}`,
    ...files.map(({ role, name, bytes: size }) => `  ${role.padEnd(10)} ${String(size).padStart(10)}  ${name}`),
    'bytes per item, by section',
    ...sections
      .filter(({ bytes: size }) => size > 0)
      .map(({ role, name, bytesPerItem }) => `  ${role.padEnd(10)} ${bytesPerItem.toFixed(2).padStart(10)}  ${name}`),
    'items with',
    ...Object.entries(shares).map(([what, share]) => `  ${what.padEnd(10)} ${percent(share).padStart(10)}`),
  ].join('\n');
}

function itemText(item: Product, behaviour: { popularity: number; shoppers: number }, nearest: Nearest): string {
  const facts = Object.entries({ ...item, ...behaviour }).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(' > ') : typeof value === 'object' ? JSON.stringify(value) : value;
    return `${name.padEnd(12)} ${text}`;
  });
  const lists = STRATEGIES.flatMap((strategy) => [
    '',
    strategy,
    ...nearest[strategy].map(({ id, title, score }) => `  ${score.toFixed(4)}  ${id}  ${title}`),
    ...(nearest[strategy].length === 0 ? ['  nothing is known'] : []),
  ]);
  return [...facts, ...lists].join('\n');
}
