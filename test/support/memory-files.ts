/** An origin private file system in memory, as much of it as the store of snapshots uses. */
export class MemoryFolder {
  readonly entries = new Map<string, MemoryFolder | MemoryFile>();
  /** Told of every step of every change in it. */
  onChange: () => void = () => {};

  /** @param hasWritables  Safari before 26 has none. */
  constructor(readonly hasWritables = true) {}

  /** As it is now. */
  copy(): MemoryFolder {
    const folder = new MemoryFolder(this.hasWritables);
    for (const [name, entry] of this.entries) folder.entries.set(name, entry.copy());
    return folder;
  }

  async getDirectoryHandle(name: string, { create }: { create: boolean }): Promise<MemoryFolder> {
    return this.#open(name, create, MemoryFolder);
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    const file = this.#open(name, create, MemoryFile);
    file.onSwap = (isThere) => {
      if (isThere) this.entries.set(`${name}.crswap`, new MemoryFile(this.hasWritables));
      else this.entries.delete(`${name}.crswap`);
      this.onChange();
    };
    return file;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new DOMException(`no ${name}`, 'NotFoundError');
    this.onChange();
  }

  keys(): AsyncIterable<string> {
    const names = [...this.entries.keys()];
    return (async function* () {
      yield* names;
    })();
  }

  #open<T extends MemoryFolder | MemoryFile>(name: string, create: boolean, kind: new (hasWritables: boolean) => T): T {
    const entry = this.entries.get(name);
    if (entry instanceof kind) return entry;
    if (entry !== undefined || !create) throw new DOMException(`no ${name}`, 'NotFoundError');
    const made = new kind(this.hasWritables);
    made.onChange = () => this.onChange();
    this.entries.set(name, made);
    this.onChange();
    return made;
  }
}

export class MemoryFile {
  bytes = new Uint8Array();
  onChange: () => void = () => {};
  /** Chromium writes to a file beside it. */
  onSwap: (isThere: boolean) => void = () => {};
  readonly createWritable: (() => Promise<MemoryWritable>) | undefined;

  constructor(readonly hasWritables: boolean) {
    if (hasWritables) this.createWritable = async () => new MemoryWritable(this);
  }

  copy(): MemoryFile {
    const file = new MemoryFile(this.hasWritables);
    file.bytes = this.bytes;
    return file;
  }

  async getFile() {
    return { size: this.bytes.length, text: async () => new TextDecoder().decode(this.bytes) };
  }

  async createSyncAccessHandle() {
    return {
      read: (buffer: Uint8Array): number => {
        buffer.set(this.bytes);
        return this.bytes.length;
      },
      write: (buffer: Uint8Array): void => {
        for (const length of [buffer.length >> 1, buffer.length]) {
          this.bytes = buffer.slice(0, length);
          this.onChange();
        }
      },
      truncate: (): void => {
        this.bytes = new Uint8Array();
        this.onChange();
      },
      getSize: (): number => this.bytes.length,
      flush() {},
      close() {},
    };
  }
}

/** What is written shows once it is closed. */
class MemoryWritable {
  readonly #file: MemoryFile;
  #bytes = new Uint8Array();

  constructor(file: MemoryFile) {
    this.#file = file;
    file.onSwap(true);
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#bytes = Uint8Array.from([...this.#bytes, ...bytes]);
  }

  async close(): Promise<void> {
    this.#file.bytes = this.#bytes;
    this.#file.onChange();
    this.#file.onSwap(false);
  }

  async abort(): Promise<void> {
    this.#file.onSwap(false);
  }
}
