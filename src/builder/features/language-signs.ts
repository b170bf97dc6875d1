/** Scripts that tell the language by themselves; kana before Han, since Japanese uses both. */
export const SCRIPTS: readonly (readonly [script: RegExp, locale: string])[] = [
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

/**
 * Small words of shop texts that are frequent in one language and rare in the others, also as initials and names. So
 * Czech lacks `pro`, which half of all devices are called.
 */
export const SMALL_WORDS: Readonly<Record<string, string>> = {
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
  nb: 'og til med av uten fra',
  fi: 'ja sekä ilman varten',
  cs: 'bez nebo se při na',
  hu: 'és nélkül vagy egy',
  ro: 'cu pentru din fără și sau',
  tr: 've için ile bir olan',
  id: 'untuk dan dengan yang dari tanpa atau',
  vi: 'cho và của không với bằng',
};

/** Letters that one language has, and the others of this list lack; a word with one counts as a small word. */
export const LETTERS: Readonly<Record<string, RegExp>> = {
  de: /ß/,
  pl: /[łśźżń]/,
  cs: /[řěů]/,
  hu: /[őű]/,
  ro: /[țţș]/,
  tr: /[ğı]/,
  vi: /[ơưạ-ỹ]/,
};

/** What English titles call goods, by words that others hardly share or borrow: no `shirt`, `sneaker`, `black` or `cotton`. */
export const ENGLISH_GOODS = [
  'womens ladies toddler hands feet eyes teeth',
  'ounce ounces fluid inches piece pieces sheets count bottle bottles pouch jar assorted',
  'steel brass copper wood wooden wool leather paper rubber stone ash oak beech walnut foam',
  'tape wire thread screw screws drill hose hook holder gauge length width wheel',
  'pencil pencils printing printed envelopes',
  'brush soap candle towel spoon knife kettle mug pillow blanket throw lantern chair shelf hanging',
  'puppet doll dolls birthday',
  'bicycle riding seeds bird watering',
  'socks gloves scarf shoes',
  'cleaning cleaner replacement heavy small folding waxed recycled painted adhesive supplies',
].flatMap((words) => words.split(' '));
