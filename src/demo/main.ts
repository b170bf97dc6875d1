import { showCartCount } from './cart-count.js';
import { askForChoice, showChoice } from './choice.js';
import { setUpDrawer } from './drawer/drawer.js';
import { byId } from './element.js';
import { drawCards } from './element-cards.js';
import { pages } from './pages.js';
import { ResultLog } from './result-log.js';

const log = new ResultLog();
const openDrawer = setUpDrawer(log);
askForChoice();
showCartCount();
drawCards();
pages[document.body.dataset.page ?? '']?.(log);

document.body.addEventListener('ws-dismiss', ({ detail: { item } }) => {
  byId('told').textContent =
    `“${item.product.title}” will not be suggested again. You can take that back in “My device”.`;
});

document.addEventListener('click', ({ target }) => {
  const opener = target instanceof Element ? target.closest<HTMLElement>('[data-opens]') : null;
  if (opener?.dataset.opens === 'drawer') openDrawer();
  if (opener?.dataset.opens === 'choice') showChoice().focus();
});
