import type { Product, RankedItem } from '../index.js';

/** What the element has at hand; imported here as well, it would become a file of its own. */
export interface TemplateTools {
  /** Undefined for an address that must not be followed. */
  safeUrl(address: string): string | undefined;
  /** Price and list price, formatted. */
  prices(product: Product): (string | undefined)[];
}

type Fill = (text: string) => string;

const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Attributes that lead somewhere, and those whose value is a program or a page: these are never filled. */
const ADDRESS = /^(href|src|action|formaction|poster|cite|data|ping|xlink:href)$/;
const PROGRAM = /^(on.*|style|srcdoc|srcset)$/;

/**
 * Builds a card from the shop's own template. `{{product.title}}`-style paths into the ranked item become text or
 * attribute values, never markup; `{{price}}` and `{{listPrice}}` are the formatted prices. An attribute that is nothing
 * but a path without a value is left out, and so is an address other than http(s) or a relative one.
 *
 * Loaded only on pages that have a template.
 */
export function fillTemplate(template: HTMLTemplateElement, item: RankedItem, tools: TemplateTools): Node {
  const [price, listPrice] = tools.prices(item.product);
  const values = { ...item, price, listPrice };
  const fill: Fill = (text) => text.replace(PLACEHOLDER, (_, path: string) => textAt(path, values));
  const card = document.importNode(template.content, true);
  for (const script of card.querySelectorAll('script')) script.remove();

  const nodes = document.createTreeWalker(card, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (node instanceof Element) fillAttributes(node, fill, tools);
    else if (node.parentElement?.localName !== 'style') node.nodeValue = fill(node.nodeValue ?? '');
  }
  return card;
}

function fillAttributes(element: Element, fill: Fill, { safeUrl }: TemplateTools): void {
  for (const { name, value } of [...element.attributes]) {
    if (!value.includes('{{')) continue;
    const text = PROGRAM.test(name) ? '' : fill(value);
    if (text === '' || (ADDRESS.test(name) && !safeUrl(text))) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }
}

/** What stands at a path of own properties; objects and functions have no text. */
function textAt(path: string, values: object): string {
  let value: unknown = values;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return '';
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'object' || typeof value === 'function' ? '' : `${value ?? ''}`;
}
