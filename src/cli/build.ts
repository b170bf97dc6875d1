import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildStep, buildSnapshot } from '../builder/build-snapshot.js';
import { missingValues } from '../builder/clean/missing-values.js';
import { TEXT_LIMITS } from '../builder/collect/read-product.js';
import type { Rejection } from '../builder/collect/rejection.js';
import { catalogLocale, DEFAULT_LOCALE } from '../builder/features/detect-locale.js';
import { MappingError } from '../builder/fields/column-map.js';
import { TooFewBytesError } from '../builder/fit-bytes.js';
import type { LearningSummary } from '../builder/learning-summary.js';
import { decodeSnapshot } from '../core/snapshot/decode-snapshot.js';
import { encodeSnapshot, scoringBytesOf } from '../core/snapshot/encode-snapshot.js';
import { decodeHead } from '../core/snapshot/head.js';
import type { Role } from '../core/snapshot/layout.js';
import type { EncodedSnapshot, SnapshotContent } from '../core/snapshot/snapshot-content.js';
import { BUILD_OPTIONS, type BuildPlan, readBuildPlan } from './build-plan.js';
import type { Command, CommandContext } from './command.js';
import { CommandError } from './command-error.js';
import { collectFeeds, type Feeds } from './feeds/collect-feeds.js';
import type { Io } from './io.js';
import { learningText } from './learning-text.js';
import { Progress } from './progress.js';
import { rejectionNotes } from './rejection-notes.js';
import { nodeCodec } from './snapshot-files/node-codec.js';
import { MANIFEST_NAME } from './snapshot-files/read-snapshot.js';
import { writeRejections, writeSnapshot } from './snapshot-files/write-snapshot.js';
import { textVectors } from './text-model.js';

const STEP_LABELS: Record<BuildStep, string> = {
  clean: 'cleaning',
  features: 'features',
  behavior: 'learning from behavior',
  snapshot: 'embeddings and lists',
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
      if (error instanceof TooFewBytesError)
        throw new CommandError('max_bytes_too_small', error.message, { known, cause: error });
      if (error instanceof CommandError) throw new CommandError(error.code, error.message, { known, cause: error });
      throw error;
    }
  },
};

/** collect → (builder: clean → features → embeddings and neighbor lists) → encode → write. */
async function run(plan: BuildPlan, { io, answer }: CommandContext, known: Record<string, unknown>): Promise<number> {
  const started = performance.now();
  const progress = new Progress(io.stderr);
  const builtAt = momentOf(io.env);
  try {
    const feeds = await collectFeeds(plan, progress, {
      nowMs: Date.parse(builtAt),
      onCounts: (counts) => Object.assign(known, counts),
    });
    const rejections = [...feeds.catalog.rejections, ...(feeds.events?.rejections ?? [])];
    for (const note of rejectionNotes(rejections)) progress.note(note);
    await refuseWorthless(plan, feeds, rejections);

    const { catalog, events, vectors } = feeds;
    const locale = plan.build.locale ?? catalogLocale(catalog.items);
    if (plan.usesTextModel) vectors.push(await textVectors(catalog.items, locale, progress));
    const { content, cleaning, learning } = buildSnapshot(
      { catalog, ...(events && { events: events.log }), vectors },
      { ...plan.build, locale: locale ?? DEFAULT_LOCALE },
      (step, share) => tellStep(progress, step, share),
    );
    progress.step('writing');
    const encoded = encodeChecked(content, builtAt);
    const written = await writeSnapshot(plan.out, encoded, rejections);
    progress.end();

    const summary = {
      ...known,
      ...written,
      scoringBytes: scoringBytesOf(encoded.manifest),
      tookMs: Math.round(performance.now() - started),
      version: encoded.manifest.version,
      locale: content.locale,
      ...(content.currency === undefined ? {} : { currency: content.currency }),
      cleaned: cleaning,
      learning,
      missing: missingValues(content.products),
      unreadable: catalog.unreadable,
    };
    answer(summary, describe(plan, feeds, rejections.length, summary));
    return 0;
  } finally {
    progress.end();
  }
}

/** Tells of a build's step, or of how far it has come. */
export function tellStep(progress: Progress, step: BuildStep, share: number): void {
  if (share === 0) progress.step(STEP_LABELS[step], step === 'behavior' ? 1 : 0);
  else progress.advance(share);
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
  const { head, ...files } = Object.fromEntries(
    encoded.manifest.files.map(({ role }, i) => [role, encoded.files[i].bytes]),
  ) as Record<Role, Uint8Array> & { head?: Uint8Array };
  decodeSnapshot(encoded.manifest, files);
  if (head) decodeHead(head);
  return encoded;
}

/** Now, or the moment that a reproducible build names, in whole seconds. */
function momentOf(env: Io['env']): string {
  const epoch = /^\d{1,11}$/.test(env.SOURCE_DATE_EPOCH ?? '') ? Number(env.SOURCE_DATE_EPOCH) : undefined;
  const moment = epoch === undefined ? new Date() : new Date(epoch * 1000);
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

function describe(
  plan: BuildPlan,
  { catalog, events }: Feeds,
  rejected: number,
  summary: {
    bytes: number;
    scoringBytes: number;
    files: number;
    tookMs: number;
    cleaned: object;
    missing: object;
    learning: LearningSummary;
    version: string;
  },
): string {
  const counts = (record: object): string =>
    Object.entries(record)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${inWords(what)}`)
      .join(', ');
  return [
    `${plan.out}: snapshot ${summary.version}, ${summary.files} files, ${summary.bytes} bytes, ${summary.scoringBytes} of them to score, ${summary.tookMs} ms`,
    `items     ${catalog.items.length}`,
    ...(events ? [`events    ${events.accepted} of ${events.users} users, ${events.unmatched} unmatched`] : []),
    `rejected  ${rejected}`,
    `cleaned   ${counts(summary.cleaned) || 'nothing'}`,
    `missing   ${counts(summary.missing) || 'nothing'}`,
    ...learningText(summary.learning, {
      itemCount: catalog.items.length,
      minShoppers: plan.build.minShoppers,
      hasLog: events !== undefined,
    }),
  ].join('\n');
}

/** `impossiblePrices` → impossible prices */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
