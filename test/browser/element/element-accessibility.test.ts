import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { answered, clearPage, focusedIn, isVisible, menuButton, parts, showPage, showShelf } from './element-page.js';
import { createFakeSdk, fakeItems } from './fake-sdk.js';

beforeEach(clearPage);
afterEach(async () => {
  clearPage();
  document.documentElement.removeAttribute('style');
  await page.viewport(800, 600);
});

const violations = async (): Promise<string[]> => {
  const rules = {
    region: { enabled: false },
    'target-size': { enabled: true },
    'page-has-heading-one': { enabled: false },
  };
  const { violations } = await axe.run(document.body, { rules });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

describe('axe finds nothing', () => {
  test.each(['row', 'grid', 'list'])('with layout %s, menu open and reasons shown', async (layout) => {
    const { shelf } = await showShelf(`<window-shop reasons layout="${layout}"></window-shop>`);
    parts(shelf, 'menu')[0].click();
    menuButton(shelf, 'Why this?')?.click();
    expect(await violations()).toEqual([]);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ['while loading', '<window-shop></window-shop>', async () => undefined],
    ['with what the server rendered', '<window-shop><a href="/">One</a></window-shop>', async () => undefined],
    [
      'without cards',
      '<window-shop><p slot="empty">Nothing</p></window-shop>',
      () => answered(document.querySelector('window-shop') as never),
    ],
    [
      'without heading',
      '<window-shop heading=""></window-shop>',
      () => answered(document.querySelector('window-shop') as never),
    ],
  ])('%s', async (name, html, until) => {
    showPage(
      html,
      createFakeSdk(() => (name === 'without cards' ? [] : fakeItems(3))),
    );
    await until();
    expect(await violations()).toEqual([]);
  });

  test('without addresses, on a dark page, at 400 % zoom', async () => {
    document.documentElement.style.cssText = 'color-scheme: dark; background: #15171a; color: #eceef1';
    await page.viewport(320, 640);
    const items = fakeItems(4).map((item) => ({ ...item, product: { ...item.product, url: undefined as never } }));
    const { shelf } = await showShelf(
      '<window-shop reasons></window-shop>',
      createFakeSdk(() => items),
    );
    parts(shelf, 'menu')[0].click();
    expect(await violations()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  });
});

describe('structure', () => {
  test('is a named section with a real list', async () => {
    const { shelf } = await showShelf('<window-shop limit="3"></window-shop>');
    await expect.element(page.getByRole('region', { name: 'You may also like' })).toBeInTheDocument();
    expect(page.getByRole('list').elements()).toHaveLength(1);
    expect(page.getByRole('listitem').elements()).toHaveLength(3);
    expect(page.getByRole('link', { name: 'Dome tent for two', exact: true }).elements()).toEqual([
      parts(shelf, 'link')[0],
    ]);
  });

  test('targets are at least 24 pixels in each direction', async () => {
    const { shelf } = await showShelf();
    parts(shelf, 'menu')[0].click();
    for (const button of shelf.shadowRoot?.querySelectorAll('button') ?? []) {
      if (!isVisible(button)) continue;
      expect(button.offsetHeight).toBeGreaterThanOrEqual(24);
      expect(button.offsetWidth).toBeGreaterThanOrEqual(24);
    }
    const card = parts(shelf, 'item')[3].getBoundingClientRect();
    const hit = shelf.shadowRoot?.elementFromPoint(card.x + card.width / 2, card.y + 20);
    expect(hit).toBe(parts(shelf, 'link')[3]);
  });

  test('names nothing as content blockers do', async () => {
    const { shelf } = await showShelf('<window-shop reasons></window-shop>');
    parts(shelf, 'menu')[0].click();
    const blocked =
      /(?<![a-z])(ads?|adv|banner|sponsor|promo|recommend|recs|track|analytics|pixel|beacon|insight|stats?|affiliate)(?![a-z])/i;
    const names = [...(shelf.shadowRoot?.querySelectorAll('*') ?? []), shelf].flatMap((element) => [
      element.localName,
      ...element.getAttributeNames(),
      ...['class', 'id', 'part', 'name', 'role'].map((name) => element.getAttribute(name) ?? ''),
    ]);
    expect(names.filter((name) => blocked.test(name))).toEqual([]);
    const rules = [...(shelf.shadowRoot?.adoptedStyleSheets[0].cssRules ?? [])].map(({ cssText }) =>
      cssText.replace(/\{.*/s, ''),
    );
    expect(rules.filter((rule) => blocked.test(rule))).toEqual([]);
  });
});

describe('moving through a row', () => {
  const settled = async (list: HTMLElement): Promise<number> => {
    let before = Number.NaN;
    await expect
      .poll(
        () => {
          const isStill = list.scrollLeft === before;
          before = list.scrollLeft;
          return isStill;
        },
        { interval: 100 },
      )
      .toBe(true);
    return list.scrollLeft;
  };
  const buttons = (shelf: HTMLElement): boolean[] =>
    ['prev', 'next'].map((part) => isVisible(parts(shelf as never, part)[0]));

  test.each(['ltr', 'rtl'])('in %s, buttons show where there is something to see', async (direction) => {
    document.documentElement.dir = direction;
    const { shelf } = await showShelf('<window-shop limit="12"></window-shop>');
    const [list] = parts(shelf, 'list');
    expect(buttons(shelf)).toEqual([false, true]);
    parts(shelf, 'next')[0].click();
    const position = await settled(list);
    expect(direction === 'rtl' ? -position : position).toBeGreaterThan(100);
    expect(buttons(shelf)).toEqual([true, true]);
    list.scrollTo({ left: direction === 'rtl' ? -9999 : 9999, behavior: 'instant' });
    await expect.poll(() => buttons(shelf)).toEqual([true, false]);
  });

  test('both buttons are hidden where all fits, and come when that ends', async () => {
    const { shelf } = await showShelf('<window-shop limit="2"></window-shop>');
    expect(buttons(shelf)).toEqual([false, false]);
    await page.viewport(260, 600);
    await expect.poll(() => buttons(shelf)).toEqual([false, true]);
  });

  test('a button that hides hands the focus to the other one', async () => {
    const { shelf } = await showShelf('<window-shop limit="12"></window-shop>');
    const [next] = parts(shelf, 'next');
    next.focus();
    parts(shelf, 'list')[0].scrollTo({ left: 9999, behavior: 'instant' });
    await expect.poll(() => focusedIn(shelf)).toBe(parts(shelf, 'prev')[0]);
  });

  test('the keyboard reaches every card, brings it into view, and gets out again', async () => {
    const { shelf } = await showShelf('<window-shop limit="12"></window-shop><button id="after">after</button>');
    parts(shelf, 'link')[0].focus();
    for (let i = 0; i < 10; i += 1) await userEvent.keyboard('{Tab}');
    const focused = focusedIn(shelf) as HTMLElement;
    expect(focused).toBe(parts(shelf, 'link')[5]);
    await settled(parts(shelf, 'list')[0]);
    expect(focused.getBoundingClientRect().right).toBeLessThanOrEqual(innerWidth + 1);
    for (let i = 0; i < 14; i += 1) await userEvent.keyboard('{Tab}');
    expect(document.activeElement?.id).toBe('after');
  });
});
