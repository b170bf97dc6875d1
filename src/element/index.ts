import { WindowShopElement, type WindowShopEventMap } from './window-shop-element.js';

export { WindowShopElement, type WindowShopEventMap };

declare global {
  interface HTMLElementTagNameMap {
    'window-shop': WindowShopElement;
  }
  interface HTMLElementEventMap extends WindowShopEventMap {}
}

// Importing this file registers the element; on a server, and where it is there already, it does nothing.
if (globalThis.customElements && !customElements.get('window-shop'))
  customElements.define('window-shop', WindowShopElement);
