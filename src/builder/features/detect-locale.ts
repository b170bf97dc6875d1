import type { CatalogItem } from '../collect/read-product.js';

/** Scripts that tell the language by themselves; kana before Han, since Japanese uses both. */
const SCRIPTS: readonly (readonly [script: RegExp, locale: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Devanagari}/gu, 'hi'],
];

/** Small words of shop texts that are frequent in one language and rare in the others, also as initials and names. */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: 'the and with for of from your by is to',
  de: 'und mit für der das aus zum zur oder ohne',
  fr: 'et avec pour les des du une sans dans sur',
  es: 'con para los las del una sin por más',
  it: 'di per della del gli il senza alla degli',
  nl: 'voor met van het een zonder naar uit',
  pt: 'com para dos das sem uma em não',
  pl: 'dla oraz bez przed przez na nie',
  sv: 'och för med till av utan från',
  da: 'og til med af uden fra',
  cs: 'pro bez nebo se při na',
  tr: 've için ile bir olan',
};

/** More text than this adds nothing to the guess. */
const SAMPLE_LENGTH = 200_000;
/** Small words per word below which a text is a list of names in no particular language. */
const MIN_SHARE = 0.02;

/** The language of a catalogue, see {@link detectLocale}. */
export const catalogLocale = (items: readonly CatalogItem[]): string => detectLocale(textsOf(items));

function* textsOf(items: readonly CatalogItem[]): Iterable<string> {
  for (const { product, description } of items) {
    yield product.title;
    yield description;
  }
}

/** The language of texts as BCP 47; English where nothing tells. */
export function detectLocale(texts: Iterable<string>): string {
  let sample = '';
  for (const text of texts) {
    sample += `${text}\n`;
    if (sample.length > SAMPLE_LENGTH) break;
  }
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const byScript = SCRIPTS.find(([script]) => (sample.match(script)?.length ?? 0) > letters * 0.2);
  return byScript?.[1] ?? byVote(sample);
}

function byVote(sample: string): string {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const votes = Object.entries(SMALL_WORDS).map(([locale, list]) => ({
    locale,
    votes: list.split(' ').reduce((sum, word) => sum + (counts.get(word) ?? 0), 0),
  }));
  const best = votes.reduce((a, b) => (b.votes > a.votes ? b : a));
  return best.votes > words.length * MIN_SHARE ? best.locale : 'en';
}
