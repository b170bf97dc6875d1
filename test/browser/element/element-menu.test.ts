import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { clearPage, focusedIn, menuButton, parts, showShelf, texts, wait } from './element-page.js';
import { createFakeSdk, fakeItems } from './fake-sdk.js';

beforeEach(clearPage);
afterEach(clearPage);

const openMenu = async (at = 0, sdk?: Parameters<typeof showShelf>[1]) => {
  const page = await showShelf('<window-shop layout="grid" limit="4"></window-shop>', sdk);
  const trigger = parts(page.shelf, 'menu')[at];
  trigger.focus();
  await userEvent.keyboard('{Enter}');
  return { ...page, trigger };
};

describe('the menu of a card', () => {
  test('is named after its item, closed at first, and opens by keyboard', async () => {
    const { shelf, trigger } = await openMenu(1);
    expect(parts(shelf, 'menu').map((button) => button.ariaLabel)[2]).toMatch(/^Options for Merino/);
    expect(trigger.ariaExpanded).toBe('true');
    expect(parts(shelf, 'menu')[0].ariaExpanded).toBe('false');
    expect(focusedIn(shelf)?.textContent).toBe('Why this?');
    await userEvent.keyboard('{Tab}');
    expect(focusedIn(shelf)?.textContent).toBe('Not for me');
  });

  test('tells the reasons as they are now', async () => {
    const { shelf, sdk } = await openMenu();
    sdk.answer = () =>
      fakeItems(4).map((item) => ({ ...item, reasons: [{ code: 'carted', weight: 1, text: 'A newer reason' }] }));
    await shelf.refresh();
    await userEvent.keyboard('{Enter}');
    const why = menuButton(shelf, 'Why this?');
    const answers = (): (string | null)[] =>
      [...(shelf.shadowRoot?.querySelectorAll('.panel li') ?? [])].map(({ textContent }) => textContent);
    expect(why?.ariaExpanded).toBe('true');
    expect(answers()).toEqual(['A newer reason']);
    await userEvent.keyboard('{Enter}');
    expect(answers()).toEqual([]);
  });

  test('shows two long reasons without scrolling', async () => {
    const text = 'Because you viewed “Kestrel Recycled Wool Trekking Blanket”';
    const { shelf } = await openMenu(
      0,
      createFakeSdk(() =>
        fakeItems(4).map((item) => ({
          ...item,
          reasons: [1, 2].map(() => ({ code: 'viewed', weight: 1 / 2, text })),
        })),
      ),
    );
    const root = shelf.shadowRoot as ShadowRoot;
    menuButton(shelf, 'Why this?')?.click();
    const panel = root.querySelector('.panel') as HTMLElement;
    expect(panel.scrollHeight).toBeLessThanOrEqual(panel.clientHeight);
    const cross = parts(shelf, 'menu')[0].getBoundingClientRect();
    expect(menuButton(shelf, 'Why this?')?.getBoundingClientRect().right).toBeLessThanOrEqual(cross.left + 4);
  });

  test.each(['Escape', 'the button', 'going elsewhere'])('closes by %s', async (way) => {
    const { shelf, trigger } = await openMenu();
    if (way === 'Escape') {
      await userEvent.keyboard('{Escape}');
      expect(focusedIn(shelf)).toBe(trigger);
    }
    if (way === 'the button') trigger.click();
    if (way === 'going elsewhere') parts(shelf, 'link')[2].focus();
    expect(trigger.ariaExpanded).toBe('false');
    expect(menuButton(shelf, 'Why this?')).toBeUndefined();
  });
});

describe('not for me', () => {
  test('takes the card away at once, records it, and leaves the focus nearby', async () => {
    const { shelf, sdk } = await openMenu(1);
    const told: string[] = [];
    shelf.addEventListener('ws-dismiss', ({ detail }) => told.push(detail.item.id));
    menuButton(shelf, 'Not for me')?.focus();
    await userEvent.keyboard('{Enter}');
    expect(sdk.told).toEqual(['dismiss_item item-1']);
    expect(told).toEqual(['item-1']);
    expect(parts(shelf, 'item').map(({ dataset }) => dataset.id)).toEqual(['item-0', 'item-2', 'item-3']);
    expect(focusedIn(shelf)).toBe(parts(shelf, 'link')[1]);
  });

  test('takes the item out of the result that the element shows', async () => {
    const { shelf } = await openMenu(1);
    const ids = () => shelf.result?.items.map(({ id }) => id);
    menuButton(shelf, 'Not for me')?.click();
    expect(ids()).toEqual(['item-0', 'item-2', 'item-3']);
    await shelf.refresh();
    expect(ids()).toEqual(['item-0', 'item-2', 'item-3']);
  });

  test('does not hide an element that had as many items as it must', async () => {
    const { shelf } = await showShelf('<window-shop limit="4" min-items="4"></window-shop>');
    parts(shelf, 'menu')[0].click();
    menuButton(shelf, 'Not for me')?.click();
    shelf.layout = 'list';
    expect(shelf.state).toBe('ready');
    expect(texts(shelf, 'title')).toHaveLength(3);
  });

  test('fills the place once nobody is using the element', async () => {
    const { shelf, sdk } = await openMenu();
    menuButton(shelf, 'Not for me')?.click();
    sdk.answer = () => fakeItems(4, 1);
    sdk.happen('dismiss_item');
    await wait();
    expect(texts(shelf, 'title')).toHaveLength(3);
    (focusedIn(shelf) as HTMLElement).blur();
    await expect.poll(() => texts(shelf, 'title')).toHaveLength(4);
  });

  test('does not bring the card back with an answer that was on its way', async () => {
    const { shelf } = await openMenu();
    menuButton(shelf, 'Not for me')?.click();
    await shelf.refresh();
    expect(parts(shelf, 'item').map(({ dataset }) => dataset.id)).not.toContain('item-0');
  });

  test('hides the element with its last card', async () => {
    const { shelf } = await openMenu(
      0,
      createFakeSdk(() => fakeItems(1)),
    );
    menuButton(shelf, 'Not for me')?.click();
    expect(shelf.state).toBe('empty');
    expect(shelf.hidden).toBe(true);
  });
});
