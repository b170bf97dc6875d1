import { stat } from 'node:fs/promises';
import { CatalogCollector, type CollectedCatalog } from '../../builder/collect/catalog-collector.js';
import { type CollectedEvents, EventCollector } from '../../builder/collect/event-collector.js';
import { ItemIndex } from '../../builder/collect/item-index.js';
import { type ItemVectors, VectorCollector } from '../../builder/collect/vector-collector.js';
import type { BuildPlan } from '../build-plan.js';
import { CommandError } from '../command-error.js';
import type { Progress } from '../progress.js';
import type { ReadingListener } from './open-text.js';
import { type CatalogSource, readCatalog } from './read-catalog.js';
import { type EventSource, readEvents } from './read-events.js';
import { readVectors } from './read-vectors.js';
import { toldText } from './told-text.js';

/** All that a build reads. */
export interface Feeds {
  catalog: CollectedCatalog;
  events: CollectedEvents | undefined;
  /** One for each file. */
  vectors: ItemVectors[];
}

/** What has been counted so far, for the answer of a build and also of one that fails. */
export interface FeedCounts {
  items: number;
  events: number;
  users: number;
  unmatched: number;
  rejected: number;
}

/**
 * Reads the feeds of a build one after the other: events and vectors are about items of the catalogue.
 *
 * @param nowMs     When prices are to hold, epoch ms.
 * @param onCounts  Told the counts whenever they have grown.
 * @throws {CommandError} when a file cannot be read. @throws {MappingError} on unknown columns.
 */
export async function collectFeeds(
  plan: BuildPlan,
  progress: Progress,
  { nowMs, onCounts }: { nowMs: number; onCounts: (counts: FeedCounts) => void },
): Promise<Feeds> {
  const catalog = await collectCatalog(plan.catalog, progress, nowMs);
  const counts = {
    items: catalog.items.length,
    events: 0,
    users: 0,
    unmatched: 0,
    rejected: catalog.rejections.length,
  };
  onCounts(counts);
  const index = new ItemIndex(catalog.items.map(({ product }) => product));
  const events = plan.events && (await collectEvents(plan.events, index, catalog, progress));
  if (events)
    onCounts({
      ...counts,
      events: events.accepted,
      users: events.users,
      unmatched: events.unmatched,
      rejected: counts.rejected + events.rejections.length,
    });
  const known = { index, itemCount: catalog.items.length, source: 'catalogue' } as const;
  return { catalog, events, vectors: await collectVectors(plan.vectors, known, progress) };
}

/** @param nowMs  When its prices are to hold, epoch ms; default: every sale is on. */
export async function collectCatalog(
  source: CatalogSource,
  progress: Progress,
  nowMs?: number,
): Promise<CollectedCatalog> {
  const collector = new CatalogCollector(nowMs);
  await readCatalog(source, collector, await listenerFor(source.path, 'catalogue', progress));
  const catalog = collector.finish();
  const { doubtfulPrices: doubtful, unreadable } = catalog;
  if (doubtful)
    progress.note(
      `warning: ${doubtful.count} prices such as ${doubtful.example} are read with a decimal point, as the other prices do not settle what the dot is; write thousands as ${doubtful.example.replace('.', '')}`,
    );
  // An evaluation asks for no moment, and leaves none out.
  if (nowMs !== undefined && unreadable.sale_period)
    progress.note(
      `warning: ${unreadable.sale_period} sale prices are left out, as nobody can read when they hold; write sale_price_effective_date as 2026-11-20T00:00+0100/2026-11-30T23:59+0100`,
    );
  return catalog;
}

async function collectEvents(
  source: EventSource,
  index: ItemIndex,
  { items }: CollectedCatalog,
  progress: Progress,
): Promise<CollectedEvents> {
  const collector = new EventCollector(index);
  await readEvents(source, collector, await listenerFor(source.path, 'events', progress));
  const events = collector.finish();
  const { accepted, unmatched, unmatchedItems, unknownNames } = events;
  if (accepted === 0)
    progress.note(
      `warning: ${source.path} holds no event; the snapshot will be from content alone, also where an earlier one had learned from a log`,
    );
  if (unknownNames > 0) progress.note(`warning: ${unknownNames} events have a name nobody knows and count as views`);
  if (unmatched > accepted / 2)
    progress.note(
      `warning: ${unmatched} of ${accepted} events are on items that the catalogue lacks, such as ${quoted(unmatchedItems)}; its ids are like ${quoted(items.slice(0, TOLD_IDS).map(({ product }) => product.id))}`,
    );
  return events;
}

/** Ids of the catalogue that are told beside those that it lacks. */
const TOLD_IDS = 3;
const quoted = (ids: readonly string[]): string => ids.map(toldText).join(', ');

/** The items that vectors may be for. */
interface KnownItems {
  index: ItemIndex;
  itemCount: number;
  /** What names the items. */
  source: 'catalogue' | 'log';
}

/** Reads blocks of vectors, one from each file. @throws {CommandError} on a file of which no vector is for an item. */
export async function collectVectors(
  paths: readonly string[],
  known: KnownItems,
  progress: Progress,
): Promise<ItemVectors[]> {
  const blocks: ItemVectors[] = [];
  for (const path of paths) blocks.push(await collectBlock(path, known, progress));
  return blocks;
}

async function collectBlock(
  path: string,
  { index, itemCount, source }: KnownItems,
  progress: Progress,
): Promise<ItemVectors> {
  const collector = new VectorCollector(index, itemCount);
  await readVectors(path, collector, await listenerFor(path, 'vectors', progress));
  const { vectors, matched, unmatched, unreadable, otherLength } = collector.finish();
  if (matched === 0 && unmatched === 0)
    throw new CommandError('feed_unrecognized', `${path}: no line is {"id": …, "vector": […]} or "id v1 v2 …"`);
  if (otherLength)
    progress.note(
      `warning: ${otherLength.count} vectors of ${path} have another length than the first: length ${otherLength.length}, the first had ${otherLength.expected}`,
    );
  // A catalogue without items is what is wrong then, and told by the build.
  if (matched === 0 && itemCount > 0)
    throw new CommandError(
      'feed_unrecognized',
      `${path}: none of ${unmatched} vectors is for an item of the ${source}; each line begins with the id of an item, as the ${source} has it`,
    );
  if (unmatched > 0) progress.note(`warning: ${unmatched} vectors are for items that the ${source} lacks`);
  if (unreadable > 0) progress.note(`warning: ${unreadable} lines of ${path} could not be read as vectors`);
  return vectors;
}

/** Begins a step of the progress that counts the bytes of a file. */
export async function listenerFor(path: string, label: string, progress: Progress): Promise<ReadingListener> {
  // A file that cannot be looked at is reported by whoever reads it.
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  progress.step(`reading ${label}`, size);
  return {
    onRead: (bytes) => progress.advance(bytes),
    onWarning: (message) => progress.note(`warning: ${message}`),
  };
}
