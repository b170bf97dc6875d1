import { ElementBase } from './element-base.js';

export type Layout = 'row' | 'grid' | 'list';

/** What an attribute says; undefined when it makes no sense. */
type Read = (text: string) => unknown;

const asText: Read = (text) => text;
const asFlag: Read = () => true;
const asNumber: Read = (text) => (/^[1-9]\d*$/.test(text) && Number(text) <= 200 ? Number(text) : undefined);
const asLayout: Read = (text) => (/^(row|grid|list)$/.test(text) ? text : undefined);

/** What the property of each attribute reads, and what without the attribute or with a senseless one. */
const ATTRIBUTES: [name: string, read: Read, standard: unknown][] = [
  ['placement', asText, null],
  ['strategy', asText, null],
  ['item-id', asText, null],
  ['heading', asText, null],
  ['limit', asNumber, 8],
  ['min-items', asNumber, 1],
  ['layout', asLayout, 'row'],
  ['lazy', asFlag, false],
  ['reasons', asFlag, false],
  ['frozen', asFlag, false],
];

/** `item-id` is the property `itemId`. */
const propertyOf = (name: string): string => name.replace(/-./, ([, letter]) => letter.toUpperCase());

/** The attributes of `<window-shop>` as properties. */
export class ShelfAttributes extends ElementBase {
  static readonly observedAttributes: string[] = ATTRIBUTES.map(([name]) => name);

  /** Name of a slot in the site's configuration. */
  declare placement: string | null;
  /** Space-separated strategies. */
  declare strategy: string | null;
  /** Space-separated ids. */
  declare itemId: string | null;
  declare heading: string | null;
  /** 1…200, default 8. */
  declare limit: number;
  /** Fewer items than this hide the element. Default 1. */
  declare minItems: number;
  /** Default `row`. */
  declare layout: Layout;
  /** Wait until it comes near the viewport. */
  declare lazy: boolean;
  /** Show the first reason on each card. */
  declare reasons: boolean;
  /** Do not refresh when page, cart or profile change. */
  declare frozen: boolean;

  static {
    for (const [name, read, standard] of ATTRIBUTES)
      Object.defineProperty(ShelfAttributes.prototype, propertyOf(name), {
        get(this: HTMLElement) {
          const text = this.getAttribute(name);
          return text === null ? standard : (read(text) ?? standard);
        },
        set(this: HTMLElement, value: unknown) {
          if (value === null || value === false) this.removeAttribute(name);
          else this.setAttribute(name, value === true ? '' : `${value}`);
        },
      });
  }

  /** Attributes that make no sense, as they are written. */
  protected mistakes(): string[] {
    return ATTRIBUTES.flatMap(([name, read]) => {
      const text = this.getAttribute(name);
      return text === null || read(text) !== undefined ? [] : `${name}="${text}"`;
    });
  }

  /** What a script set before the element was defined stands in front of the accessors: it is set again. */
  protected takeEarlyProperties(): void {
    for (const [property, value] of Object.entries(this)) {
      Reflect.deleteProperty(this, property);
      Reflect.set(this, property, value);
    }
  }
}
