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
 * So large a part of the lists' bytes can go, the last of each list first, before it is worth more to halve the codes. That
 * costs a hundredth of the hits, whatever it frees: `docs/quality.md`.
 */
const HARDLY_MISSED = 0.1;

/**
 * Makes scoring need at most so many bytes: prunes what is hardly missed of the neighbor lists, or else keeps the codes of
 * the embeddings in four bits and prunes the lists as far as that does not do; nothing else of the content changes.
 *
 * @param maxBytes  Of the files `items`, `embeddings` and `neighbors`.
 * @throws {TooFewBytesError} when not even a content without any neighbor is that small.
 */
export function fitBytes<C extends SnapshotContent>(content: C, maxBytes: number): C {
  const all = scoringBytes(content);
  if (all <= maxBytes) return content;
  const least = bytesWithoutLists(content);
  if (all - maxBytes <= HARDLY_MISSED * (all - least)) return pruned(content, maxBytes, least);
  const narrow = { ...content, codeBits: 4 as const };
  return scoringBytes(narrow) <= maxBytes ? narrow : pruned(narrow, maxBytes, bytesWithoutLists(narrow));
}

/** @param least  What scoring needs without any neighbor. */
function pruned<C extends SnapshotContent>(content: C, maxBytes: number, least: number): C {
  const { products, dim, popularity } = content;
  if (least > maxBytes)
    throw new TooFewBytesError(
      `${products.length} items of ${dim} dimensions take ${least} bytes without a single neighbor, more than the ${maxBytes} allowed: allow as many, or build with fewer dimensions`,
    );
  return { ...content, ...pruneLists(content, popularity, maxBytes - least - MOST_PADDING) };
}

const bytesWithoutLists = (content: SnapshotContent): number =>
  scoringBytes({ ...content, ...withoutNeighbors(content.products.length) });
