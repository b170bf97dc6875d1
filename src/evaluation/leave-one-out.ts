import type { Example, Fold, HeldOut, Split } from './protocol.js';
import { cutSequences, type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Shorter sequences only train: without the last two items nothing would be left to go on. */
const MIN_ITEMS = 3;

/**
 * The protocol `leave-one-out`: trains on all but the last two items of each user, and is tuned on the second last. The
 * test asks for the last with everything before it as input. The validation never looks at the last: it asks for the
 * second last items of the users of a fold, every second one if not said otherwise, and tunes on those of the rest. Users
 * with fewer than three items train with all they have and are asked nothing.
 */
export function leaveOneOut(
  users: Sequences,
  itemCount: number,
  split: Split,
  { index, count }: Fold = { index: 1, count: 2 },
): HeldOut {
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
  const isInFold = (place: number): boolean => place % count === index;
  const all = (): boolean => true;
  let askedCount = 0;
  for (let user = 0; user < sequenceCount(users); user++) if (asked(sequenceAt(users, user).length)) askedCount++;
  return {
    training: cutSequences(users, (length) => (asked(length) ? length - 2 : length)),
    itemCount,
    count: isTest ? askedCount : Math.floor((askedCount + count - 1 - index) / count),
    tuning: () => examples(2, isTest ? all : (place) => !isInFold(place)),
    examples: () => (isTest ? examples(1, all) : examples(2, isInFold)),
  };
}
