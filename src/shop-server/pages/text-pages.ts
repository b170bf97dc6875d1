import { html } from '../html.js';
import type { Page } from './page.js';

export const privacyPage: Page = {
  kind: 'text',
  title: 'Your privacy | Larch & Lantern',
  main: html`<article class="prose">
  <h1>Your privacy</h1>
  <p>This shop suggests things that suit you. Other shops do that by sending what you look at to a server. This one does not: your browser downloads a description of the whole catalogue, remembers your visit itself, and works the suggestions out on its own.</p>
  <h2>What is kept, and where</h2>
  <p>If you say yes, the pages you open, what you put in the cart and what you buy are kept in this browser, for 180 days at most. If you say no, nothing is kept. Until you decide, it stays in the memory of the open page and is gone with it.</p>
  <p>A yes keeps these things, and erasing removes them:</p>
  <ul>
    <li>in IndexedDB, in a database and, where the browser has them, a storage bucket, both named <code>windowshop</code>: every single observation</li>
    <li>in Cache Storage, in <code>windowshop-profile-1</code>: what they add up to, since browsers that crash can lose a database</li>
    <li>in the origin private file system, in <code>windowshop-snapshot</code>: a copy of the catalogue’s description, the same for everybody, and how fast your device works with it</li>
  </ul>
  <p>Erasing leaves a random mark in the database, by which other open tabs know of it.</p>
  <p>The shop itself keeps three small notes in your browser’s local storage: <code>shop.cart</code>, <code>shop.order</code>, and <code>shop.choice</code>, your answer to the question below.</p>
  <h2>What is sent</h2>
  <p>Requests for pages and pictures, as with any web site, and for two kinds of files that are the same for everybody: the program and the catalogue. There is no account, no cookie and no visitor number. The address of this site is the only one that the page may connect to; the browser enforces it through a content security policy.</p>
  <h2>What you can do</h2>
  <p>Open the drawer to see all that this device knows, to pause it, to take it with you as a file, or to erase it.</p>
  <p class="hero-actions">
    <button class="button" type="button" data-opens="drawer">Open the drawer</button>
    <button class="button button-quiet" type="button" data-opens="choice">Change my mind</button>
  </p>
</article>`,
};

export const notFoundPage: Page = {
  kind: 'text',
  title: 'Not here | Larch & Lantern',
  status: 404,
  main: html`<article class="prose">
  <h1>This shelf is empty</h1>
  <p>The page does not exist, or not any more. <a href="/">Start from the front door</a>, or search above.</p>
</article>
<window-shop class="shelf" placement="search-popular"></window-shop>`,
};
