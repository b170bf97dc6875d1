import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { CommandError } from '../command-error.js';

/** One item of the feed: the names of its elements without prefix, and their texts. */
export interface XmlItem {
  /** Line of its start tag, from 1. */
  line: number;
  fields: Record<string, string>;
  /** Its tags do not match: what belongs to what is a guess. */
  isBroken: boolean;
}

const GOOGLE_NAMESPACE = 'http://base.google.com/ns/1.0';
/** Room for the closing tag of the root and a comment behind it. */
const TAIL_LENGTH = 1024;
const ITEM_TAGS = ['item', 'entry'];

/** An `&` that begins no entity. The parser would take everything up to the next `;` for a name, tags included. */
const BARE_AMPERSAND = /&(?!#?\w{1,32};)/g;
const CDATA_EDGE = /(<!\[CDATA\[|\]\]>)/;
/** What the end of a piece may have cut off in the middle: it waits for the next. */
const CUT_OFF = /(?:&#?\w{0,32}|<!?\[?C?D?A?T?A?\[?|\]{1,2})$/;

/** Reads the items of an RSS or Atom feed as they come. Elements in Google's namespace win over plain ones. */
export async function* readGoogleXml(text: AsyncIterable<string>): AsyncGenerator<XmlItem[]> {
  const reader = new ItemReader();
  for await (const piece of text) yield reader.add(piece);
  yield reader.finish();
}

class ItemReader {
  readonly #parser = new SaxesParser();
  readonly #googlePrefixes = new Set(['g']);
  #items: XmlItem[] = [];
  #item: XmlItem | undefined;
  /** Names that Google's namespace has filled. */
  #filled = new Set<string>();
  /** Open elements inside the item. */
  #depth = 0;
  #text = '';
  #hasChildren = false;
  #waiting = '';
  #root: string | undefined;
  /** How the text ends so far. */
  #tail = '';
  #isCdata = false;

  constructor() {
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('closetag', (tag) => this.#close(tag));
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
    this.#parser.on('error', ({ message }) => {
      // An odd character or unknown entity leaves the text readable; tags that do not match leave nothing certain.
      if (this.#item && /tag|attribute|unexpected end/i.test(message)) this.#item.isBroken = true;
    });
  }

  add(piece: string): XmlItem[] {
    this.#tail = (this.#tail + piece).slice(-TAIL_LENGTH);
    const text = this.#waiting + piece;
    this.#waiting = CUT_OFF.exec(text)?.[0] ?? '';
    this.#write(text.slice(0, text.length - this.#waiting.length));
    return this.#takeItems();
  }

  /** @throws {CommandError} `feed_damaged` when the file ends before its root does: half a catalogue is none. */
  finish(): XmlItem[] {
    if (this.#root !== undefined && !this.#tail.includes(`</${this.#root}`))
      throw new CommandError('feed_damaged', `the XML is cut off: its closing </${this.#root}> is missing`);
    this.#write(this.#waiting);
    this.#parser.close();
    this.#endItem();
    return this.#takeItems();
  }

  #write(text: string): void {
    for (const part of text.split(CDATA_EDGE)) {
      if (part === '<![CDATA[') this.#isCdata = true;
      if (part === ']]>') this.#isCdata = false;
      this.#parser.write(this.#isCdata ? part : part.replace(BARE_AMPERSAND, '&amp;'));
    }
  }

  #open(tag: SaxesTagPlain): void {
    this.#root ??= tag.name;
    for (const [name, value] of Object.entries(tag.attributes))
      if (value === GOOGLE_NAMESPACE && name.startsWith('xmlns:')) this.#googlePrefixes.add(name.slice(6));
    if (ITEM_TAGS.includes(tag.name)) {
      // An item inside an item: the end of the first is missing.
      if (this.#item) this.#item.isBroken = true;
      this.#endItem();
      this.#item = { line: this.#parser.line, fields: {}, isBroken: false };
      return;
    }
    if (!this.#item) return;
    this.#depth++;
    this.#hasChildren = this.#depth > 1;
    // Atom's links are attributes.
    const isMainLink = tag.name === 'link' && (tag.attributes.rel ?? 'alternate') === 'alternate';
    this.#text = this.#depth === 1 && isMainLink ? (tag.attributes.href ?? '') : '';
  }

  #close({ name }: SaxesTagPlain): void {
    if (!this.#item) return;
    if (this.#depth === 0) {
      if (ITEM_TAGS.includes(name)) this.#endItem();
      return;
    }
    // What has elements inside, such as g:shipping with its own g:price, is no field.
    if (this.#depth === 1 && !this.#hasChildren) this.#fill(name, this.#text.trim());
    this.#depth--;
    this.#text = '';
  }

  #addText(text: string): void {
    if (this.#depth === 1) this.#text += text;
  }

  #fill(name: string, value: string): void {
    const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
    const isGoogle = this.#googlePrefixes.has(prefix);
    if (!this.#item || value === '' || (prefix !== '' && !isGoogle)) return;
    const isTaken = this.#filled.has(local) || (Object.hasOwn(this.#item.fields, local) && !isGoogle);
    if (isTaken) return;
    Object.defineProperty(this.#item.fields, local, { value, enumerable: true, configurable: true });
    if (isGoogle) this.#filled.add(local);
  }

  #endItem(): void {
    if (this.#item) this.#items.push(this.#item);
    this.#item = undefined;
    this.#filled = new Set();
    this.#depth = 0;
    this.#text = '';
  }

  #takeItems(): XmlItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
