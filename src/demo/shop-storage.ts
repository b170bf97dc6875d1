/** What the shop itself keeps in the browser; windowshop keeps its own things elsewhere. */
export type ShopKey = 'shop.cart' | 'shop.order' | 'shop.choice';

const KEYS: ShopKey[] = ['shop.cart', 'shop.order', 'shop.choice'];

export function readKept(key: ShopKey): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // Storage is switched off, or somebody else wrote there: the shop starts afresh.
    return null;
  }
}

export function keep(key: ShopKey, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is switched off or full: the shop works for this page only.
  }
}

export function forgetAll(): void {
  for (const key of KEYS) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is switched off, so there is nothing to forget.
    }
  }
}
