import type { WindowShopElement } from '../element/index.js';
import { cardContents } from './product-card.js';

/**
 * Where the catalogue comes from elsewhere its products name no pages of this shop and perhaps no pictures, so the
 * shop draws the cards of `<window-shop>` itself; the sample catalogue is content with windowshop's own.
 */
export function drawCards(): void {
  if (document.body.dataset.cards !== 'shop') return;
  for (const shelf of document.querySelectorAll<WindowShopElement>('window-shop')) {
    shelf.template = (item) => {
      const card = document.createDocumentFragment();
      card.append(...cardContents(item));
      return card;
    };
  }
}
