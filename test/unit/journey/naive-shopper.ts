import {
  decay,
  dwellWeight,
  EVENT_WEIGHTS,
  MAX_DWELL_WEIGHT,
  ratingWeight,
  SHOWN_SHARE,
} from '../../../src/core/journey/event-weights.js';
import type { JourneyEvent } from '../../../src/core/journey-event.js';
import type { Interaction, InteractionKind, Shopper } from '../../../src/core/shopper.js';

/** What one event does to one item. */
interface Touch {
  itemId: string;
  timestamp: number;
  weight: number;
  name: JourneyEvent['name'];
  isShown: boolean;
  kind: InteractionKind;
}

const NUMBERS = { strongest: 128, latest: 64, shown: 64, recent: 256 };

const idsOf = (event: JourneyEvent): string[] => {
  const { items = [], item_id } = event.params as { items?: { item_id: string }[]; item_id?: string };
  return [...new Set([...items.map((item) => item.item_id), ...(item_id === undefined ? [] : [item_id])])];
};

/** The shopper by the definition alone: everything from the raw list of events, at every question, sparing nothing. */
export class NaiveShopper {
  /** Without repeated orders. */
  readonly events: readonly JourneyEvent[];
  readonly touches: readonly Touch[];
  readonly byItem = new Map<string, Touch[]>();
  readonly now: number;

  constructor(events: readonly JourneyEvent[], now: number) {
    this.now = now;
    this.events = events.filter(
      (event, i) =>
        event.name !== 'purchase' ||
        !events.slice(0, i).some((one) => one.name === 'purchase' && orderOf(one) === orderOf(event)),
    );
    this.touches = this.events.flatMap((_, i) => this.touchesOf(i));
    for (const touch of this.touches) this.byItem.set(touch.itemId, [...(this.byItem.get(touch.itemId) ?? []), touch]);
  }

  interactions(): Interaction[] {
    const kept = [
      ...new Set([...this.byStrength().slice(0, NUMBERS.strongest), ...this.latest(false), ...this.latest(true)]),
    ];
    const sums = kept.map((itemId) => ({ itemId, chosen: this.sum(itemId, false), shown: this.sum(itemId, true) }));
    const liked = sums.reduce((sum, { chosen }) => sum + Math.max(0, chosen), 0);
    const shownSum = sums.reduce((sum, { shown }) => sum - shown, 0);
    const factor = shownSum > 0 ? Math.min(1, (SHOWN_SHARE * liked) / shownSum) : 0;
    return sums.map(({ itemId, chosen, shown }) => {
      const own = this.byItem.get(itemId) ?? [];
      const more = own.filter(({ isShown }) => !isShown);
      return {
        itemId,
        weight: chosen + factor * shown,
        kind: (['bought', 'carted', 'viewed'] as const).find((kind) => own.some((touch) => touch.kind === kind))!,
        lastMs: Math.max(...(more.length > 0 ? more : own).map(({ timestamp }) => timestamp)),
        count: this.encounters().filter((met) => met === itemId).length,
      };
    });
  }

  rest(): Pick<Shopper, 'recent' | 'cart' | 'wishlist' | 'owned' | 'dismissed'> {
    const viewed = this.events.flatMap((event) => (event.name === 'view_item' ? idsOf(event) : []));
    const orders = this.events.flatMap((event, i) => (event.name === 'purchase' ? this.leftOf(event, i) : []));
    const wished = this.events.flatMap((event) =>
      event.name === 'add_to_wishlist' || event.name === 'remove_from_wishlist'
        ? idsOf(event).map((itemId) => ({ itemId, isIn: event.name === 'add_to_wishlist' }))
        : [],
    );
    return {
      recent: [...new Set(viewed.reverse())].slice(0, NUMBERS.recent),
      cart: this.cart(),
      wishlist: distinct(wished.map(({ itemId }) => itemId)).filter(
        (itemId) => wished.filter((one) => one.itemId === itemId).at(-1)?.isIn,
      ),
      owned: distinct(orders).map((itemId) => ({ itemId, orders: orders.filter((one) => one === itemId).length })),
      dismissed: distinct(this.events.flatMap((event) => (event.name === 'dismiss_item' ? idsOf(event) : []))),
    };
  }

  /** Items by absolute weight of what was chosen, ties by id. */
  byStrength(): string[] {
    const chosen = distinct(this.touches.filter(({ isShown }) => !isShown).map(({ itemId }) => itemId));
    const strengths = new Map(chosen.map((itemId) => [itemId, Math.abs(this.sum(itemId, false))]));
    return chosen.sort((a, b) => strengths.get(b)! - strengths.get(a)! || (a < b ? -1 : 1));
  }

  /**
   * Whether rounding decides which item is the last of the strongest: sums of different events that are equal but for
   * the order in which they were added up.
   */
  isCloseCall(): boolean {
    const [last, next] = this.byStrength().slice(NUMBERS.strongest - 1);
    if (next === undefined) return false;
    const gap = Math.abs(this.sum(last, false)) - Math.abs(this.sum(next, false));
    return gap < 1e-9 * Math.abs(this.sum(last, false)) && this.historyOf(last) !== this.historyOf(next);
  }

  /** The item of each encounter: what was liked, and what followed of the same item by another name is no new one. */
  private encounters(): string[] {
    const liked = this.touches.filter(({ weight, name }) => weight > 0 && name !== 'dwell');
    const first: Touch[] = [];
    for (const touch of liked) {
      const before = first.at(-1);
      if (before?.itemId !== touch.itemId || before.name === touch.name) first.push(touch);
    }
    return first.map(({ itemId }) => itemId);
  }

  private historyOf(itemId: string): string {
    const own = (this.byItem.get(itemId) ?? []).filter(({ isShown }) => !isShown);
    return own.map(({ timestamp, weight }) => `${timestamp} ${weight}`).join();
  }

  private latest(isShown: boolean): string[] {
    const touched = this.touches.filter((touch) => touch.isShown === isShown).map(({ itemId }) => itemId);
    return [...new Set(touched.reverse())].slice(0, isShown ? NUMBERS.shown : NUMBERS.latest);
  }

  private sum(itemId: string, isShown: boolean): number {
    return (this.byItem.get(itemId) ?? [])
      .filter((touch) => touch.isShown === isShown)
      .reduce((sum, { weight, timestamp }) => sum + weight * decay(this.now - timestamp), 0);
  }

  private touchesOf(i: number): Touch[] {
    const event = this.events[i];
    const weight = this.weightOf(i);
    if (weight === undefined) return [];
    const kind = event.name === 'purchase' ? 'bought' : event.name === 'add_to_cart' ? 'carted' : 'viewed';
    const isWholeRefund = event.name === 'refund' && event.params.items === undefined;
    const ids = isWholeRefund ? this.openItems(orderOf(event), i) : idsOf(event);
    const isShown = event.name === 'view_item_list';
    const { name, timestamp } = event;
    return ids.map((itemId) => ({ itemId, timestamp, weight, name, isShown, kind }));
  }

  private weightOf(i: number): number | undefined {
    const event = this.events[i];
    if (event.name === 'rate_item') return ratingWeight(event.params.rating);
    if (event.name !== 'dwell') return EVENT_WEIGHTS[event.name];
    const { item_id } = event.params;
    const before = this.events.slice(0, i);
    const view = before.map((one) => one.name === 'view_item' && idsOf(one).includes(item_id)).lastIndexOf(true);
    if (view < 0) return 0;
    const used = before
      .slice(view)
      .reduce(
        (ms, one) => (one.name === 'dwell' && one.params.item_id === item_id ? ms + dwellWeight(one.params.ms) : ms),
        0,
      );
    return Math.min(Math.max(0, MAX_DWELL_WEIGHT - used), dwellWeight(event.params.ms));
  }

  /** Items of an order that were not returned before the event `end`. */
  private openItems(order: string, end: number): string[] {
    const bought = this.events.findIndex(
      (event, i) => i < end && event.name === 'purchase' && orderOf(event) === order,
    );
    return bought < 0 ? [] : this.leftOf(this.events[bought], bought, end);
  }

  private leftOf(purchase: JourneyEvent, from: number, end = this.events.length): string[] {
    const refunds = this.events
      .slice(from, end)
      .filter((event) => event.name === 'refund' && orderOf(event) === orderOf(purchase));
    if (refunds.some((event) => event.name === 'refund' && event.params.items === undefined)) return [];
    return idsOf(purchase).filter((itemId) => !refunds.some((refund) => idsOf(refund).includes(itemId)));
  }

  private cart(): Shopper['cart'] {
    const quantities: Record<string, number> = {};
    const put = (itemId: string, quantity: number): void => {
      quantities[itemId] = Math.max(0, (quantities[itemId] ?? 0) + quantity);
    };
    for (const event of this.events) {
      if (event.name === 'view_cart') for (const itemId of Object.keys(quantities)) quantities[itemId] = 0;
      if (event.name === 'view_cart' || event.name === 'add_to_cart' || event.name === 'remove_from_cart')
        for (const { item_id, quantity = 1 } of event.params.items)
          put(item_id, event.name === 'remove_from_cart' ? -quantity : quantity);
      if (event.name === 'purchase') for (const itemId of idsOf(event)) quantities[itemId] = 0;
    }
    return Object.entries(quantities)
      .filter(([, quantity]) => quantity > 0)
      .map(([itemId, quantity]) => ({ itemId, quantity }));
  }
}

const orderOf = (event: JourneyEvent): string => (event.params as { transaction_id: string }).transaction_id;

const distinct = (itemIds: readonly string[]): string[] => [...new Set(itemIds)];
