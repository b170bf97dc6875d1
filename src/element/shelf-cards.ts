import type { RankedItem, RecommendResult } from '../index.js';
import { defaultCard } from './card.js';
import { cardMenu } from './card-menu.js';
import { create } from './create.js';
import { messagesFor } from './messages.js';

export type CardTemplate = (item: RankedItem, result: RecommendResult) => Node;

/** How cards look. */
interface CardLook {
  /** BCP 47 */
  locale: string;
  hasReason: boolean;
  /** Builds the card instead of the default one. */
  template: CardTemplate | undefined | null;
}

export interface CardListener {
  onDismiss(item: RankedItem): void;
  /** The shop's own template could not build a card; the default one stands in. */
  onMistake(error: unknown): void;
}

export interface ShelfCards {
  /** The cards of some items of a result, in their order; those that are missing are built. */
  update(result: RecommendResult, items: readonly RankedItem[], look: CardLook): HTMLElement[];
  /** All cards are built anew next time. */
  forget(): void;
  /** The item, as the latest result has it, on whose card an element stands. */
  itemAt(element: Element): RankedItem | undefined;
}

/** The cards of one list. A card that shows the same as before is kept, so that pictures do not flicker. */
export function createShelfCards({ onDismiss, onMistake }: CardListener): ShelfCards {
  /** By what they show. */
  let cards = new Map<string, HTMLElement>();
  let latest: RecommendResult;

  const itemAt = (element: Element): RankedItem | undefined => {
    const id = element.closest<HTMLElement>('.card')?.dataset.id;
    return latest.items.find((item) => item.id === id);
  };

  const customCard = (item: RankedItem, template: CardLook['template']): Node | null | undefined => {
    try {
      return template?.(item, latest);
    } catch (error) {
      onMistake(error);
      return null;
    }
  };

  const build = (item: RankedItem, look: CardLook): HTMLElement => {
    const messages = messagesFor(look.locale);
    const custom = customCard(item, look.template);
    const card: HTMLElement = create(
      'li',
      { part: 'item', class: custom ? 'card custom' : 'card', 'data-id': item.id },
      ...(custom ? [custom] : defaultCard(item, look.locale, messages, look.hasReason)),
      cardMenu(
        item.product.title,
        messages,
        () => itemAt(card)?.reasons ?? [],
        () => onDismiss(item),
      ),
    );
    return card;
  };

  return {
    update(result, items, look) {
      latest = result;
      const before = cards;
      cards = new Map();
      for (const item of items) {
        const contents = JSON.stringify([item.product, look.hasReason && item.reasons[0]?.text]);
        cards.set(contents, before.get(contents) ?? build(item, look));
      }
      return [...cards.values()];
    },
    forget: () => cards.clear(),
    itemAt,
  };
}
