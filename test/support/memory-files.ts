/** An origin private file system in memory, as much of it as the store of snapshots uses. */
export class MemoryFolder {
  readonly entries = new Map<string, MemoryFolder | MemoryFile>();

  async getDirectoryHandle(name: string, { create }: { create: boolean }): Promise<MemoryFolder> {
    return this.#open(name, create, MemoryFolder);
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    return this.#open(name, create, MemoryFile);
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new DOMException(`no ${name}`, 'NotFoundError');
  }

  keys(): AsyncIterable<string> {
    const names = [...this.entries.keys()];
    return (async function* () {
      yield* names;
    })();
  }

  #open<T extends MemoryFolder | MemoryFile>(name: string, create: boolean, kind: new () => T): T {
    const entry = this.entries.get(name);
    if (entry instanceof kind) return entry;
    if (entry !== undefined || !create) throw new DOMException(`no ${name}`, 'NotFoundError');
    const made = new kind();
    this.entries.set(name, made);
    return made;
  }
}

export class MemoryFile {
  bytes = new Uint8Array();

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
        this.bytes = buffer.slice();
      },
      truncate: (): void => {
        this.bytes = new Uint8Array();
      },
      getSize: (): number => this.bytes.length,
      flush() {},
      close() {},
    };
  }
}
