/** Cuts texts into what they are compared by. */
export interface Tokenizer {
  /** Words in lower case, without accents; of scripts without blanks as the language's dictionary cuts them. */
  words(text: string): string[];
  /** Pieces of 3 and 4 letters inside each word, pairs of characters for scripts without blanks. */
  pieces(text: string): string[];
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?/gu;
const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 4;
/** A longer word is a number, a code or broken text; its start is enough to compare by. */
const LONGEST_WORD = 40;

/** @param locale  BCP 47: rules of lower case (Turkish), word boundaries (Chinese, Thai) and English plurals. */
export function createTokenizer(locale: string): Tokenizer {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const isEnglish = /^en\b/i.test(locale);

  const fold = (text: string): string =>
    text
      .normalize('NFKC')
      .toLocaleLowerCase(locale)
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC');

  const runs = (text: string): string[] => (fold(text).match(WORD) ?? []).map((word) => word.slice(0, LONGEST_WORD));

  return {
    words: (text) => runs(text).flatMap((run) => cut(run).filter(isTelling)),
    pieces: (text) => runs(text).flatMap(piecesOf),
  };

  function cut(run: string): string[] {
    const words: string[] = [];
    let end = 0;
    for (const { 0: stretch, index } of run.matchAll(WITHOUT_BLANKS)) {
      words.push(plain(run.slice(end, index)));
      for (const { segment } of segmenter.segment(stretch)) words.push(segment);
      end = index + stretch.length;
    }
    words.push(plain(run.slice(end)));
    return words;
  }

  function plain(word: string): string {
    const base = word.replace(/['’]s?$|['’]/g, '');
    return isEnglish && base.length > 3 && /[^siu]s$/.test(base) ? base.slice(0, -1) : base;
  }
}

/** Single digits and pairs are sizes and counts: they stand on everything. */
const isTelling = (word: string): boolean => word !== '' && !/^\p{N}{1,2}$/u.test(word);

function piecesOf(run: string): string[] {
  const pieces: string[] = [];
  for (const stretch of run.match(WITHOUT_BLANKS) ?? []) {
    const characters = [...stretch];
    if (characters.length === 1) pieces.push(stretch);
    for (let i = 0; i + 1 < characters.length; i++) pieces.push(characters[i] + characters[i + 1]);
  }
  for (const word of run.replace(WITHOUT_BLANKS, ' ').split(' ')) {
    if (word === '' || /^\p{N}+$/u.test(word)) continue;
    const bounded = `^${word}$`;
    for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++)
      for (let i = 0; i + length <= bounded.length; i++) pieces.push(bounded.slice(i, i + length));
  }
  return pieces;
}
