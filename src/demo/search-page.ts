import type { Reranked, Sdk } from '../index.js';
import { byId, make } from './element.js';

const STRENGTH = 0.6;
/** A shorter way up is not worth a word. */
const NOTABLE_MOVE = 3;

/** Puts the shop's own results into the shopper's order, says what moved, and lets the shopper switch back. */
export async function orderResults(sdk: Sdk): Promise<void> {
  const list = document.getElementById('results');
  if (!list) return;
  const cards = [...list.children] as HTMLElement[];
  const query = byId<HTMLInputElement>('q').value;
  const ranked = await sdk.rerank(cards, { id: (card) => card.dataset.wsItem ?? '', query, strength: STRENGTH });
  const movedUp = ranked.filter(({ from }, rank) => from - rank >= NOTABLE_MOVE).length;
  if (!ranked.some(({ from }, rank) => from !== rank)) return;

  const note = byId('order-note');
  const order = byId('order');
  order.hidden = false;
  const show = (isPersonal: boolean): void => {
    for (const card of cards) card.querySelector('.card-why')?.remove();
    list.replaceChildren(...(isPersonal ? ranked.map(markMoved) : cards));
    note.textContent = isPersonal
      ? `${movedUp} moved up for you. Your browser did it; the shop does not know your order.`
      : 'As every visitor sees it.';
  };
  order.addEventListener('change', ({ target }) => show((target as HTMLInputElement).value === 'personal'));
  show(true);
}

function markMoved({ entry, from, reasons }: Reranked<HTMLElement>, rank: number): HTMLElement {
  const places = from - rank;
  if (places < NOTABLE_MOVE) return entry;
  const why = make('div', { class: 'card-why' }, make('p', { class: 'card-moved' }, `Up ${places} places`));
  if (reasons[0]) why.append(make('p', { class: 'card-reason' }, reasons[0].text));
  entry.append(why);
  return entry;
}
