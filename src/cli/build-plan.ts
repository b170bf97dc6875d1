import { type BuildOptions, DEFAULT_DIM } from '../builder/build-snapshot.js';
import { CATALOG_FIELDS, CATALOG_VOCABULARY } from '../builder/fields/catalog-fields.js';
import { MappingError, type Mappings, parseMappings } from '../builder/fields/column-map.js';
import { EVENT_FIELDS, EVENT_VOCABULARY } from '../builder/fields/event-fields.js';
import { type CommandCall, type CommandOption, choiceOption, numberOption, requiredOption } from './command.js';
import { CommandError } from './command-error.js';
import { CATALOG_FORMATS, type CatalogSource } from './feeds/read-catalog.js';
import { EVENT_FORMATS, type EventSource } from './feeds/read-events.js';

/** How to read a catalogue, for every command that takes one. */
export const CATALOG_OPTIONS = {
  'catalog-format': { value: 'FORMAT', help: `${CATALOG_FORMATS.join(', ')} (default auto: by content)` },
  map: { value: 'FIELD=COLUMN', isRepeatable: true, help: `fields: ${CATALOG_FIELDS.join(' ')} attributes.NAME` },
  locale: { value: 'xx', help: 'language of the texts (default: detected)' },
  'text-model': { help: 'compare texts by a pretrained model too, English only; it is installed apart' },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** Vectors that a shop brings along, for every command that builds a snapshot. */
export const VECTORS_OPTION = {
  vectors: {
    value: 'FILE',
    isRepeatable: true,
    help: 'vectors of your own, {"id": …, "vector": […]} or "id v1 v2 …" per line; a FILE for each kind',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** How far new items are raised, for every command that builds a snapshot. */
export const NEW_ITEMS_OPTION = {
  'new-items': {
    value: 'SHARE',
    help: 'share of the places that new items are raised to, 0 to 1 (default twice that of the catalogue, at most 0.2)',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** How small a snapshot has to be, for every command that builds one. */
export const SIZE_OPTIONS = {
  dim: { value: 'N', help: `length of the embeddings, 8 to 512 (default ${DEFAULT_DIM})` },
  'max-bytes': {
    value: 'N',
    help: 'most bytes of the files items, embeddings and neighbors; up to a tenth of the neighbors goes, or else embeddings get coarser, and neighbors as far as that does not do (default no limit)',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

export const BUILD_OPTIONS: Readonly<Record<string, CommandOption>> = {
  catalog: { value: 'FILE', help: 'the catalogue' },
  ...CATALOG_OPTIONS,
  events: { value: 'FILE', help: 'what shoppers did' },
  'events-format': { value: 'FORMAT', help: `${EVENT_FORMATS.join(', ')}; sequences: "user item item …" per line` },
  'events-map': { value: 'FIELD=COLUMN', isRepeatable: true, help: `fields: ${EVENT_FIELDS.join(' ')}` },
  ...VECTORS_OPTION,
  out: { value: 'DIR', help: 'where the snapshot goes' },
  'min-shoppers': { value: 'N', help: 'different users that a statistic needs (default 5)' },
  ...NEW_ITEMS_OPTION,
  ...SIZE_OPTIONS,
  'max-reject': { value: 'PERCENT', help: 'most rows of an input that may be rejected (default 20)' },
};

/** What a build was asked for, checked. */
export interface BuildPlan {
  catalog: CatalogSource;
  events?: EventSource;
  /** Paths, one for each block of vectors. */
  vectors: string[];
  usesTextModel: boolean;
  out: string;
  build: BuildOptions;
  /** Percent */
  maxReject: number;
}

/** @throws {CommandError} `bad_usage` */
export function readBuildPlan(call: CommandCall): BuildPlan {
  if (call.operands.length > 0) throw new CommandError('bad_usage', `build: unexpected argument "${call.operands[0]}"`);
  const catalog = requiredOption(call, 'build', 'catalog');
  const out = requiredOption(call, 'build', 'out');
  const events = call.option('events');
  const eventMappings = mappings('build', () => parseMappings(call.options('events-map'), EVENT_VOCABULARY));
  const eventFormat = choiceOption(call, 'events-format', EVENT_FORMATS);
  if (events === undefined && (eventMappings.size > 0 || call.option('events-format') !== undefined))
    throw new CommandError('bad_usage', 'build: --events-map and --events-format need --events');
  return {
    catalog: readCatalogSource(call, 'build', catalog),
    ...(events === undefined ? {} : { events: { path: events, format: eventFormat, mappings: eventMappings } }),
    vectors: call.options('vectors'),
    usesTextModel: call.option('text-model') !== undefined,
    out,
    build: {
      minShoppers: numberOption(call, 'min-shoppers', { fallback: 5, min: 1, max: Number.MAX_SAFE_INTEGER }),
      ...readNewItemShare(call),
      ...readLocale(call, 'build'),
      ...readSize(call),
    },
    maxReject: numberOption(call, 'max-reject', { fallback: 20, min: 0, max: 100, isWhole: false }),
  };
}

/** @throws {CommandError} `bad_usage` */
export const readNewItemShare = (call: CommandCall): { newItemShare?: number } =>
  call.option('new-items') === undefined
    ? {}
    : { newItemShare: numberOption(call, 'new-items', { fallback: 0, min: 0, max: 1, isWhole: false }) };

/** @throws {CommandError} `bad_usage` */
export const readSize = (call: CommandCall): Pick<BuildOptions, 'dim' | 'maxBytes'> => ({
  dim: numberOption(call, 'dim', { fallback: DEFAULT_DIM, min: 8, max: 512 }),
  ...(call.option('max-bytes') === undefined
    ? {}
    : { maxBytes: numberOption(call, 'max-bytes', { fallback: 1, min: 1, max: Number.MAX_SAFE_INTEGER }) }),
});

/** @throws {CommandError} `bad_usage` on a format or a mapping that there is not. */
export function readCatalogSource(call: CommandCall, command: string, path: string): CatalogSource {
  return {
    path,
    format: choiceOption(call, 'catalog-format', CATALOG_FORMATS),
    mappings: mappings(command, () => parseMappings(call.options('map'), CATALOG_VOCABULARY)),
  };
}

function mappings(command: string, parse: () => Mappings): Mappings {
  try {
    return parse();
  } catch (cause) {
    if (cause instanceof MappingError) throw new CommandError('bad_usage', `${command}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** @throws {CommandError} `bad_usage` on what is no language tag. */
export function readLocale(call: CommandCall, command: string): { locale?: string } {
  const text = call.option('locale');
  if (text === undefined) return {};
  try {
    const [locale] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)) return { locale };
  } catch {
    // RangeError: not the form of a language tag.
  }
  throw new CommandError('bad_usage', `${command}: --locale must be a language tag such as en or de-AT, got ${text}`);
}
