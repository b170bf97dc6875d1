import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RecommendRequest } from '../../../src/index.js';
import { answered, clearPage, isVisible, parts, showPage, showShelf, texts, wait } from './element-page.js';
import { createFakeSdk, emptyProfile, fakeItems } from './fake-sdk.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
beforeEach(() => {
  clearPage();
  warn.mockClear();
});
afterEach(clearPage);

describe('asking', () => {
  test('all shelves that appear together are asked for in one pass', async () => {
    const { sdk, shelves } = showPage(
      '<window-shop placement="a"></window-shop><window-shop placement="b" limit="3"></window-shop>',
    );
    document.body.append(document.createElement('window-shop'));
    await Promise.all(shelves.map(answered));
    expect(sdk.asked).toEqual([[{ placement: 'a' }, { placement: 'b', limit: 3 }, {}]]);
  });

  test.each<[string, RecommendRequest]>([
    ['strategy="for-you"', { strategy: ['for-you'] }],
    ['strategy=" similar  popular "', { strategy: ['similar', 'popular'] }],
    ['item-id="a b"', { itemId: ['a', 'b'] }],
    ['placement="" strategy="" item-id=" "', {}],
    ['limit="12"', { limit: 12 }],
  ])('%s', async (attributes, request) => {
    const { sdk } = await showShelf(`<window-shop ${attributes}></window-shop>`);
    expect(sdk.asked).toEqual([[request]]);
  });

  test.each(['limit="many"', 'limit="0"', 'limit="201"', 'limit="2.5"', 'min-items="-1"', 'layout="spiral"'])(
    '%s makes no sense: the default counts, and the developer hears of it once',
    async (attribute) => {
      const { shelf } = await showShelf(`<window-shop ${attribute}></window-shop>`);
      expect([shelf.limit, shelf.minItems, shelf.layout]).toEqual([8, 1, 'row']);
      await shelf.refresh();
      expect(warn).toHaveBeenCalledTimes(1);
    },
  );

  test('goes on in the state that is reflected', async () => {
    const { shelves } = showPage('<window-shop></window-shop>');
    expect(shelves[0].getAttribute('state')).toBe('idle');
    await expect.poll(() => shelves[0].state).toBe('loading');
    expect(parts(shelves[0], 'root')[0].ariaBusy).toBe('true');
    await answered(shelves[0]);
    expect(shelves[0].getAttribute('state')).toBe('ready');
    expect(parts(shelves[0], 'root')[0].ariaBusy).toBe('false');
  });

  test('waits for an SDK that comes later, and for the next one when it ends', async () => {
    document.body.innerHTML = '<window-shop></window-shop>';
    const [shelf] = document.querySelectorAll('window-shop');
    await wait(50);
    const first = createFakeSdk();
    for (const callback of window.windowshop ?? []) callback(first);
    await answered(shelf);
    first.answer = () => {
      throw Object.assign(new Error('ended'), { code: 'destroyed' });
    };
    window.windowshop = [];
    first.happen('view_item');
    await expect.poll(() => window.windowshop).toHaveLength(1);
    expect(shelf.state).toBe('ready');
    const second = createFakeSdk(() => fakeItems(2, 5));
    for (const callback of window.windowshop ?? []) callback(second);
    second.emit('snapshot', { status: 'ready' });
    await expect.poll(() => texts(shelf, 'title')).toHaveLength(2);
  });

  test('lazy waits until the shelf comes near the window', async () => {
    const { sdk, shelves } = showPage('<div style="height:4000px"></div><window-shop lazy></window-shop>');
    await wait();
    expect(sdk.asked).toEqual([]);
    shelves[0].scrollIntoView();
    await answered(shelves[0]);
    expect(sdk.asked).toHaveLength(1);
  });

  test('a change of what is asked for asks again, a change of looks does not', async () => {
    const { shelf, sdk } = await showShelf('<window-shop limit="3"></window-shop>');
    shelf.layout = 'grid';
    shelf.heading = 'New';
    shelf.reasons = true;
    await wait();
    expect(sdk.asked).toHaveLength(1);
    expect(texts(shelf, 'heading')).toEqual(['New']);
    expect(texts(shelf, 'reason')).toHaveLength(3);
    shelf.limit = 4;
    await answered(shelf);
    expect(sdk.asked[1]).toEqual([{ limit: 4 }]);
  });

  test('one wrong request does not empty the other shelves', async () => {
    const sdk = createFakeSdk(({ placement }) => {
      if (placement === 'wrong') throw new TypeError('wrong');
      return fakeItems(2);
    });
    const { shelves } = showPage('<window-shop placement="wrong"></window-shop><window-shop></window-shop>', sdk);
    await answered(shelves[1]);
    await expect.poll(() => shelves.map(({ state }) => state)).toEqual(['empty', 'ready']);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe('refreshing', () => {
  test.each(['page_view', 'view_item', 'add_to_cart', 'purchase', 'search'] as const)(
    'follows %s, once',
    async (name) => {
      const { shelf, sdk } = await showShelf();
      sdk.happen(name);
      sdk.happen('view_item');
      await answered(shelf);
      await wait();
      expect(sdk.asked).toHaveLength(2);
    },
  );

  test('does not follow what lists record themselves', async () => {
    const { sdk } = await showShelf();
    sdk.happen('view_item_list');
    sdk.happen('select_item');
    sdk.emit('profile', { ...emptyProfile, events: 2 });
    await wait();
    expect(sdk.asked).toHaveLength(1);
  });

  test('follows a change of the profile, such as its end or that of another tab', async () => {
    const { shelf, sdk } = await showShelf();
    sdk.emit('profile', { ...emptyProfile, recent: ['a'] });
    await answered(shelf);
    expect(sdk.asked).toHaveLength(2);
  });

  test('asks for all shelves in one pass, but for frozen ones', async () => {
    const { sdk, shelves } = showPage(
      '<window-shop placement="a"></window-shop><window-shop placement="b" frozen></window-shop><window-shop placement="c"></window-shop>',
    );
    await Promise.all(shelves.map(answered));
    sdk.happen('view_item');
    await answered(shelves[0]);
    expect(sdk.asked[1]).toEqual([{ placement: 'a' }, { placement: 'c' }]);
    shelves[1].frozen = false;
    await answered(shelves[1]);
    expect(sdk.asked[2]).toEqual([{ placement: 'b' }]);
  });

  test.each<
    [string, (element: HTMLElement, link: HTMLElement) => void, (element: HTMLElement, link: HTMLElement) => void]
  >([
    [
      'the pointer',
      (element) => element.dispatchEvent(new PointerEvent('pointerenter')),
      (element) => element.dispatchEvent(new PointerEvent('pointerleave')),
    ],
    ['the focus', (_, link) => link.focus(), (_, link) => link.blur()],
  ])('waits while %s is inside', async (_, enter, leave) => {
    const { shelf, sdk } = await showShelf();
    const [link] = parts(shelf, 'link');
    enter(shelf, link);
    sdk.happen('view_item');
    await wait();
    expect(sdk.asked).toHaveLength(1);
    leave(shelf, link);
    await answered(shelf);
    expect(sdk.asked).toHaveLength(2);
  });

  test('keeps cards that show the same, and their pictures with them', async () => {
    const { shelf, sdk } = await showShelf();
    const before = parts(shelf, 'item');
    sdk.answer = () => [...fakeItems(8).slice(1), ...fakeItems(1, 9)];
    sdk.happen('view_item');
    await answered(shelf);
    const after = parts(shelf, 'item');
    expect(after).toHaveLength(8);
    expect(after.slice(0, 7)).toEqual(before.slice(1));
  });

  test('refresh() asks at once, whoever is inside', async () => {
    const { shelf, sdk } = await showShelf('<window-shop frozen></window-shop>');
    parts(shelf, 'link')[0].focus();
    await shelf.refresh();
    expect(sdk.asked).toHaveLength(2);
    expect(shelf.result?.resultId).toBe('result-2');
  });

  test('a shelf that was taken off the page asks no more, and none on its way back', async () => {
    const { shelf, sdk } = await showShelf();
    shelf.remove();
    sdk.happen('view_item');
    await wait();
    document.body.append(shelf);
    await wait();
    expect(sdk.asked).toHaveLength(1);
    expect(texts(shelf, 'title')).toHaveLength(8);
  });
});

describe('too few items', () => {
  test('hide the element', async () => {
    const { shelf, sdk } = await showShelf('<window-shop min-items="3" limit="2"></window-shop>');
    expect(shelf.state).toBe('empty');
    expect(isVisible(shelf)).toBe(false);
    sdk.answer = () => fakeItems(3);
    sdk.happen('view_item');
    await answered(shelf);
    expect(isVisible(shelf)).toBe(true);
  });

  test('show what the shop says instead', async () => {
    const { shelf } = await showShelf(
      '<window-shop><p slot="empty">Nothing here yet</p></window-shop>',
      createFakeSdk(() => []),
    );
    expect(isVisible(shelf)).toBe(true);
    expect(isVisible(shelf.querySelector('p') as Element)).toBe(true);
  });
});

describe('what the server rendered', () => {
  const html = '<window-shop><a href="#rendered">Rendered</a><p slot="empty">Nothing</p></window-shop>';

  test('stays until the first result, and is replaced by it', async () => {
    const { shelves } = showPage(html);
    const link = shelves[0].querySelector('a') as Element;
    expect(isVisible(link)).toBe(true);
    expect(shelves[0].shadowRoot?.querySelectorAll('.skeleton .card')).toHaveLength(0);
    await answered(shelves[0]);
    expect(isVisible(link)).toBe(false);
  });

  test('comes back when there is none', async () => {
    const { shelf } = await showShelf(
      html,
      createFakeSdk(() => []),
    );
    expect(isVisible(shelf.querySelector('a') as Element)).toBe(true);
    expect(isVisible(shelf.querySelector('p') as Element)).toBe(false);
    expect(shelf.hidden).toBe(false);
  });
});

describe('the heading', () => {
  test.each<[string, string, string | undefined, string]>([
    ['is that of the attribute', 'heading="Mine"', 'Of the placement', 'Mine'],
    ['else that of the placement', '', 'Of the placement', 'Of the placement'],
    ['else a general one, in the language of the page', 'lang="de"', undefined, 'Das könnte Ihnen gefallen'],
  ])('%s, and names the section', async (_, attributes, title, heading) => {
    const sdk = createFakeSdk(undefined, title ? { title } : {});
    const { shelf } = await showShelf(`<window-shop ${attributes}></window-shop>`, sdk);
    expect(texts(shelf, 'heading')).toEqual([heading]);
    expect(parts(shelf, 'root')[0].ariaLabel).toBe(heading);
  });

  test('is not made up for a placement before its answer, and nothing moves when it comes', async () => {
    const sdk = createFakeSdk(undefined, { title: 'Of the placement' });
    const { shelves } = showPage('<window-shop placement="p"></window-shop><window-shop></window-shop>', sdk);
    const [named, general] = shelves.map((shelf) => parts(shelf, 'heading')[0]);
    expect([isVisible(named), isVisible(general)]).toEqual([false, true]);
    const { height } = named.getBoundingClientRect();
    await answered(shelves[0]);
    expect(isVisible(named)).toBe(true);
    expect(named.textContent).toBe('Of the placement');
    expect(named.getBoundingClientRect().height).toBe(height);
    expect(height).toBeGreaterThan(20);
  });

  test('gives way to one of the shop', async () => {
    const { shelf } = await showShelf('<window-shop heading=""><h3 slot="heading">Ours</h3></window-shop>');
    expect(isVisible(shelf.querySelector('h3') as Element)).toBe(true);
    expect(isVisible(parts(shelf, 'heading')[0])).toBe(false);
    expect(parts(shelf, 'root')[0].ariaLabel).toBe('Ours');
  });

  test('is left out on demand, and the section still has a name', async () => {
    const { shelf } = await showShelf('<window-shop heading="" limit="1"></window-shop>');
    expect(isVisible(parts(shelf, 'heading')[0])).toBe(false);
    expect(parts(shelf, 'root')[0].ariaLabel).toBe('You may also like');
  });
});

describe('properties', () => {
  test('mirror the attributes', () => {
    const shelf = document.createElement('window-shop');
    Object.assign(shelf, {
      placement: 'p',
      strategy: 's',
      itemId: 'i',
      limit: 3,
      heading: 'h',
      minItems: 2,
      layout: 'grid',
      lazy: true,
    });
    expect(shelf.outerHTML).toBe(
      '<window-shop placement="p" strategy="s" item-id="i" limit="3" heading="h" min-items="2" layout="grid" lazy=""></window-shop>',
    );
    Object.assign(shelf, { placement: null, lazy: false });
    expect([shelf.placement, shelf.lazy, shelf.itemId, shelf.minItems]).toEqual([null, false, 'i', 2]);
    expect([shelf.state, shelf.result, shelf.template]).toEqual(['idle', null, null]);
  });

  test('set before the element was defined are taken over', async () => {
    const { sdk, shelves } = showPage('<template><window-shop></window-shop></template>');
    const { content } = document.querySelector('template') as HTMLTemplateElement;
    const early = content.firstElementChild as HTMLElement;
    Object.assign(early, { limit: 2, placement: 'early' });
    document.body.append(document.adoptNode(early));
    shelves.push(early as (typeof shelves)[number]);
    await answered(shelves[0]);
    expect(sdk.asked).toEqual([[{ placement: 'early', limit: 2 }]]);
    expect(Object.keys(early)).toEqual([]);
  });
});

describe('a broken page', () => {
  test('gets no exception from the element', async () => {
    const thrown: unknown[] = [];
    const note = (event: ErrorEvent | PromiseRejectionEvent): void => void thrown.push(event);
    window.addEventListener('error', note);
    window.addEventListener('unhandledrejection', note);
    Object.assign(window, { windowshop: 'not a queue' });
    document.body.innerHTML = '<window-shop></window-shop>';
    const { shelf } = await showShelf(
      '<window-shop></window-shop>',
      createFakeSdk(() => [{ id: 'x' } as never]),
    );
    shelf.setAttribute('heading', 'x');
    await wait(50);
    window.removeEventListener('error', note);
    window.removeEventListener('unhandledrejection', note);
    expect(thrown).toEqual([]);
    expect(warn).toHaveBeenCalled();
  });
});
