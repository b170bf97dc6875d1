import { expect, test } from 'vitest';
import type { Product } from '../../../src/core/product.js';
import { productPath } from '../../../src/shop-server/addresses.js';
import { goodsOf } from '../../../src/shop-server/goods/goods.js';
import { html, jsonLd } from '../../../src/shop-server/html.js';
import { pageFor } from '../../../src/shop-server/pages/page-for.js';
import { placeholderPicture } from '../../../src/shop-server/placeholder-picture.js';

const ORIGIN = 'http://shop.test';
const nasty: Product = {
  id: 'a/b?c=#d & "é"',
  title: '<img src=x onerror=alert(1)> & "co"',
  brand: `</script><script>alert('b')</script>`,
  category: ['<b>Bold</b>', 'x/y'],
  price: 12.5,
  currency: 'EUR',
  attributes: { '<i>': '"><u>' },
};
const goods = goodsOf([nasty, { id: 'plain', title: 'Plain' }], 'en');
const at = (path: string) => pageFor(goods, new URL(path, ORIGIN));

test('escapes every value in a template and leaves nothing and false out', () => {
  expect(html`<p title="${'"<&>\''}">${undefined}${false}${[html`<b>${1}</b>`, '<i>']}</p>`.markup).toBe(
    '<p title="&quot;&lt;&amp;&gt;&#39;"><b>1</b>&lt;i&gt;</p>',
  );
});

test('lets no structured data end its script element', () => {
  expect(jsonLd({ name: '</script><script>' }).markup).toBe(
    '<script type="application/ld+json">{"name":"\\u003c/script>\\u003cscript>"}</script>',
  );
});

test('finds the page of a product whatever its id holds', () => {
  expect(at(productPath(nasty.id))).toMatchObject({ kind: 'product' });
  expect(at('/p/plain')).toMatchObject({ kind: 'product', title: 'Plain | Larch & Lantern' });
});

test.each(['/', productPath(nasty.id), '/c', '/c/b-bold-b', '/search?q=<script>alert(1)</script>', '/search?q=img'])(
  'shows nothing of a hostile catalogue or query as markup on %s',
  (path) => {
    const { main, head } = at(path);
    const page = main.markup + (head?.markup ?? '');
    expect(page).not.toMatch(/<img src=x|<script>|<b>Bold|<u>|<i>/);
  },
);

test('describes a product as schema.org does', () => {
  const { head } = at(productPath(nasty.id));
  const data = JSON.parse((head?.markup ?? '').replace(/^<script[^>]*>|<\/script>$/g, '')) as { '@graph': object[] };
  expect(data['@graph'][0]).toMatchObject({
    '@type': 'Product',
    sku: nasty.id,
    url: `${ORIGIN}/p/a%2Fb%3Fc%3D%23d%20%26%20%22%C3%A9%22`,
    offers: { '@type': 'Offer', price: 12.5, priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  });
  expect(data['@graph'][1]).toMatchObject({ '@type': 'BreadcrumbList' });
});

test.each(['/p/none', '/p', '/p/plain/more', '/c/nowhere', '/c/b-bold-b?page=9', '/nothing', '/%E0%A4%A', '/cart/x'])(
  'answers %s with 404',
  (path) => {
    expect(at(path).status).toBe(404);
  },
);

test('draws initials for a product without a picture, the same every time', () => {
  const picture = placeholderPicture({ id: '1', title: 'x', brand: '<Ö & Sons>' });
  expect(picture).toContain('>ÖS</text>');
  expect(placeholderPicture({ id: '1', title: 'x', brand: '<Ö & Sons>' })).toBe(picture);
  expect(placeholderPicture({ id: '1', title: '…' })).toContain('>·</text>');
});
