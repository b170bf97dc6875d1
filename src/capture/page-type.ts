import type { PageType } from '../core/journey-event.js';

// Words in the paths of shops, in the order in which they are asked for: `/collections/tents/products/dome` is a
// product, `/checkout/cart` a cart, `/account/orders` an account. Languages: en, de, fr, es.
const WORDS: [PageType, RegExp][] = [
  ['order', /^(order-(confirmation|received|complete)|thank-?you|checkout-success|bestellbestaetigung|danke|merci)$/],
  [
    'account',
    /^(account|my-?account|login|log-in|sign-?in|register|profile|wish-?list|favou?rites|konto|anmelden|merkliste|compte|cuenta)$/,
  ],
  ['cart', /^(cart|basket|bag|shopping-(cart|bag)|warenkorb|panier|carrito|cesta)$/],
  ['checkout', /^(checkouts?|payment|pay|billing|kasse|zahlung|bezahlen|paiement|caisse|pago|pagar)$/],
  ['search', /^(search|search-?results?|suche|recherche|buscar|busqueda|s)$/],
  ['product', /^(products?|p|pd|dp|items?|artikel|produkte?|produits?|productos?)$/],
  ['category', /^(categor(y|ies)|collections?|c|shop|department|browse|kategorien?|categorias?)$/],
];

/** Pages that show what a shopper has or had: their items are not what the page is about, and no list to choose from. */
export const isOwnPage = (pageType: PageType): boolean => /^(cart|checkout|order|account)$/.test(pageType);

const LANGUAGE = /^[a-z]{2}([-_][a-z]{2})?$/;

/** Guesses from the path what kind of page it is; `other` when nothing tells. */
export function pageTypeOf(route: string): PageType {
  const segments = route
    .toLowerCase()
    .split('/')
    .map((segment) => segment.replace(/\.(html?|php|aspx?)$/, ''))
    .filter((segment) => segment !== '');
  const isWord = (segment: string): boolean => WORDS.some(([, word]) => word.test(segment));
  if (LANGUAGE.test(segments[0] ?? '') && !isWord(segments[0])) segments.shift();
  if (segments.length === 0 || (segments.length === 1 && /^(index|home|default)$/.test(segments[0]))) return 'home';
  for (const [pageType, word] of WORDS) {
    const at = segments.findIndex((segment) => word.test(segment));
    if (at < 0) continue;
    // `/products` alone is a list of them.
    return pageType === 'product' && at === segments.length - 1 ? 'category' : pageType;
  }
  return 'other';
}
