import type { WindowShopElement } from '../../../src/element/index.js';
import '../../../src/element/index.js';
import { createFakeSdk, type FakeSdk } from './fake-sdk.js';

/** Puts shelves on the page and gives them an SDK, as the page's queue would. */
export function showPage(html: string, sdk: FakeSdk = createFakeSdk()): { sdk: FakeSdk; shelves: WindowShopElement[] } {
  window.windowshop = Object.assign([], {
    push: (...callbacks: ((sdk: FakeSdk) => void)[]) => {
      for (const callback of callbacks) callback(sdk);
      return 0;
    },
  });
  document.body.innerHTML = html;
  return { sdk, shelves: [...document.querySelectorAll('window-shop')] };
}

/** The only shelf of the page, once it has its first answer. */
export async function showShelf(
  html = '<window-shop></window-shop>',
  sdk?: FakeSdk,
): Promise<{ shelf: WindowShopElement; sdk: FakeSdk }> {
  const page = showPage(html, sdk);
  const [shelf] = page.shelves;
  await answered(shelf);
  return { shelf, sdk: page.sdk };
}

export const answered = (shelf: WindowShopElement): Promise<unknown> =>
  new Promise((resolve) => shelf.addEventListener('ws-result', resolve, { once: true }));

export function clearPage(): void {
  document.body.replaceChildren();
  delete window.windowshop;
  document.documentElement.dir = '';
  document.documentElement.lang = 'en';
}

/** Long enough for what must not happen: a refresh waits for events to settle. */
export const wait = (ms = 300): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const inside = (shelf: WindowShopElement): ShadowRoot => shelf.shadowRoot as ShadowRoot;

/** Elements of a part, in order. */
export const parts = <E extends HTMLElement = HTMLElement>(shelf: WindowShopElement, part: string): E[] => [
  ...inside(shelf).querySelectorAll<E>(`[part="${part}"]`),
];

export const texts = (shelf: WindowShopElement, part: string): (string | null)[] =>
  parts(shelf, part).map(({ textContent }) => textContent);

/** The button of the open menu that says so. */
export const menuButton = (shelf: WindowShopElement, text: string): HTMLElement | undefined =>
  [...inside(shelf).querySelectorAll<HTMLElement>('.panel button')].find((button) => button.textContent === text);

export const isVisible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

export const focusedIn = (shelf: WindowShopElement): Element | null => inside(shelf).activeElement;
