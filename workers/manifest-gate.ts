import type { LoadRequest, ServedManifest, ServiceListener } from '../src/core/scoring-protocol.js';
import { type Manifest, parseManifest } from '../src/core/snapshot/manifest.js';
import { acceptRelease, type Floor } from '../src/core/snapshot/trust.js';
import { packError } from '../src/core/travelling-error.js';
import { WindowshopError } from '../src/core/windowshop-error.js';
import { downloadManifest } from '../src/network/download-manifest.js';
import type { SnapshotStore } from './snapshot-store.js';

/** A manifest that may be taken into use. */
export interface AcceptedManifest {
  manifest: Manifest;
  /** As it was served: what was signed is these bytes. */
  served: ServedManifest;
  /** The latest release from now on, where the page does not trust every one. */
  floor?: Floor;
}

/** Lets in what the page trusts, and nothing older than what it let in before. A page without keys trusts what is served. */
export class ManifestGate {
  readonly #request: LoadRequest;
  readonly #listener: Pick<ServiceListener, 'signerOf' | 'refused'>;
  readonly #store: SnapshotStore;
  readonly #mayKeep: () => boolean;
  #floor: Floor | undefined;

  /** @param mayKeep  Whether something may be kept on the device, as things are now. */
  constructor(
    request: LoadRequest,
    listener: Pick<ServiceListener, 'signerOf' | 'refused'>,
    store: SnapshotStore,
    mayKeep: () => boolean,
  ) {
    this.#request = request;
    this.#listener = listener;
    this.#store = store;
    this.#mayKeep = mayKeep;
  }

  /**
   * The manifest to begin with: as it is served, or where the server is away, or answers with what is not trusted, the one
   * of an earlier visit. That one may be past its time: it was taken before that.
   *
   * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`
   */
  async first(): Promise<AcceptedManifest & { isStale: boolean }> {
    const { manifestUrl, manifest, trust } = this.#request;
    if (trust !== undefined && this.#mayKeep()) this.#floor = await this.#store.readFloor(manifestUrl);
    try {
      if (manifest === 'refused')
        throw new WindowshopError(
          'snapshot_unreachable',
          `manifest.json: a policy of the page does not let it connect to ${manifestUrl}: connect-src must name it`,
        );
      const accepted = manifest === undefined ? await this.latest() : await this.#accept(manifest, Date.now());
      return { ...accepted, isStale: false };
    } catch (error) {
      if (trust === undefined && !isAway(error)) throw error;
      return this.keptInstead(error);
    }
  }

  /**
   * The manifest of an earlier visit, in the place of one that cannot be had or used.
   *
   * @param error  Why it cannot: told to the page, but for a server that is away, and thrown where nothing is kept.
   */
  async keptInstead(error: unknown): Promise<AcceptedManifest & { isStale: boolean }> {
    const kept = this.#mayKeep() ? await this.#store.readManifest(this.#request.manifestUrl) : undefined;
    if (kept === undefined) throw error;
    const accepted = { ...(await this.#accept(kept)), isStale: true };
    if (!isAway(error)) this.#listener.refused(packError(error));
    return accepted;
  }

  /**
   * The manifest as it is served now.
   *
   * @param idleMs  Longest silence of the server. Default: as long as at the beginning.
   * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`
   */
  async latest(idleMs?: number): Promise<AcceptedManifest> {
    const { manifestUrl, trust } = this.#request;
    return this.#accept(await downloadManifest(manifestUrl, trust !== undefined, idleMs), Date.now());
  }

  /**
   * It is in use: nothing older is let in any more.
   *
   * @returns  False where an earlier visit has taken a later one. That is found out where something may be kept only now,
   *           and is the floor from then on.
   */
  async take({ floor }: AcceptedManifest): Promise<boolean> {
    const { manifestUrl, trust } = this.#request;
    if (floor === undefined) return true;
    this.#floor = floor;
    const kept = this.#mayKeep() ? await this.#store.readFloor(manifestUrl) : undefined;
    const isOlder = kept !== undefined && trust?.keys.includes(kept.key) && kept.sequence > this.#floor.sequence;
    if (isOlder) this.#floor = kept;
    else if (this.#mayKeep()) await this.#store.keepFloor(manifestUrl, this.#floor);
    return !isOlder;
  }

  /** @param now  Undefined for what was accepted on an earlier visit. */
  async #accept(served: ServedManifest, now?: number): Promise<AcceptedManifest> {
    const { trust } = this.#request;
    if (trust === undefined) return { manifest: parseManifest(served.bytes), served };
    // Before anything is made of the bytes.
    const key = served.signatures && (await this.#listener.signerOf(served.bytes, served.signatures));
    if (key === undefined)
      throw new WindowshopError(
        'snapshot_invalid',
        'manifest.sig: the manifest is not signed by a key that the page trusts',
      );
    const manifest = parseManifest(served.bytes);
    const isKept = now === undefined;
    // The floor may have come to be kept where the copy that goes with it has not: the visit ended in between.
    const floor = acceptRelease(manifest, key, { trust, floor: isKept ? undefined : this.#floor, now });
    return { manifest, served, floor: isKept ? (this.#floor ?? floor) : floor };
  }
}

const isAway = (error: unknown): boolean => error instanceof WindowshopError && error.code === 'snapshot_unreachable';
