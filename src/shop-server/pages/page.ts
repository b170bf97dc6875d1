import type { Html } from '../html.js';

/** What a page puts into the frame of `index.html`. */
export interface Page {
  /** Says to the page's script what it is on. */
  kind: 'home' | 'category' | 'product' | 'search' | 'cart' | 'checkout' | 'order' | 'text';
  title: string;
  main: Html;
  /** Structured data. */
  head?: Html;
  status?: number;
}
