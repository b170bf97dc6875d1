import type { ReasonCode } from '../recommendation.js';

/** One sentence per kind of reason; `{items}` and `{value}` are filled in. */
type ReasonTexts = Record<ReasonCode, string> & { and: string; more: string };

const TEXTS: Record<string, ReasonTexts> = {
  en: {
    similar: 'Similar to {items}',
    also_viewed: 'Shoppers who viewed {items} also viewed this',
    bought_together: 'Often bought together with {items}',
    viewed: 'Because you viewed {items}',
    carted: 'Because you put {items} in your cart',
    bought: 'Because you bought {items}',
    category: 'From {value}, which goes with your choice',
    popular: 'Popular in this shop',
    pinned: 'Placed here by the shop',
    reserved: 'From a selection of the shop',
    explored: 'Something new to try',
    fallback: 'Popular in this shop, shown to fill the list',
    and: '{first} and {last}',
    more: '{first} and {count} more',
  },
  de: {
    similar: 'Ähnlich wie {items}',
    also_viewed: 'Wer {items} ansah, sah auch dies an',
    bought_together: 'Wird oft zusammen mit {items} gekauft',
    viewed: 'Weil Sie {items} angesehen haben',
    carted: 'Weil Sie {items} in den Warenkorb gelegt haben',
    bought: 'Weil Sie {items} gekauft haben',
    category: 'Aus {value}, passend zu Ihrer Wahl',
    popular: 'Beliebt in diesem Shop',
    pinned: 'Vom Shop hier platziert',
    reserved: 'Aus einer Auswahl des Shops',
    explored: 'Etwas Neues zum Ausprobieren',
    fallback: 'Beliebt in diesem Shop, füllt die Liste auf',
    and: '{first} und {last}',
    more: '{first} und {count} weitere',
  },
  fr: {
    similar: 'Semblable à {items}',
    also_viewed: 'Vu aussi par ceux qui ont regardé {items}',
    bought_together: 'Souvent acheté avec {items}',
    viewed: 'Parce que vous avez regardé {items}',
    carted: 'Parce que vous avez mis {items} au panier',
    bought: 'Parce que vous avez acheté {items}',
    category: 'De {value}, assorti à votre choix',
    popular: 'Apprécié dans cette boutique',
    pinned: 'Placé ici par la boutique',
    reserved: 'D’une sélection de la boutique',
    explored: 'Une nouveauté à essayer',
    fallback: 'Apprécié dans cette boutique, pour compléter la liste',
    and: '{first} et {last}',
    more: '{first} et {count} autres',
  },
  es: {
    similar: 'Parecido a {items}',
    also_viewed: 'Quienes vieron {items} también vieron esto',
    bought_together: 'Suele comprarse junto con {items}',
    viewed: 'Porque has visto {items}',
    carted: 'Porque has puesto {items} en la cesta',
    bought: 'Porque has comprado {items}',
    category: 'De {value}, que va con tu elección',
    popular: 'Popular en esta tienda',
    pinned: 'Colocado aquí por la tienda',
    reserved: 'De una selección de la tienda',
    explored: 'Algo nuevo para probar',
    fallback: 'Popular en esta tienda, para completar la lista',
    and: '{first} y {last}',
    more: '{first} y {count} más',
  },
};

/** Longest title inside a sentence, in characters. */
const MAX_TITLE = 60;

/**
 * Puts a reason into words.
 *
 * @param locale     BCP 47; languages without texts of their own read English.
 * @param titles     Titles of the first items behind the reason; two are enough.
 * @param itemCount  How many items there are in all.
 */
export function reasonText(
  code: ReasonCode,
  locale: string,
  titles: readonly string[],
  itemCount: number,
  value?: string,
): string {
  const texts = TEXTS[locale.toLowerCase().split(/[-_]/)[0]] ?? TEXTS.en;
  const fill = (template: string, slots: Record<string, string>): string =>
    template.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');
  const [first = '', last = ''] = titles.map((title) => `“${shorten(title)}”`);
  const items =
    itemCount <= 1
      ? first
      : itemCount === 2
        ? fill(texts.and, { first, last })
        : fill(texts.more, { first, count: String(itemCount - 1) });
  return fill(texts[code], { items, value: value ?? '' });
}

/** Cuts at a word where there is one near the limit. */
function shorten(title: string): string {
  const characters = [...title];
  if (characters.length <= MAX_TITLE) return title;
  const cut = characters.slice(0, MAX_TITLE).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > MAX_TITLE / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:–-]+$/, '')}…`;
}
