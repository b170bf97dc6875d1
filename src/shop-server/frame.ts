import { readFile } from 'node:fs/promises';
import { categoryPath } from './addresses.js';
import type { CategoryNode } from './goods/category-tree.js';
import { escapeHtml, type Html, html } from './html.js';
import type { Page } from './pages/page.js';

/** As many as fit; where there are more, a link to all takes the place of some. */
const MOST_IN_NAV = 10;
const FEWER_IN_NAV = 7;

export interface FrameOptions {
  locale: string;
  root: CategoryNode;
  /** Who draws the cards of `<window-shop>`: windowshop, or the shop where the catalogue names no pages of this shop. */
  cards: 'windowshop' | 'shop';
}

/** Puts a page into the built `index.html`. */
export type Frame = (page: Page, query?: string) => string;

/** @param file  The built `index.html`. */
export async function loadFrame(file: string, { locale, root, cards }: FrameOptions): Promise<Frame> {
  const template = (await readFile(file, 'utf8')).replace('<html lang="en"', `<html lang="${escapeHtml(locale)}"`);
  const departments = departmentLinks(root);
  const imprint = html`${root.products.length.toLocaleString('en')} products are on its shelves.`;
  return (page, query = '') => {
    const texts: Record<string, string> = { cards, query, title: page.title, kind: page.kind };
    const parts: Record<string, Html | undefined> = { departments, imprint, main: page.main, head: page.head };
    return template.replace(/\{\{(\w+)\}\}|<!--shop:(\w+)-->/g, (_, text: string | undefined, part: string) =>
      text === undefined ? (parts[part]?.markup ?? '') : escapeHtml(texts[text] ?? ''),
    );
  };
}

const departmentLinks = ({ children }: CategoryNode): Html => {
  const hasMore = children.size > MOST_IN_NAV;
  const links = [...children.values()]
    .slice(0, hasMore ? FEWER_IN_NAV : MOST_IN_NAV)
    .map(({ name, slugs }) => html`<li><a href="${categoryPath(slugs)}">${name}</a></li>`);
  return html`${links}${hasMore && html`<li><a href="/c">All departments</a></li>`}`;
};
