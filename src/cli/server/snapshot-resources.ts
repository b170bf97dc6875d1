import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../snapshot-files/read-snapshot.js';
import { FOREVER, REVALIDATE, type Resource, resourceOf } from './resource.js';

const HASHED_NAME = /^(head|items|embeddings|neighbors|catalog)-[0-9a-f]{16}\.bin$/;
/** Files that a new build replaces under the same name. */
const CHANGING_NAMES = [MANIFEST_NAME, SIGNATURE_NAME, 'rejected.ndjson'];

/** The public files of a snapshot folder; nothing else in the folder can be asked for. */
export class SnapshotResources {
  readonly #folder: string;
  /** Hashed names never change their contents, so they are read and packed once. */
  readonly #hashed = new Map<string, Promise<Resource | undefined>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async find(name: string): Promise<Resource | undefined> {
    if (CHANGING_NAMES.includes(name)) return this.#read(name, REVALIDATE);
    if (!HASHED_NAME.test(name)) return undefined;
    const known = this.#hashed.get(name) ?? this.#read(name, FOREVER);
    this.#hashed.set(name, known);
    const resource = await known;
    // A file that is not there yet may come with the next build.
    if (!resource) this.#hashed.delete(name);
    return resource;
  }

  async #read(name: string, cacheControl: string): Promise<Resource | undefined> {
    try {
      const bytes = await readFile(join(this.#folder, name));
      // Shops and content networks have names of their own: any page may load what is public anyway.
      return resourceOf(name, bytes, { 'cache-control': cacheControl, 'access-control-allow-origin': '*' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
