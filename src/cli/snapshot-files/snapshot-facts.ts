import type { CatalogReader } from '../../core/snapshot/catalog-chunks.js';
import { UNNAMED } from '../../core/snapshot/layout.js';
import type { ReadSnapshot, SectionSize } from './read-snapshot.js';

/** What a snapshot is, in numbers. */
export interface SnapshotFacts {
  version: string;
  builtAt: string;
  locale: string;
  currency?: string;
  items: number;
  dim: number;
  minShoppers: number;
  /** Of all files and the manifest. */
  bytes: number;
  files: { role: string; name: string; bytes: number }[];
  /** What the files are made of; `bytesPerItem` to the hundredth. */
  sections: (SectionSize & { bytesPerItem: number })[];
  /** Share of the items of which something is known, 0…1. */
  shares: { price: number; image: number; category: number; behaviour: number };
}

/** @throws {WindowshopError} `snapshot_invalid` when the catalogue's text cannot be read. */
export async function snapshotFacts(
  { snapshot, manifestBytes, sections }: ReadSnapshot,
  catalog: CatalogReader,
): Promise<SnapshotFacts> {
  const { manifest, itemCount, price, category, shoppers } = snapshot;
  let images = 0;
  for (let item = 0; item < itemCount; item++) if ((await catalog.product(item)).image !== undefined) images++;
  const share = (count: number): number => Math.round((count / itemCount) * 1e4) / 1e4;
  return {
    version: manifest.version,
    builtAt: manifest.builtAt,
    locale: manifest.locale,
    ...(manifest.currency === undefined ? {} : { currency: manifest.currency }),
    items: itemCount,
    dim: manifest.dim,
    minShoppers: manifest.minShoppers,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, manifestBytes),
    files: manifest.files.map(({ role, name, bytes }) => ({ role, name, bytes })),
    sections: sections.map((section) => ({
      ...section,
      bytesPerItem: Math.round((section.bytes / itemCount) * 100) / 100,
    })),
    shares: {
      price: share(price.filter((value) => !Number.isNaN(value)).length),
      image: share(images),
      category: share(category.filter((value) => value !== UNNAMED).length),
      behaviour: share(shoppers.filter((count) => count > 0).length),
    },
  };
}
