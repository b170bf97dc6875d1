import { html } from '../html.js';
import type { Page } from './page.js';

// The cart lives in the browser; these pages are the same for everybody and their script fills them in.

export const cartPage: Page = {
  kind: 'cart',
  title: 'Your cart | Larch & Lantern',
  main: html`<header class="page-head"><h1>Your cart</h1></header>
<div class="cart">
  <div>
    <ul class="cart-lines" id="cart-lines"></ul>
    <p class="nothing" id="cart-empty" hidden>There is nothing in it yet. <a href="/">Look round</a></p>
  </div>
  <aside class="cart-sum" id="cart-sum" aria-label="Total" hidden>
    <p>Together <strong id="cart-total"></strong></p>
    <a class="button" href="/checkout">Go to checkout</a>
    <p class="section-note">Delivery is free. So is everything else: nothing here can really be bought.</p>
  </aside>
</div>
<section class="band" id="picks" aria-labelledby="picks-title" hidden>
  <div class="section-head"><h2 id="picks-title">Goes with your cart</h2></div>
  <ul class="cards" id="picks-list"></ul>
</section>
<window-shop class="shelf shelf-of-history" placement="cart-recent"></window-shop>`,
};

export const checkoutPage: Page = {
  kind: 'checkout',
  title: 'Checkout | Larch & Lantern',
  main: html`<header class="page-head">
  <h1>Checkout</h1>
  <p>This is a sample shop: no name, no card, no parcel.</p>
</header>
<div class="cart">
  <ul class="cart-lines cart-lines-short" id="cart-lines"></ul>
  <aside class="cart-sum" aria-label="Total">
    <p>To pay <strong id="cart-total"></strong></p>
    <form id="order-form" action="/thank-you"><button class="button" type="submit">Place the order</button></form>
    <p><a href="/cart">Back to the cart</a></p>
  </aside>
</div>
<p class="nothing" id="cart-empty" hidden>There is nothing to pay for. <a href="/">Look round</a></p>`,
};

export const orderPage: Page = {
  kind: 'order',
  title: 'Thank you | Larch & Lantern',
  main: html`<header class="page-head">
  <h1>Thank you</h1>
  <p id="order-number">Your order is on its imaginary way.</p>
</header>
<ul class="cart-lines cart-lines-short" id="cart-lines"></ul>
<window-shop class="shelf" placement="order-next"></window-shop>`,
};
