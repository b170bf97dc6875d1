import type { Example, HeldOut, Split } from './protocol.js';
import { cutSequences, type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Shorter sequences only train: without the last two items nothing would be left to go on. */
const MIN_ITEMS = 3;

/**
 * The protocol `leave-one-out`: trains on all but the last two items of each user, and is tuned on the second last. The
 * test asks for the last with everything before it as input. The validation never looks at the last: it tunes on the
 * second last items of every other user and asks for those of the rest. Users with fewer than three items train with all
 * they have and are asked nothing.
 */
export function leaveOneOut(users: Sequences, itemCount: number, split: Split): HeldOut {
  const asked = (length: number): boolean => length >= MIN_ITEMS;
  const isTest = split === 'test';
  function* examples(back: number, isWanted: (place: number) => boolean): Iterable<Example> {
    let place = 0;
    for (let user = 0; user < sequenceCount(users); user++) {
      const items = sequenceAt(users, user);
      if (!asked(items.length) || !isWanted(place++)) continue;
      yield { input: items.subarray(0, items.length - back), target: items[items.length - back] };
    }
  }
  const isOdd = (place: number): boolean => place % 2 === 1;
  const all = (): boolean => true;
  let askedCount = 0;
  for (let user = 0; user < sequenceCount(users); user++) if (asked(sequenceAt(users, user).length)) askedCount++;
  return {
    training: cutSequences(users, (length) => (asked(length) ? length - 2 : length)),
    itemCount,
    count: isTest ? askedCount : Math.floor(askedCount / 2),
    tuning: () => examples(2, isTest ? all : (place) => !isOdd(place)),
    examples: () => (isTest ? examples(1, all) : examples(2, isOdd)),
  };
}
