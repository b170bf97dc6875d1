import type { Sdk } from '../index.js';
import { showCart } from './cart-page.js';
import { showCheckout } from './checkout-page.js';
import { byId } from './element.js';
import { showOrder } from './order-page.js';
import { fillPicks } from './picks.js';
import { sellProduct } from './product-page.js';
import type { ResultLog } from './result-log.js';
import { orderResults } from './search-page.js';
import { withSdk } from './with-sdk.js';

/** What the script does on each kind of page. */
export const pages: Record<string, (log: ResultLog) => void> = {
  home: (log) =>
    withSdk((sdk) =>
      fillPicks(sdk, {
        log,
        request: { placement: 'home-for-you' },
        isShown: ({ source }) => source === 'personal',
      }),
    ),
  category: (log) => withSdk((sdk) => fillCategoryPicks(sdk, log)),
  product: sellProduct,
  search: () => withSdk(orderResults),
  cart: showCart,
  checkout: showCheckout,
  order: showOrder,
};

async function fillCategoryPicks(sdk: Sdk, log: ResultLog): Promise<void> {
  const { category } = document.getElementById('picks')?.dataset ?? {};
  if (category === undefined) return;
  await fillPicks(sdk, {
    log,
    request: { placement: 'category-for-you', rules: { filter: { category } } },
    isShown: ({ source, items }) => source === 'personal' && items.length >= 2,
  });
  byId('picks-title').textContent = `For you in ${category}`;
}
