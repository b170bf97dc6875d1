import fc from 'fast-check';
import { arbitraryContent } from '../../support/arbitrary-snapshot.js';
import { encodeFullSnapshot } from '../../support/full-snapshot.js';
import { type Draft, type Served, seal, takeApart } from '../../support/snapshot-draft.js';
import { encodeInMemory } from '../../support/snapshot-in-memory.js';
import type { Chance } from './chance.js';
import { DAMAGES, LIES } from './mutations.js';
import { readServed } from './reading.js';

export interface Mutant {
  kinds: string[];
  served: Served;
  /** The manifest as it was before it came into the carrier's hands: what a signature is of. */
  sealed: Uint8Array;
}

/** A snapshot that mutants are made of. */
export interface Base {
  draft: Draft;
  hash: string;
}

/** One with everything in it, the same as the head of another, and some that were drawn. */
export async function openBases(): Promise<Base[]> {
  const full = takeApart(encodeFullSnapshot());
  const drafts = fc
    .sample(arbitraryContent, { numRuns: 6, seed: 1 })
    .map((content) => takeApart(encodeInMemory(content)));
  drafts.push(full, full, full, { ...full, head: full }, { ...full, head: full });
  const bases: Base[] = [];
  for (const draft of drafts) {
    const { hash, problem } = await readServed(seal(draft));
    if (problem !== undefined) throw new Error(`a snapshot that nobody has changed: ${problem}`);
    bases.push({ draft, hash });
  }
  return bases;
}

/** One to three lies, or one damage on the way. */
export function mutantOf(base: Draft, chance: Chance): Mutant {
  const isLie = chance.below(4) > 0;
  const kinds = isLie
    ? Array.from({ length: 1 + Math.floor(chance.below(6) / 3) }, () => chance.one(Object.keys(LIES)))
    : [chance.one(Object.keys(DAMAGES))];
  const draft = structuredClone(base);
  for (const [i, kind] of isLie ? kinds.entries() : []) {
    try {
      LIES[kind](draft, chance);
    } catch (error) {
      // The lie before may have left nothing to lie about.
      if (i === 0) throw error;
    }
  }
  const served = seal(draft);
  const sealed = served.manifest.slice();
  for (const kind of isLie ? [] : kinds) DAMAGES[kind](served, chance);
  return { kinds, served, sealed };
}
