import type { EventItem } from '../index.js';
import { keep, readKept } from './shop-storage.js';

export interface CartLine {
  id: string;
  title: string;
  price?: number;
  currency?: string;
  brand?: string;
  image?: string;
  quantity: number;
}

const MOST_OF_ONE = 20;

/** The lines of the shop's own cart, latest last. */
export function cartLines(): CartLine[] {
  const kept = readKept('shop.cart');
  return Array.isArray(kept) ? kept.filter(isLine) : [];
}

export const isLine = (value: unknown): value is CartLine => {
  const line = value as Partial<CartLine> | null;
  return typeof line?.id === 'string' && typeof line.title === 'string' && Number.isInteger(line.quantity);
};

export function addToCart(line: CartLine): void {
  const lines = cartLines();
  const known = lines.find(({ id }) => id === line.id);
  if (known) known.quantity = Math.min(MOST_OF_ONE, known.quantity + line.quantity);
  else lines.push(line);
  replaceCart(lines);
}

/** Sets how many of one item are wanted; 0 takes it out. */
export function setQuantity(id: string, quantity: number): void {
  const lines = cartLines().map((line) =>
    line.id === id ? { ...line, quantity: Math.min(MOST_OF_ONE, quantity) } : line,
  );
  replaceCart(lines.filter((line) => line.quantity > 0));
}

export function replaceCart(lines: CartLine[]): void {
  keep('shop.cart', lines);
  window.dispatchEvent(new Event('shop-cart'));
}

/** Tells of every change, in this tab and in others. */
export function onCartChange(listener: () => void): void {
  window.addEventListener('shop-cart', listener);
  window.addEventListener('storage', ({ key }) => {
    if (key === 'shop.cart' || key === null) listener();
  });
}

/** A line as events name it. */
export const eventItem = ({ id, title, price, brand, quantity }: CartLine): EventItem => ({
  item_id: id,
  item_name: title,
  ...(price === undefined ? {} : { price }),
  ...(brand === undefined ? {} : { item_brand: brand }),
  quantity,
});

/** What lines are worth together, as events state it. */
export function worthOf(lines: readonly CartLine[]): { value: number; currency?: string } {
  const value = lines.reduce((sum, { price = 0, quantity }) => sum + price * quantity, 0);
  const currency = lines.find((line) => line.currency !== undefined)?.currency;
  return { value: Math.round(value * 100) / 100, ...(currency === undefined ? {} : { currency }) };
}
