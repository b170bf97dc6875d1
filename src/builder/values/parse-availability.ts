import { parseDecimal } from './parse-number.js';

/** Words of shops and of schema.org, letters only, lower case. What contains one of the first is not to be had. */
const NOT_AVAILABLE = [
  'outofstock',
  'soldout',
  'unavailable',
  'notavailable',
  'notinstock',
  'nolongeravailable',
  'nomoreavailable',
  'nostock',
  'discontinued',
  'instoreonly',
  'nichtvorrätig',
  'nichtverfügbar',
  'nichtlieferbar',
  'nichtauflager',
  'ausverkauft',
  'vergriffen',
  'rupturedestock',
  'épuisé',
  'indisponible',
  'nodisponible',
  'agotado',
  'sinexistencias',
  'esaurito',
  'nondisponibile',
  'uitverkocht',
  'nietopvoorraad',
  'esgotado',
  '缺货',
  '无货',
  '售罄',
  '下架',
  '品切れ',
  '在庫切れ',
  '품절',
];
const AVAILABLE = [
  'instock',
  'available',
  'preorder',
  'backorder',
  'limitedavailability',
  'onlineonly',
  'presale',
  'madetoorder',
  'leftinstock',
  'auflager',
  'lieferbar',
  'verfügbar',
  'vorrätig',
  'enstock',
  'disponible',
  'disponibile',
  'opvoorraad',
  'disponível',
  'emestoque',
  '有货',
  '现货',
  '在庫あり',
  '재고있음',
];
const YES = ['true', 'yes', 'y', 't', 'ja', 'oui', 'si', 'sí', 'on', 'active', 'enabled', 'many'];
const NO = ['false', 'no', 'n', 'f', 'nein', 'non', 'off', 'none', 'inactive', 'disabled', 'archived', 'draft'];

/**
 * Whether an item can be bought: from words (`in stock`), schema.org addresses (`https://schema.org/OutOfStock`),
 * booleans, and counts (`5 new`, `0`), where more than none counts. Pre-orders and back-orders can be bought.
 */
export function parseAvailability(text: string): boolean | undefined {
  const letters = (/^https?:/i.test(text) ? (text.split(/[/#]/).pop() ?? '') : text)
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
  if (NOT_AVAILABLE.some((word) => letters.includes(word))) return false;
  const count = /^\D{0,2}?([-−]?\d[\d.,]*)/u.exec(text.trim());
  if (count) {
    const value = parseDecimal(count[1].replace(/[.,]+$/, ''));
    return value === undefined ? undefined : value > 0;
  }
  if (YES.includes(letters) || AVAILABLE.some((word) => letters.includes(word))) return true;
  return NO.includes(letters) ? false : undefined;
}
