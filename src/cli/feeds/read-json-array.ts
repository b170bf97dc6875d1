import { CommandError } from '../command-error.js';

/** One element of a list as it stands in the file. */
export interface JsonElement {
  /** From 1. */
  number: number;
  text: string;
}

/**
 * Cuts the elements out of a JSON list without reading the whole of it into memory. The list is the file itself, or the
 * first list of objects in the object that the file is, as in `{"products": [{…}, …]}`.
 *
 * @throws {CommandError} `feed_damaged` when the file ends inside the list, or goes on behind its JSON: half a catalogue is none;
 *   `feed_unrecognized` when it begins like neither.
 */
export async function* readJsonArray(text: AsyncIterable<string>): AsyncGenerator<JsonElement[]> {
  const cutter = new ElementCutter();
  let isStart = true;
  for await (const piece of text) {
    const begin = isStart ? /\S/u.exec(piece)?.[0] : undefined;
    if (begin !== undefined) {
      isStart = false;
      if (begin !== '[' && begin !== '{')
        throw new CommandError('feed_unrecognized', `this is no JSON: it begins with ${begin}, and not with [ or {`);
    }
    yield cutter.add(piece);
    if (cutter.goesOn)
      throw new CommandError(
        'feed_damaged',
        'the file goes on after its JSON has ended: several lists have to become one, or one object per line',
      );
  }
  if (cutter.isOpen) throw new CommandError('feed_damaged', 'the JSON list is cut off: its closing ] is missing');
}

class ElementCutter {
  /** Something stands behind the end of the JSON. */
  goesOn = false;
  #isOver = false;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** Depth at which the elements stand; −1 until the list is found. */
  #listDepth = -1;
  #isListOver = false;
  /** A `[` was the last thing seen: it opens the list if an object follows, or if it opens the file. */
  #mayOpenList = false;
  #element = '';
  #inElement = false;
  #count = 0;

  add(piece: string): JsonElement[] {
    const elements: JsonElement[] = [];
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const character = piece[i];
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (character === '\\') this.#isEscaped = true;
        else if (character === '"') this.#inString = false;
        continue;
      }
      const isBlank = character === ' ' || character === '\n' || character === '\t' || character === '\r';
      if (isBlank) continue;
      if (this.#isOver) {
        this.goesOn = true;
        break;
      }
      if (this.#mayOpenList) {
        this.#mayOpenList = false;
        if (character === '{' || this.#depth === 1) this.#listDepth = this.#depth;
      }
      const isBetween = this.isOpen && this.#depth === this.#listDepth && (character === ',' || character === ']');
      if (isBetween && this.#inElement) {
        elements.push(this.#take(piece.slice(start, i)));
      } else if (this.isOpen && !isBetween && !this.#inElement) {
        this.#inElement = true;
        start = i;
      }
      if (isBetween && character === ']') this.#isListOver = true;
      this.#step(character);
    }
    if (this.#inElement) this.#element += piece.slice(start);
    return elements;
  }

  /** Inside the list. */
  get isOpen(): boolean {
    return this.#listDepth >= 0 && !this.#isListOver;
  }

  #take(end: string): JsonElement {
    const text = this.#element + end;
    this.#element = '';
    this.#inElement = false;
    return { number: ++this.#count, text };
  }

  #step(character: string): void {
    if (character === '"') this.#inString = true;
    else if (character === '{' || character === '[') {
      this.#depth++;
      this.#mayOpenList = character === '[' && this.#listDepth < 0 && this.#depth <= 2;
    } else if (character === '}' || character === ']') {
      this.#depth--;
      this.#isOver = this.#depth === 0;
    }
  }
}
