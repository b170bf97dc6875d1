import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RankedItem } from '../../../src/index.js';
import { answered, clearPage, isVisible, parts, showPage, showShelf, texts, wait } from './element-page.js';
import { createFakeSdk, fakeItem, fakeItems } from './fake-sdk.js';

const PICTURE = '/public/favicon.svg';
const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
beforeEach(() => {
  clearPage();
  warn.mockClear();
});
afterEach(clearPage);

const showItem = (product: Partial<RankedItem['product']>, attributes = '') =>
  showShelf(
    `<window-shop ${attributes}></window-shop>`,
    createFakeSdk(() => [fakeItem(1, 0, product)]),
  );

describe('a card', () => {
  test('has one link, whose name is the title, and an address that is the product’s', async () => {
    const { shelf } = await showItem({ title: 'Kettle & <b>pot</b>', url: '/p/kettle?a=1' });
    const links = shelf.shadowRoot?.querySelectorAll('li a') ?? [];
    expect([...links].map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Kettle & <b>pot</b>', '/p/kettle?a=1'],
    ]);
  });

  test.each([undefined, '', 'javascript:alert(1)', 'data:text/html,x', 'http://['])(
    'with the address %s is no link',
    async (url) => {
      const { shelf } = await showItem({ url: url as string });
      expect(parts(shelf, 'link')).toEqual([]);
      expect(texts(shelf, 'title')).toEqual(['Enamel kettle, blue']);
    },
  );

  test.each<[string, Partial<RankedItem['product']>, string[]]>([
    ['en', { price: 1234.5, currency: 'EUR' }, ['€1,234.50']],
    ['de', { price: 1234.5, currency: 'EUR' }, ['1.234,50\u00a0€']],
    ['en', { price: 8, listPrice: 10, currency: 'USD' }, ['$8.00', '$10.00']],
    ['en', { price: 10, listPrice: 8, currency: 'USD' }, ['$10.00']],
    ['en', { price: 8, currency: undefined as never }, ['8.00']],
    ['en', { price: 8, currency: 'nonsense' }, ['8.00']],
    ['not a language', { price: 8, currency: 'EUR' }, ['8.00']],
    ['en', { price: undefined as never, listPrice: 8 }, []],
    ['en', { price: 0, currency: 'EUR' }, ['€0.00']],
  ])('in %s with %j shows %j', async (lang, product, prices) => {
    const { shelf } = await showItem(product, `lang="${lang}"`);
    expect([...texts(shelf, 'price'), ...texts(shelf, 'list-price')]).toEqual(prices);
  });

  test('says what it shows by shape or colour', async () => {
    const { shelf } = await showItem({ price: 8, listPrice: 10, rating: 4.25, ratingCount: 1200 });
    expect(parts(shelf, 'price')[0].parentElement?.textContent).toBe('€8.00 Before: €10.00');
    expect(parts(shelf, 'rating')[0].ariaLabel).toBe('4.3 out of 5 (1,200)');
  });

  test('shows the first reason on demand', async () => {
    const { shelf } = await showItem({}, 'reasons');
    expect(texts(shelf, 'reason')).toEqual(['Because you viewed “Camping stove”']);
    shelf.reasons = false;
    expect(texts(shelf, 'reason')).toEqual([]);
  });

  test('has its height before the picture comes', async () => {
    const { shelf } = await showItem({ image: PICTURE });
    const [image] = parts<HTMLImageElement>(shelf, 'image');
    expect([image.alt, image.loading]).toEqual(['', 'lazy']);
    const before = parts(shelf, 'item')[0].offsetHeight;
    await image.decode();
    expect(parts(shelf, 'item')[0].offsetHeight).toBe(before);
  });

  test.each(['/nowhere.png', 'javascript:0', undefined])(
    'with the picture %s shows the first letter',
    async (image) => {
      const { shelf } = await showItem({ image: image as string });
      await expect.poll(() => parts(shelf, 'image')).toEqual([]);
      expect(shelf.shadowRoot?.querySelector('.frame')?.textContent).toBe('E');
    },
  );

  test('carries no style attribute', async () => {
    const { shelf } = await showShelf();
    expect(shelf.shadowRoot?.querySelectorAll('[style]')).toHaveLength(0);
  });
});

describe('a template', () => {
  const withTemplate = (template: string, product: Partial<RankedItem['product']> = {}) =>
    showShelf(
      `<window-shop><template>${template}</template></window-shop>`,
      createFakeSdk(() => [fakeItem(1, 0, { rating: 4, ...product })]),
    );
  const cardOf = (shelf: Element): string =>
    shelf.shadowRoot?.querySelector('li')?.innerHTML.replace(/<button.*$/s, '') ?? '';

  test('is filled with texts and attribute values, never with markup', async () => {
    const { shelf } = await withTemplate(
      '<a href="{{product.url}}" title="{{ product.title }}!">{{product.title}} {{rank}} {{reasons.0.text}} {{price}}</a>',
      { title: '<img src=x> "q"', url: '/p?a=1&b=2' },
    );
    expect(cardOf(shelf)).toBe(
      '<a href="/p?a=1&amp;b=2" title="<img src=x> &quot;q&quot;!">&lt;img src=x&gt; "q" 0 Because you viewed “Camping stove” €31.90</a>'.replace(
        'title="<img src=x> ',
        'title="&lt;img src=x&gt; ',
      ),
    );
  });

  test.each<[string, string, string]>([
    ['an unsafe address', '<a href="{{product.url}}">x</a>', '<a>x</a>'],
    ['a program', '<b onclick="f(\'{{product.title}}\')">x</b>', '<b>x</b>'],
    ['a style', '<b style="color:{{product.title}}">x</b>', '<b>x</b>'],
    ['a missing value', '<img alt="" src="{{product.image}}">', '<img alt="">'],
    ['an unknown path', '<b data-x="{{product.constructor.name}}">{{nothing.at.all}}</b>', '<b></b>'],
    ['an object', '<b>{{product}}{{reasons}}</b>', '<b></b>'],
    ['a script', '<b>x</b><script>document.title = "{{product.title}}"</script>', '<b>x</b>'],
    ['what is no path', '<b>{{1+1}} {{a b}}</b>', '<b>{{1+1}} {{a b}}</b>'],
  ])('leaves out %s', async (_, template, card) => {
    const { shelf } = await withTemplate(template, { url: 'javascript:alert(1)' });
    expect(cardOf(shelf)).toBe(card);
  });

  test('keeps the menu, and links in it choose the item', async () => {
    const { shelf, sdk } = await withTemplate('<p><a href="#{{id}}"><b>{{product.title}}</b></a></p>');
    expect(parts(shelf, 'menu')).toHaveLength(1);
    shelf.shadowRoot?.querySelector('b')?.click();
    expect(sdk.told).toEqual(['selected item-1']);
  });

  test('is not taken for what the server rendered', async () => {
    const { shelves } = showPage('<window-shop>\n <template>x</template></window-shop>');
    expect(shelves[0].shadowRoot?.querySelectorAll('.skeleton .card')).toHaveLength(8);
    await answered(shelves[0]);
  });

  test('may be a function, which comes first; with one that fails the default card is shown', async () => {
    const { shelf } = await withTemplate('<b>from the page</b>');
    shelf.template = ({ id }, { resultId }) => new Text(`${id} of ${resultId}`);
    expect(cardOf(shelf)).toBe('item-1 of result-1');
    shelf.template = () => {
      throw new Error('broken');
    };
    expect(texts(shelf, 'title')).toEqual(['Enamel kettle, blue']);
    expect(warn).toHaveBeenCalledTimes(1);
    shelf.template = null;
    expect(cardOf(shelf)).toBe('<b>from the page</b>');
  });
});

describe('choosing', () => {
  const click = (element: Element, init: MouseEventInit = {}, type = 'click'): MouseEvent => {
    const event = new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, ...init });
    document.addEventListener(type, (late) => late.preventDefault(), { once: true });
    let wasPrevented = false;
    element.getRootNode().addEventListener(type, () => (wasPrevented = event.defaultPrevented), { once: true });
    element.dispatchEvent(event);
    return Object.assign(event, { wasPrevented });
  };

  test('is recorded and told, and the browser follows the link', async () => {
    const { shelf, sdk } = await showShelf();
    const told: unknown[] = [];
    shelf.addEventListener('ws-select', ({ detail }) => told.push([detail.item.id, detail.result.resultId]));
    expect(click(parts(shelf, 'title')[2])).toMatchObject({ wasPrevented: false });
    expect(sdk.told).toEqual(['selected item-2']);
    expect(told).toEqual([['item-2', 'result-1']]);
  });

  test('leaves the navigation to the page when that asks for it', async () => {
    const { shelf, sdk } = await showShelf();
    shelf.addEventListener('ws-select', (event) => event.preventDefault());
    expect(click(parts(shelf, 'link')[0])).toMatchObject({ wasPrevented: true });
    expect(sdk.told).toEqual(['selected item-0']);
  });

  test.each<[string, MouseEventInit, string]>([
    ['the middle button', { button: 1 }, 'auxclick'],
    ['a key held', { ctrlKey: true }, 'click'],
  ])('in a new tab, by %s, is recorded, and nobody else’s affair', async (_, init, type) => {
    const { shelf, sdk } = await showShelf();
    const onSelect = vi.fn((event: Event) => event.preventDefault());
    shelf.addEventListener('ws-select', onSelect);
    expect(click(parts(shelf, 'link')[0], init, type)).toMatchObject({ wasPrevented: false });
    expect(sdk.told).toEqual(['selected item-0']);
    expect(onSelect).not.toHaveBeenCalled();
  });

  test('is neither the right button nor a click beside the link', async () => {
    const { shelf, sdk } = await showShelf();
    click(parts(shelf, 'link')[0], { button: 2 }, 'auxclick');
    click(parts(shelf, 'item')[0]);
    expect(sdk.told).toEqual([]);
  });
});

describe('seeing', () => {
  const viewsOf = (told: string[]): number => told.filter((line) => line === 'viewed').length;

  test('is half of the list for one second, once', async () => {
    const { shelf, sdk } = await showShelf();
    const seen = vi.fn();
    shelf.addEventListener('ws-view', seen);
    await wait(700);
    expect(sdk.told).toEqual([]);
    await expect.poll(() => sdk.told).toEqual(['viewed']);
    expect(seen).toHaveBeenCalledTimes(1);
    expect(seen.mock.calls[0][0].detail).toBe(shelf.result);
  });

  test('does not begin below the window', async () => {
    const { shelf, sdk } = await showShelf('<div style="height:3000px"></div><window-shop></window-shop>');
    await wait(1_200);
    expect(sdk.told).toEqual([]);
    shelf.scrollIntoView();
    await expect.poll(() => sdk.told, { timeout: 3_000 }).toEqual(['viewed']);
  });

  test('counts a list that is taller than the window', async () => {
    const { sdk } = await showShelf('<window-shop layout="list" limit="60"></window-shop>');
    await expect.poll(() => sdk.told, { timeout: 3_000 }).toEqual(['viewed']);
  });

  test('the same list again is no other list, another one is', async () => {
    const { shelf, sdk } = await showShelf();
    await expect.poll(() => sdk.told, { timeout: 3_000 }).toEqual(['viewed']);
    await shelf.refresh();
    await wait(1_200);
    expect(viewsOf(sdk.told)).toBe(1);
    sdk.answer = () => fakeItems(4, 4);
    await shelf.refresh();
    await expect.poll(() => viewsOf(sdk.told), { timeout: 3_000 }).toBe(2);
  });

  test('is not what is hidden', async () => {
    const { sdk } = await showShelf('<window-shop min-items="9"></window-shop>');
    await wait(1_200);
    expect(sdk.told).toEqual([]);
  });
});

test('slots of the shop are shown around the list', async () => {
  const { shelf } = await showShelf('<window-shop><p slot="footer">All of them</p></window-shop>');
  expect(isVisible(shelf.querySelector('p') as Element)).toBe(true);
});
