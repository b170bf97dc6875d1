import { scoringBytes } from '../core/snapshot/encode-snapshot.js';
import { SECTION_ALIGNMENT, sectionsOf } from '../core/snapshot/layout.js';
import type { SnapshotContent } from '../core/snapshot/snapshot-content.js';
import { pruneLists, withoutNeighbors } from './model/prune-lists.js';

/** A snapshot without any neighbor would still take more bytes than it may; the message tells how many. */
export class TooFewBytesError extends Error {
  override readonly name = 'TooFewBytesError';
}

/** Sections start at multiples of 64: so many bytes may lie between those of the lists. */
const MOST_PADDING = sectionsOf('neighbors').length * (SECTION_ALIGNMENT - 1);

/**
 * Prunes the neighbor lists until scoring needs at most so many bytes; nothing else of the content changes.
 *
 * @param maxBytes  Of the files `items`, `embeddings` and `neighbors`.
 * @throws {TooFewBytesError} when not even a content without any neighbor is that small.
 */
export function fitBytes<C extends SnapshotContent>(content: C, maxBytes: number): C {
  if (scoringBytes(content) <= maxBytes) return content;
  const { products, dim, popularity } = content;
  const least = scoringBytes({ ...content, ...withoutNeighbors(products.length) });
  if (least > maxBytes)
    throw new TooFewBytesError(
      `${products.length} items of ${dim} dimensions take ${least} bytes without a single neighbor, more than the ${maxBytes} allowed: allow as many, or build with fewer dimensions`,
    );
  return { ...content, ...pruneLists(content, popularity, maxBytes - least - MOST_PADDING) };
}
