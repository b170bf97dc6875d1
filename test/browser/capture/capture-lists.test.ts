import { afterEach, describe, expect, test } from 'vitest';
import { type CapturePage, jsonLd, openCapturePage, product } from './capture-page.js';

let page: CapturePage | undefined;
afterEach(() => {
  page?.stop();
  page = undefined;
});

const open = (...args: Parameters<typeof openCapturePage>): CapturePage => {
  page = openCapturePage(...args);
  return page;
};
const events = (name: string): unknown[] =>
  page?.events.filter((event) => event.name === name).map(({ params }) => params) ?? [];
const click = (selector: string, init: MouseEventInit = {}, type = 'click'): void => {
  const target = document.querySelector(selector) as HTMLElement;
  // The test page must stay where it is.
  target.addEventListener(type, (event) => event.preventDefault(), { once: true });
  target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, ...init }));
};

const card = (id: string, more = ''): string =>
  `<li data-ws-item="${id}" data-ws-price="9,90"><a href="/p/${id}">${id}</a><button data-ws-action="cart">+</button>${more}</li>`;
const list = `<ul data-ws-list="New">${card('a')}${card('b')}</ul>`;

describe('a marked list', () => {
  test('is recorded once its items were half visible for a second', async () => {
    open('/category/new', `${list}<div style="height:5000px"></div><ul data-ws-list="Below">${card('c')}</ul>`);
    expect(events('view_item_list')).toEqual([]);
    await expect
      .poll(() => events('view_item_list'), { timeout: 3_000 })
      .toEqual([
        {
          item_list_name: 'New',
          items: [
            { item_id: 'a', price: 9.9, index: 0 },
            { item_id: 'b', price: 9.9, index: 1 },
          ],
        },
      ]);
    document.querySelector('[data-ws-list="Below"]')?.scrollIntoView();
    await expect.poll(() => events('view_item_list'), { timeout: 3_000 }).toHaveLength(2);
    expect(events('view_item_list')[1]).toEqual({
      item_list_name: 'Below',
      items: [{ item_id: 'c', price: 9.9, index: 0 }],
    });
  });

  test('is not recorded twice when structured data lists the same items', async () => {
    const itemList = { '@type': 'ItemList', itemListElement: ['a', 'b', 'z'].map((id) => product(id)) };
    open('/category/new', list + jsonLd(itemList));
    await expect
      .poll(() => page?.lines(), { timeout: 3_000 })
      .toEqual(['page_view category navigation', 'view_item_list z jsonld', 'view_item_list a,b attributes']);
  });

  test('leaves out what the page recorded itself', async () => {
    open('/category/new', list);
    page?.record('view_item_list', { items: [{ item_id: 'a' }] });
    await expect.poll(() => events('view_item_list'), { timeout: 3_000 }).toHaveLength(2);
    expect(page?.lines().at(-1)).toBe('view_item_list b attributes');
  });
});

describe('clicks', () => {
  test('on a link in a card choose the item, also in a new tab', () => {
    open('/category/new', list);
    click('[href="/p/b"]');
    click('[href="/p/a"]', { button: 1 }, 'auxclick');
    expect(events('select_item')).toEqual([
      { items: [{ item_id: 'b', price: 9.9 }], item_list_name: 'New' },
      { items: [{ item_id: 'a', price: 9.9 }], item_list_name: 'New' },
    ]);
  });

  test('on a marked action record it, even if the shop stops the event', () => {
    open('/category/new', list);
    document.querySelector('button')?.addEventListener('click', (event) => event.stopImmediatePropagation());
    click('button');
    expect(events('add_to_cart')).toEqual([{ items: [{ item_id: 'a', price: 9.9, quantity: 1 }], value: 9.9 }]);
    expect(events('select_item')).toEqual([]);
  });

  test.each([
    ['remove', 'remove_from_cart', { items: [{ item_id: 'a', price: 5 }], value: 5 }],
    ['wishlist', 'add_to_wishlist', { items: [{ item_id: 'a', price: 5 }], value: 5 }],
    ['dismiss', 'dismiss_item', { item_id: 'a' }],
  ])('on the action %s record %s', (action, name, params) => {
    open('/x', `<button data-ws-item="a" data-ws-price="5" data-ws-action="${action}"><b>x</b></button>`);
    click('b');
    expect(events(name)).toEqual([params]);
  });

  test('on an action without an item mean the product of the page', () => {
    open('/x', `${jsonLd(product('dome'))}<button data-ws-action="cart">+</button>`);
    click('button');
    expect(events('add_to_cart')).toEqual([{ items: [{ item_id: 'dome', quantity: 1 }] }]);
  });

  test.each([
    ['unknown actions', '<p data-ws-item="a"><button data-ws-action="explode">x</button></p>'],
    ['actions about nothing', '<button data-ws-action="cart">x</button>'],
    ['ignored parts', '<p data-ws-ignore><button data-ws-item="a" data-ws-action="cart">x</button></p>'],
    ['links of the page’s own product', '<p data-ws-item="a"><a href="#b"><button>x</button></a></p>'],
    ['items that are no links', `<ul data-ws-list><li data-ws-item="a"><button>x</button></li></ul>`],
  ])('on %s record nothing', (_, html) => {
    open('/x', html);
    const before = page?.events.length;
    click('button');
    expect(page?.events).toHaveLength(before ?? -1);
  });
});

describe('searches', () => {
  test('marked on the page are recorded once for each term', async () => {
    open('/find', '<h1 data-ws-search="red tent">42 results</h1>');
    document.body.append('changed');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(events('search')).toEqual([{ search_term: 'red tent' }]);
    document.querySelector('h1')?.setAttribute('data-ws-search', 'blue tent');
    await expect.poll(() => events('search')).toHaveLength(2);
  });

  test('take the term, and nothing else, from the address of a results page', () => {
    open('/find?q=tent&email=a@b.test', jsonLd({ '@type': 'SearchResultsPage' }));
    expect(page?.lines()).toEqual(['page_view search navigation', 'view_search_results tent jsonld']);
    expect(JSON.stringify(page?.events)).not.toContain('a@b.test');
  });
});
