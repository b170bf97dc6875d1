import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildStep, buildSnapshot } from '../builder/build-snapshot.js';
import { CatalogCollector, type CollectedCatalog } from '../builder/collect/catalog-collector.js';
import { type CollectedEvents, EventCollector } from '../builder/collect/event-collector.js';
import { ItemIndex } from '../builder/collect/item-index.js';
import { TEXT_LIMITS } from '../builder/collect/read-product.js';
import type { Rejection } from '../builder/collect/rejection.js';
import { type ItemVectors, VectorCollector } from '../builder/collect/vector-collector.js';
import { MappingError } from '../builder/fields/column-map.js';
import { decodeSnapshot } from '../core/snapshot/decode-snapshot.js';
import { type EncodedSnapshot, encodeSnapshot, type SnapshotContent } from '../core/snapshot/encode-snapshot.js';
import { ROLES, type Role } from '../core/snapshot/layout.js';
import { BUILD_OPTIONS, type BuildPlan, readBuildPlan } from './build-plan.js';
import type { Command, CommandContext } from './command.js';
import { CommandError } from './command-error.js';
import type { ReadingListener } from './feeds/open-text.js';
import { readCatalog } from './feeds/read-catalog.js';
import { readEvents } from './feeds/read-events.js';
import { readVectors } from './feeds/read-vectors.js';
import type { Io } from './io.js';
import { Progress } from './progress.js';
import { nodeCodec } from './snapshot-files/node-codec.js';
import { MANIFEST_NAME } from './snapshot-files/read-snapshot.js';
import { writeRejections, writeSnapshot } from './snapshot-files/write-snapshot.js';

/** Rows of one kind of fault that are named on stderr; the file of all of them is beside the snapshot. */
const NAMED_REJECTIONS = 5;

const STEP_LABELS: Record<BuildStep, string> = {
  clean: 'cleaning',
  features: 'features',
  embeddings: 'embeddings',
  neighbors: 'neighbor lists',
};

export const build: Command = {
  name: 'build',
  summary: 'Builds a snapshot from a catalogue and, if there is one, a log of what shoppers did.',
  usage: '--catalog FILE --out DIR [options]',
  options: BUILD_OPTIONS,
  notes: `Every FILE may be gzipped. COLUMN is a header name, or #N from 1; if all mappings are #N the file has no header.
Texts are freed of markup and cut: titles at ${TEXT_LIMITS.title} characters, descriptions at ${TEXT_LIMITS.description}, attributes at ${TEXT_LIMITS.attribute}.`,
  run: async (call, context) => {
    const plan = readBuildPlan(call);
    const known: Record<string, unknown> = {};
    try {
      return await run(plan, context, known);
    } catch (error) {
      if (error instanceof MappingError) throw new CommandError('bad_usage', error.message, { known, cause: error });
      if (error instanceof CommandError) throw new CommandError(error.code, error.message, { known, cause: error });
      throw error;
    }
  },
};

/** collect → (builder: clean → features → embeddings and neighbor lists) → encode → write. */
async function run(plan: BuildPlan, { io, answer }: CommandContext, known: Record<string, unknown>): Promise<number> {
  const started = performance.now();
  const progress = new Progress(io.stderr);
  try {
    const feeds = await collect(plan, progress, known);
    const rejections = [...feeds.catalog.rejections, ...(feeds.events?.rejections ?? [])];
    nameRejections(rejections, progress);
    await refuseWorthless(plan, feeds, rejections);

    const { content, cleaning } = buildSnapshot(
      {
        catalog: feeds.catalog,
        ...(feeds.events && { events: feeds.events.log }),
        ...(feeds.vectors && { vectors: feeds.vectors }),
      },
      plan.build,
      (step) => progress.step(STEP_LABELS[step]),
    );
    progress.step('writing');
    const encoded = encodeChecked(content, builtAt(io.env));
    const written = await writeSnapshot(plan.out, encoded, rejections);
    progress.end();

    const summary = {
      ...known,
      ...written,
      tookMs: Math.round(performance.now() - started),
      version: encoded.manifest.version,
      locale: content.locale,
      ...(content.currency === undefined ? {} : { currency: content.currency }),
      cleaned: cleaning,
      unreadable: feeds.catalog.unreadable,
    };
    answer(summary, describe(plan, feeds, rejections.length, summary));
    return 0;
  } finally {
    progress.end();
  }
}

interface Feeds {
  catalog: CollectedCatalog;
  events: CollectedEvents | undefined;
  vectors: ItemVectors | undefined;
}

async function collect(plan: BuildPlan, progress: Progress, known: Record<string, unknown>): Promise<Feeds> {
  Object.assign(known, { items: 0, events: 0, users: 0, rejected: 0, unmatched: 0 });
  const catalogCollector = new CatalogCollector();
  await readCatalog(plan.catalog, catalogCollector, await listenerFor(plan.catalog.path, 'catalogue', progress));
  const catalog = catalogCollector.finish();
  Object.assign(known, { items: catalog.items.length, rejected: catalog.rejections.length });
  const index = new ItemIndex(catalog.items.map(({ product }) => product));

  let events: CollectedEvents | undefined;
  if (plan.events) {
    const collector = new EventCollector(index);
    await readEvents(plan.events, collector, await listenerFor(plan.events.path, 'events', progress));
    events = collector.finish();
    Object.assign(known, {
      events: events.accepted,
      users: events.users,
      unmatched: events.unmatched,
      rejected: catalog.rejections.length + events.rejections.length,
    });
    if (events.unknownNames > 0)
      progress.note(`warning: ${events.unknownNames} events have a name nobody knows and count as views`);
    if (events.accepted > 0 && events.unmatched > events.accepted / 2)
      progress.note(`warning: ${events.unmatched} of ${events.accepted} events are on items that the catalogue lacks`);
  }
  return {
    catalog,
    events,
    vectors: plan.vectors ? await collectVectors(plan.vectors, index, catalog, progress) : undefined,
  };
}

async function collectVectors(
  path: string,
  index: ItemIndex,
  catalog: CollectedCatalog,
  progress: Progress,
): Promise<ItemVectors> {
  const collector = new VectorCollector(index, catalog.items.length);
  await readVectors(path, collector, await listenerFor(path, 'vectors', progress));
  const { vectors, matched, unmatched, unreadable } = collector.finish();
  if (matched === 0 && unmatched === 0)
    throw new CommandError('feed_unrecognized', `${path}: no line is {"id": …, "vector": […]} or "id v1 v2 …"`);
  if (unmatched > 0) progress.note(`warning: ${unmatched} vectors are for items that the catalogue lacks`);
  if (unreadable > 0) progress.note(`warning: ${unreadable} lines of ${path} could not be read as vectors`);
  return vectors;
}

async function listenerFor(path: string, label: string, progress: Progress): Promise<ReadingListener> {
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

function nameRejections(rejections: readonly Rejection[], progress: Progress): void {
  const byCode = new Map<string, Rejection[]>();
  for (const rejection of rejections) {
    const key = `${rejection.input}: ${rejection.code}`;
    byCode.set(key, [...(byCode.get(key) ?? []), rejection]);
  }
  for (const [key, list] of byCode) {
    const lines = list.slice(0, NAMED_REJECTIONS).map(({ line }) => line);
    const others = list.length > lines.length ? `, and ${list.length - lines.length} more` : '';
    progress.note(`rejected ${key}: line ${lines.join(', ')}${others}`);
  }
}

/** @throws {CommandError} `no_items` or `too_many_rejected`; an earlier snapshot in the folder stays as it was. */
async function refuseWorthless(plan: BuildPlan, { catalog, events }: Feeds, rejections: Rejection[]): Promise<void> {
  const inputs = [
    { name: 'catalogue', rows: catalog.rows, rejected: catalog.rejections.length },
    { name: 'event', rows: events?.rows ?? 0, rejected: events?.rejections.length ?? 0 },
  ];
  const spoilt = inputs.find(({ rows, rejected }) => rejected * 100 > rows * plan.maxReject);
  if (catalog.items.length > 0 && !spoilt) return;

  const hasEarlier = await stat(join(plan.out, MANIFEST_NAME)).then(
    () => true,
    () => false,
  );
  if (!hasEarlier && rejections.length > 0) await writeRejections(plan.out, rejections);
  if (catalog.items.length === 0)
    throw new CommandError('no_items', `no item could be read from ${plan.catalog.path} (${catalog.rows} rows)`);
  if (spoilt)
    throw new CommandError(
      'too_many_rejected',
      `${spoilt.rejected} of ${spoilt.rows} ${spoilt.name} rows were rejected, more than ${plan.maxReject} percent (--max-reject)`,
    );
}

/** Encodes, and reads back what was encoded: nothing that a browser would refuse is ever published. */
function encodeChecked(content: SnapshotContent, moment: string): EncodedSnapshot {
  const encoded = encodeSnapshot(content, nodeCodec, moment);
  const files = Object.fromEntries(ROLES.map((role, i) => [role, encoded.files[i].bytes])) as Record<Role, Uint8Array>;
  decodeSnapshot(encoded.manifest, files);
  return encoded;
}

/** Now, or the moment that a reproducible build names, in whole seconds. */
function builtAt(env: Io['env']): string {
  const epoch = /^\d{1,11}$/.test(env.SOURCE_DATE_EPOCH ?? '') ? Number(env.SOURCE_DATE_EPOCH) : undefined;
  const moment = epoch === undefined ? new Date() : new Date(epoch * 1000);
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

function describe(
  plan: BuildPlan,
  { catalog, events }: Feeds,
  rejected: number,
  summary: { bytes: number; files: number; tookMs: number; cleaned: object; version: string },
): string {
  const cleaned = Object.entries(summary.cleaned).filter(([, count]) => count > 0);
  return [
    `${plan.out}: snapshot ${summary.version}, ${summary.files} files, ${summary.bytes} bytes, ${summary.tookMs} ms`,
    `items     ${catalog.items.length}`,
    ...(events ? [`events    ${events.accepted} of ${events.users} users, ${events.unmatched} unmatched`] : []),
    `rejected  ${rejected}`,
    ...(cleaned.length > 0 ? [`cleaned   ${cleaned.map(([what, count]) => `${count} ${what}`).join(', ')}`] : []),
  ].join('\n');
}
