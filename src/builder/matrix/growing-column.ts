type Column = Uint8Array | Uint32Array | Float64Array;

/** A typed array that makes room as it is filled: a million events as objects would take ten times the memory. */
export class GrowingColumn<A extends Column> {
  #values: A;
  #length = 0;
  readonly #create: (length: number) => A;

  constructor(create: (length: number) => A) {
    this.#create = create;
    this.#values = create(1024);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#create(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** The values so far; a view that the next push may leave behind. */
  values(): A {
    return this.#values.subarray(0, this.#length) as A;
  }
}
