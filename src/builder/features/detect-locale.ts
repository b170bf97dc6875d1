import type { CatalogItem } from '../collect/read-product.js';
import { ENGLISH_GOODS, LETTERS, SCRIPTS, SMALL_WORDS } from './language-signs.js';

/** Of a catalogue whose texts do not tell their language. */
export const DEFAULT_LOCALE = 'en';

/** More text than this adds nothing to the guess. */
const SAMPLE_LENGTH = 200_000;
/** Small words per word below which a text is a list of names in no particular language. */
const MIN_SHARE = 0.02;
/**
 * English words per word, small ones and goods: in titles of real shops .08 to .17, in those of other languages
 * .01 at most, names that they borrow from English included.
 */
const MIN_ENGLISH_SHARE = 0.05;
/** Different ones: what a whole shop sells may have an English name. */
const MIN_ENGLISH_WORDS = 3;
/** Words with other letters than a to z, per word; in English titles these are brands. */
const MAX_FOREIGN_SHARE = 0.05;

/** The language of a catalogue, see {@link detectLocale}. */
export const catalogLocale = (items: readonly CatalogItem[]): string | undefined => detectLocale(textsOf(items));

function* textsOf(items: readonly CatalogItem[]): Iterable<string> {
  for (const { product, description } of items) {
    yield product.title;
    yield description;
  }
}

/**
 * The language of texts as BCP 47, by their script, small words and letters. Absent where nothing tells, or where English
 * and another language do.
 */
export function detectLocale(texts: Iterable<string>): string | undefined {
  let sample = '';
  for (const text of texts) {
    sample += `${text}\n`;
    if (sample.length > SAMPLE_LENGTH) break;
  }
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const byScript = SCRIPTS.find(([script]) => (sample.match(script)?.length ?? 0) > letters * 0.2);
  return byScript?.[1] ?? byWords(wordsOf(sample));
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? [];

function byWords(words: readonly string[]): string | undefined {
  const { en: english, ...others } = votes(words);
  const [locale, most] = Object.entries(others).reduce((a, b) => (b[1] > a[1] ? b : a));
  if (most > words.length * MIN_SHARE) return most > english ? locale : undefined;
  return isEnglish(words) ? 'en' : undefined;
}

/** How many words speak for each language. */
function votes(words: readonly string[]): Record<string, number> {
  const voters = Object.entries(SMALL_WORDS).map(([locale, list]) => {
    const small = new Set(list.split(' '));
    const letters = LETTERS[locale];
    const count = words.filter((word) => small.has(word) || letters?.test(word)).length;
    return [locale, count] as const;
  });
  return Object.fromEntries(voters);
}

function isEnglish(words: readonly string[]): boolean {
  const known = new Set([...SMALL_WORDS.en.split(' '), ...ENGLISH_GOODS]);
  const english = words.filter((word) => known.has(word));
  const foreign = words.filter((word) => /[^a-z]/.test(word)).length;
  return (
    new Set(english).size >= MIN_ENGLISH_WORDS &&
    english.length >= words.length * MIN_ENGLISH_SHARE &&
    foreign <= words.length * MAX_FOREIGN_SHARE
  );
}
