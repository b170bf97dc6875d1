import { create, createButton } from './create.js';
import type { Messages } from './messages.js';
import type { Layout } from './shelf-attributes.js';
import css from './window-shop.css?inline';

/** What stands in the list's place: nothing but space, what the server rendered, cards, what the shop says instead. */
type Content = 'skeleton' | 'children' | 'cards' | 'empty';

export interface ShelfView {
  list: HTMLElement;
  /** Whether the server, or the shop, put something between the tags that can stand in for the cards. */
  hasChildren(): boolean;
  hasEmptySlot(): boolean;
  /** @param heading  Empty = the shop has one of its own. */
  setTexts(heading: string, messages: Messages): void;
  show(content: Content, layout: Layout, cards: readonly Element[], skeletonCards: number, isBusy: boolean): void;
}

/** One parsed sheet serves all elements of a document. */
let sheet: CSSStyleSheet | undefined;

/** Fills the shadow tree of one element: a labelled section with heading, buttons, list and slots. */
export function createShelfView(root: ShadowRoot): ShelfView {
  const list = create('ul', { part: 'list', role: 'list' });
  const heading = create('h2', { part: 'heading' });
  const headingSlot = create('slot', { name: 'heading' }, heading);
  const previous = createButton({ part: 'prev' }, () => scroll(-1));
  const next = createButton({ part: 'next' }, () => scroll(1));
  const skeleton = create('div', { 'aria-hidden': 'true' });
  const children = create('slot');
  const empty = create('slot', { name: 'empty' });
  const top = create('div', { class: 'top' }, headingSlot, previous, next);
  const footer = create('slot', { name: 'footer' });
  const section = create('section', { part: 'root' }, top, skeleton, children, list, empty, footer);

  const scroll = (direction: number): void => {
    const sign = getComputedStyle(list).direction === 'rtl' ? -direction : direction;
    list.scrollBy({ left: sign * list.clientWidth * 0.9 });
  };
  /** Shows each button where there is something in its direction, and none where all fits. */
  const updateButtons = (): void => {
    const position = Math.abs(list.scrollLeft);
    const focused = root.activeElement;
    // One pixel of room: at some zoom levels the end is never quite reached.
    previous.hidden = position <= 1;
    next.hidden = position >= list.scrollWidth - list.clientWidth - 1;
    if (focused === previous && previous.hidden) next.focus();
    if (focused === next && next.hidden) previous.focus();
  };

  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
  root.append(section);
  list.addEventListener('scroll', updateButtons, { passive: true });
  new ResizeObserver(updateButtons).observe(list);

  return {
    list,
    hasChildren: () =>
      children
        .assignedNodes()
        .some((node) => (node instanceof Element ? node.localName !== 'template' : node.textContent?.trim())),
    hasEmptySlot: () => empty.assignedNodes().length > 0,
    setTexts(text, messages) {
      const [own] = headingSlot.assignedElements();
      heading.textContent = text;
      heading.hidden = !text && !own;
      section.ariaLabel = own?.textContent || text || messages.heading;
      previous.ariaLabel = messages.previous;
      next.ariaLabel = messages.next;
    },
    show(content, layout, cards, skeletonCards, isBusy) {
      section.ariaBusy = `${isBusy}`;
      list.className = `list as-${layout}`;
      skeleton.className = `list as-${layout} skeleton`;
      skeleton.hidden = content !== 'skeleton';
      children.hidden = content !== 'children';
      list.hidden = content !== 'cards';
      empty.hidden = content !== 'empty';
      skeleton.replaceChildren(...Array.from({ length: skeleton.hidden ? 0 : skeletonCards }, skeletonCard));
      // Cards that stay are not touched, so that neither the focus nor the place in the list is lost.
      for (const card of [...list.children]) if (!cards.includes(card)) card.remove();
      for (const [i, card] of cards.entries()) if (list.children[i] !== card) list.insertBefore(card, list.children[i]);
      updateButtons();
    },
  };
}

/** As tall as a card will be, so that nothing moves when the cards come. */
const skeletonCard = (): HTMLElement =>
  create(
    'div',
    { class: 'card' },
    create('div', { class: 'frame' }),
    create('div', { class: 'text' }, create('p'), create('p')),
  );
