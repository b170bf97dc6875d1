import { afterEach, describe, expect, test, vi } from 'vitest';
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
/** Long enough for what must not happen. */
const wait = (ms = 400): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the product of a page', () => {
  test('is recorded once, after the page was opened', () => {
    const { lines, events } = open(
      '/tents/dome?token=secret',
      jsonLd(product('dome', { offers: { price: '99.50', priceCurrency: 'EUR' } })),
    );
    expect(lines()).toEqual(['page_view product navigation', 'view_item dome jsonld']);
    expect(events[0].params).toEqual({ page_type: 'product', page_location: `${location.origin}/tents/dome` });
    expect(events[1].params).toEqual({
      items: [{ item_id: 'dome', item_name: 'The dome', price: 99.5 }],
      currency: 'EUR',
      value: 99.5,
    });
  });

  test('is named by the first source that knows it; later ones add what is missing', () => {
    const { lines, events } = open(
      '/tents/dome',
      `<main data-ws-item="dome" data-ws-price="89">…</main>${jsonLd(product('dome', { brand: 'North', offers: { price: 99 } }))}`,
    );
    expect(lines()).toContain('view_item dome attributes');
    expect(lines()).toHaveLength(2);
    expect(events[1].params).toMatchObject({ items: [{ price: 89, item_brand: 'North', item_name: 'The dome' }] });
  });

  test('named differently by two sources takes nothing from the second, unless that is proven to be the page’s', () => {
    const html = (block: object): string => `<main data-ws-item="dome">…</main>${jsonLd(block)}`;
    expect(open('/tents/dome', html(product('other'))).events[1].params).toEqual({ items: [{ item_id: 'dome' }] });
    page?.stop();
    expect(open('/tents/dome', html(product('sku-7', { url: '/tents/dome' }))).events[1].params).toMatchObject({
      items: [{ item_id: 'dome', item_name: 'The sku-7' }],
    });
  });

  test('recorded by the page itself is not recorded again', async () => {
    const html = `<main data-ws-item="dome">…</main>`;
    const { lines, record } = open('/tents/dome', '');
    record('view_item', { items: [{ item_id: 'dome' }] });
    document.body.innerHTML = html;
    await wait();
    expect(lines()).toEqual(['page_view other navigation', 'view_item dome api']);
  });

  test('that comes late is noticed', async () => {
    const { lines } = open('/tents/dome', '<div id="app"></div>');
    document.body.insertAdjacentHTML('beforeend', jsonLd(product('dome')));
    await expect.poll(lines).toEqual(['page_view other navigation', 'view_item dome jsonld']);
    document.body.insertAdjacentHTML('beforeend', jsonLd(product('dome')));
    await wait();
    expect(lines()).toHaveLength(2);
  });

  test('is known by its address where the page says nothing', async () => {
    const asked: string[] = [];
    const { lines } = open('/tents/dome?ref=mail', '<h1>Dome</h1>', {
      itemAt: async (url) => {
        asked.push(url);
        return 'dome';
      },
    });
    await expect.poll(lines, { timeout: 3_000 }).toEqual(['page_view other navigation', 'view_item dome navigation']);
    expect(asked).toEqual([`${location.origin}/tents/dome`]);
  });

  test('is none among several marked ones', () => {
    const { lines } = open('/', '<a data-ws-item="a"></a><a data-ws-item="b"></a>');
    expect(lines()).toEqual(['page_view home navigation']);
  });

  test.each(['/cart', '/account/orders', '/wishlist'])('is none of the things that %s shows', async (path) => {
    const { lines } = open(path, `<p data-ws-item="a">In the cart</p>${jsonLd(product('a'))}`);
    await wait(1_400);
    expect(lines()).toHaveLength(1);
  });

  test('may hold other marked items inside', () => {
    const { lines } = open('/x', '<main data-ws-item="a"><p data-ws-item="b">goes with it</p></main>');
    expect(lines()).toContain('view_item a attributes');
  });
});

describe('what the page records first', () => {
  test('a page opened by the page itself is not opened again', async () => {
    const { lines, record, visit } = open('/', '');
    visit('/tents/dome');
    record('page_view', { page_type: 'product' });
    record('view_item', { items: [{ item_id: 'dome' }] });
    await wait(100);
    expect(lines()).toEqual(['page_view home navigation', 'page_view product api', 'view_item dome api']);
  });
});

describe('soft navigation', () => {
  test('opens each page once, whichever way the router goes', async () => {
    const { lines, visit } = open('/', '');
    visit('/a');
    history.replaceState(null, '', '/tents/b');
    await expect.poll(lines).toHaveLength(2);
    history.replaceState({ scroll: 10 }, '');
    history.replaceState(null, '', '#details');
    history.replaceState(null, '', '?sort=price');
    await wait(100);
    expect(lines()).toEqual(['page_view home navigation', 'page_view other navigation']);
    history.back();
    await expect.poll(lines).toHaveLength(3);
    expect(lines()[2]).toBe('page_view home navigation');
  });

  test('does not take the product of the page before for that of the new one', async () => {
    const { lines, visit } = open('/tents/dome', jsonLd(product('dome')));
    visit('/tents/tunnel');
    await wait();
    expect(lines().slice(2)).toEqual(['page_view other navigation']);
    document.body.innerHTML = jsonLd(product('tunnel'));
    await expect.poll(lines).toHaveLength(4);
    expect(lines()[3]).toBe('view_item tunnel jsonld');
    visit('/tents/dome');
    document.body.innerHTML = jsonLd(product('dome', { url: '/tents/dome' }));
    await expect.poll(lines).toHaveLength(6);
    expect(lines().slice(4)).toEqual(['page_view product navigation', 'view_item dome jsonld']);
  });

  test('by query alone is another page only when it shows another product', async () => {
    const { lines, visit } = open('/show?id=1', '<main data-ws-item="1"></main>');
    visit('/show?id=1&color=red');
    await wait(100);
    expect(lines()).toHaveLength(2);
    visit('/show?id=2');
    document.body.innerHTML = '<main data-ws-item="2"></main>';
    await expect.poll(lines).toHaveLength(4);
    expect(lines().slice(2)).toEqual(['page_view product navigation', 'view_item 2 attributes']);
  });

  test('is noticed without the Navigation API too, and the history is left as it was', async () => {
    const original = history.pushState;
    const navigation = Object.getOwnPropertyDescriptor(window, 'navigation') as PropertyDescriptor;
    Object.defineProperty(window, 'navigation', { value: undefined, configurable: true });
    try {
      const { lines, visit, stop } = open('/', '');
      expect(history.pushState).not.toBe(original);
      visit('/cart');
      await expect.poll(lines).toEqual(['page_view home navigation', 'page_view cart navigation']);
      stop();
      page = undefined;
      expect(history.pushState).toBe(original);
    } finally {
      Object.defineProperty(window, 'navigation', navigation);
    }
  });

  test('is followed no longer after stop()', async () => {
    const { lines, visit, stop } = open('/', '');
    stop();
    visit('/a');
    document.body.innerHTML = '<main data-ws-item="a"></main>';
    await wait();
    expect(lines()).toEqual(['page_view home navigation']);
    history.back();
    await wait(100);
  });
});

describe('a page that comes back from the cache', () => {
  const comeBack = (): boolean => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

  test('is another visit after 30 seconds, not before', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { lines } = open('/tents/dome', jsonLd(product('dome')));
      vi.advanceTimersByTime(29_000);
      comeBack();
      expect(lines()).toHaveLength(2);
      vi.advanceTimersByTime(2_000);
      comeBack();
      expect(lines().slice(2)).toEqual(['page_view product navigation', 'view_item dome jsonld']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('before a page is shown', () => {
  test.each<[string, () => () => void]>([
    [
      'a prerendered one',
      () => {
        Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
        return () => {
          Reflect.deleteProperty(document, 'prerendering');
          document.dispatchEvent(new Event('prerenderingchange'));
        };
      },
    ],
    [
      'one in a background tab',
      () => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        return () => {
          Reflect.deleteProperty(document, 'visibilityState');
          document.dispatchEvent(new Event('visibilitychange'));
        };
      },
    ],
  ])('%s records nothing', async (_, hide) => {
    const show = hide();
    const { lines } = open('/tents/dome', jsonLd(product('dome')));
    await wait(100);
    expect(lines()).toEqual([]);
    show();
    expect(lines()).toEqual(['page_view product navigation', 'view_item dome jsonld']);
  });
});

describe('what is never read', () => {
  test.each<[string, string]>([
    [
      'in a part that the shop marked',
      `<div data-ws-ignore>${jsonLd(product('a'))}<p data-ws-item="b" data-ws-search="c"></p></div>`,
    ],
    ['in what the shopper writes', '<div contenteditable><p data-ws-item="b" data-ws-search="c"></p></div>'],
    ['in form fields', '<input data-ws-item data-ws-search value="secret">'],
  ])('%s', (_, html) => {
    expect(open('/x', html).lines()).toEqual(['page_view other navigation']);
  });

  test.each<[string, string, string]>([
    ['by its address', '/checkout/payment/token-123', ''],
    ['by its fields', '/step-3', '<input autocomplete="cc-number">'],
  ])('a payment step, known %s', async (_, path, html) => {
    const asked: string[] = [];
    const { lines, events } = open(
      path,
      `${html}<main data-ws-item="a"><button data-ws-action="cart">+</button></main>${jsonLd(product('a'))}`,
      {
        itemAt: async (url) => {
          asked.push(url);
          return 'a';
        },
      },
    );
    document.querySelector('button')?.click();
    await wait(1_200);
    expect(lines()).toEqual(['page_view checkout navigation']);
    expect(events[0].params).toEqual({ page_type: 'checkout' });
    expect(asked).toEqual([]);
  });

  test('anything at all on a page that is marked as a whole', async () => {
    document.documentElement.setAttribute('data-ws-ignore', '');
    try {
      const { lines } = open('/tents/dome', jsonLd(product('dome')));
      await wait(100);
      expect(lines()).toEqual([]);
    } finally {
      document.documentElement.removeAttribute('data-ws-ignore');
    }
  });
});

describe('sources that are off', () => {
  test('are not asked', () => {
    const html = `<main data-ws-item="dome" data-ws-search="x">…</main>${jsonLd(product('other'))}`;
    expect(open('/tents/dome', html, { sources: ['jsonld'] }).lines()).toEqual(['view_item other jsonld']);
    page?.stop();
    expect(open('/search?q=tent', html, { sources: ['navigation'] }).lines()).toEqual([
      'page_view search navigation',
      'view_search_results tent navigation',
    ]);
    page?.stop();
    expect(open('/tents/dome', html, { sources: [] }).lines()).toEqual([]);
  });
});

describe('a broken page', () => {
  test('is reported once per mistake and read all the same', async () => {
    const { lines, errors } = open('/x', `<script type="application/ld+json">{oops</script>${jsonLd(product('dome'))}`);
    document.body.append('changed');
    await wait();
    expect(lines()).toContain('view_item dome jsonld');
    expect(errors).toHaveLength(1);
  });

  test('throws nothing into the page', async () => {
    const thrown: unknown[] = [];
    const onError = (event: ErrorEvent): void => void thrown.push(event.error);
    window.addEventListener('error', onError);
    const query = vi.spyOn(Document.prototype, 'querySelectorAll').mockImplementation(() => {
      throw new Error('patched');
    });
    try {
      const { errors } = open('/x', '');
      document.body.append('changed');
      await wait();
      expect(errors.length).toBeGreaterThan(0);
      expect(thrown).toEqual([]);
    } finally {
      query.mockRestore();
      window.removeEventListener('error', onError);
    }
  });
});
