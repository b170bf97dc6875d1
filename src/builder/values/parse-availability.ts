import { parseDecimal } from './parse-number.js';

// All words are lower case and without accents. A space stands for whatever may part two words, or for nothing:
// `in stock` is also `In-Stock`, `in_stock`, `InStock` and `instock`. The rest is as in regular expressions.

/** What says by itself that an item is not to be had. */
const SOLD_OUT = [
  ...['out of stock', 'sold out', 'unavailab\\p{L}*', 'discontinued', 'in store only'],
  ...['ausverkauft\\p{L}*', 'vergriffen', 'uitverkocht', 'onbeschikbaar'],
  ...['indisponib\\p{L}*', 'en rupture', 'rupture de stock', 'epuisee?s?'],
  ...['agotad[oa]s?', 'esaurit[oaie]', 'indisponive(?:l|is)', 'esgotad[oa]s?'],
];
/** What says that an item can be had, unless it is denied. */
const AVAILABLE = [
  ...['in stock', 'available', 'limited availability', 'online only', 'pre order', 'pre sale', 'back order'],
  ...[
    'made to order',
    'auf lager',
    'lieferbar',
    'verfue?gbar',
    'vorrae?tig',
    'op voorraad',
    'leverbaar',
    'beschikbaar',
  ],
  ...['en stock', 'disponib(?:le|ile|ili)', 'disponive(?:l|is)', 'em (?:estoque|stock)'],
];
/** What there may be none of; by itself it says nothing. */
const SUPPLY = ['stock', 'inventory', '(?:lager)?bestand', 'voorraad', 'existencias', 'scorte', 'estoque'];
const DENIAL = [
  ...['not', 'not in', 'no', 'no longer', 'no more', 'none', 'nothing', 'zero', 'out of'],
  ...['nicht', 'nicht mehr', 'kein(?:e[nmrs]?)?', 'ohne', 'niet', 'geen'],
  ...['pas', 'plus', 'sans', 'hors', 'sin', 'fuera de', 'non', 'senza', 'nao', 'sem', 'fora de'],
];
/** What may stand between a denial and what it denies. Other words part them: `kein Problem, lieferbar`, `non-stop`. */
const BETWEEN = [
  ...['longer', 'more', 'currently', 'presently', 'temporarily', 'yet', 'now', 'any', 'be', 'is', 'are'],
  ...['items', 'units', 'at', 'the', 'this', 'moment', 'time', 'online'],
  ...['mehr', 'derzeit', 'aktuell', 'momentan', 'zurzeit', 'zur', 'zeit', 'noch', 'im', 'am'],
  ...['meer', 'momenteel', 'tijdelijk', 'encore', 'actuellement', 'de', 'en', 'esta', 'hay', 'actualmente', 'ha'],
  ...['e', 'piu', 'al', 'momento', 'ancora', 'attualmente', 'momentaneamente', 'temporaneamente'],
];
const YES = ['true', 'yes', 'y', 't', 'ja', 'oui', 'si', 'on', 'active', 'enabled', 'many'];
const NO = [
  ...['false', 'no', 'n', 'f', 'nein', 'non', 'nao', 'nee', 'off', 'none'],
  ...['inactive', 'disabled', 'archived', 'draft'],
];

/** Chinese, Japanese and Korean put nothing between words, or need not. */
const SOLD_OUT_UNPARTED = [
  ...['缺[货貨]', '[没沒无無]有?(?:[现現]?[货貨]|[库庫]存)', '售罄', '售完', '下架'],
  ...['品切れ', '売り切れ', '在庫切れ', '在庫なし', '품절', '재고없음'],
];
const AVAILABLE_UNPARTED = ['有[货貨]', '[现現][货貨]', '在庫あり', '재고있음'];

const anyOf = (words: readonly string[]): string => `(?:${words.join('|').replaceAll(' ', '[^\\p{L}\\p{N}]*')})`;
/** No comma: what follows one is said anew. */
const GAP = '[\\s\\p{Pd}_()]';
const [BEGIN, END] = ['(?<!\\p{L})', '(?!\\p{L})'];
const NEEDED = `(?:${anyOf(AVAILABLE)}|${anyOf(SUPPLY)}${END})`;
const LABEL = `(?:${NEEDED}|availability|verfue?gbarkeit|disponibil\\p{L}+)`;

const SAYS_NO = [
  anyOf(SOLD_OUT) + END,
  `${BEGIN}${anyOf(DENIAL)}(?:${GAP}+${anyOf(BETWEEN)}${END})*${GAP}*${NEEDED}`,
  // `in stock: no`, `availability = false`
  `${LABEL}[^\\p{L}\\p{N}]+(?:${anyOf(NO)}|0+)[^\\p{L}\\p{N}]*$`,
].map((pattern) => new RegExp(pattern, 'u'));
const SAYS_YES = new RegExp(anyOf(AVAILABLE), 'u');
const [UNPARTED_NO, UNPARTED_YES] = [SOLD_OUT_UNPARTED, AVAILABLE_UNPARTED].map(
  (words) => new RegExp(anyOf(words), 'u'),
);

/**
 * Whether an item can be bought: from words (`in stock`), schema.org addresses (`https://schema.org/OutOfStock`),
 * booleans, and counts (`5 new`, `0`), where more than none counts. Pre-orders and back-orders can be bought.
 */
export function parseAvailability(text: string): boolean | undefined {
  const words = plainWords(/^https?:/i.test(text) ? (text.split(/[/#]/).pop() ?? '') : text);
  const letters = words.replace(/[^\p{L}]/gu, '');
  if (SAYS_NO.some((pattern) => pattern.test(words)) || UNPARTED_NO.test(letters)) return false;
  const count = /^\D{0,2}?([-−]?\d[\d.,]*)/u.exec(text.trim()) ?? /(\d[\d.,]*) left/u.exec(words);
  if (count) {
    const value = parseDecimal(count[1].replace(/[.,]+$/, ''));
    return value === undefined ? undefined : value > 0;
  }
  if (YES.includes(letters) || SAYS_YES.test(words) || UNPARTED_YES.test(letters)) return true;
  return NO.includes(letters) ? false : undefined;
}

/** Lower case, words in CamelCase parted, without accents, and with `isn't` as `is not`. */
const plainWords = (text: string): string =>
  text
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/n['’]t(?!\p{L})/gu, ' not');
