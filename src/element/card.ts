import type { RankedItem } from '../index.js';
import { create } from './create.js';
import { filled, type Messages } from './messages.js';
import { pricesOf } from './prices.js';
import { safeUrl } from './safe-url.js';

/** The inside of a card as it is by default: picture, linked title, price, rating, reason. */
export function defaultCard(
  { product, reasons }: RankedItem,
  locale: string,
  messages: Messages,
  hasReason: boolean,
): Node[] {
  const { title, rating, ratingCount } = product;
  const href = safeUrl(product.url);
  const name = create('span', { part: 'title' }, title);
  const [price, listPrice] = pricesOf(product, locale);
  const stars = rating ? rating.toLocaleString(locale, { maximumFractionDigits: 1 }) : '';
  const count = ratingCount ? ` (${ratingCount.toLocaleString(locale)})` : '';
  return [
    picture(safeUrl(product.image), title),
    create(
      'div',
      { class: 'text' },
      href ? create('a', { part: 'link', href }, name) : name,
      price &&
        create(
          'p',
          {},
          create('span', { part: 'price' }, price),
          listPrice && create('span', { class: 'spoken' }, ` ${messages.listPrice} `),
          listPrice && create('s', { part: 'list-price' }, listPrice),
        ),
      stars &&
        create(
          'p',
          { part: 'rating', role: 'img', 'aria-label': filled(messages.rating, stars) + count },
          `★ ${stars}${count}`,
        ),
      hasReason ? create('p', { part: 'reason' }, reasons[0]?.text) : '',
    ),
  ];
}

/**
 * Decorative: the link beside it has the title as its name. The frame has its size before the picture comes; where none
 * comes the first letter stands in.
 */
function picture(src: string | undefined, title: string): HTMLElement {
  const frame = create('div', { class: 'frame', 'aria-hidden': 'true' });
  const showLetter = (): void => {
    frame.textContent = [...title.trim()][0]?.toUpperCase() ?? '';
  };
  if (!src) showLetter();
  else {
    const image = create('img', { part: 'image', alt: '', loading: 'lazy', src });
    image.addEventListener('error', showLetter);
    frame.append(image);
  }
  return frame;
}
