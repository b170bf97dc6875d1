import type { Example, HeldOut, Split } from './protocol.js';
import { cutSequences, type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Shorter sequences only train: without the last two items nothing would be left to go on. */
const MIN_ITEMS = 3;

/**
 * The protocol `leave-one-out`: trains on all but the last two items of each user. The test asks for the last with
 * everything before it as input, the validation for the second last, and never looks at the last. Users with fewer than
 * three items train with all they have and are asked nothing.
 */
export function leaveOneOut(users: Sequences, itemCount: number, split: Split): HeldOut {
  const asked = (length: number): boolean => length >= MIN_ITEMS;
  let count = 0;
  for (let user = 0; user < sequenceCount(users); user++) if (asked(sequenceAt(users, user).length)) count++;
  return {
    training: cutSequences(users, (length) => (asked(length) ? length - 2 : length)),
    itemCount,
    count,
    *examples(): Iterable<Example> {
      for (let user = 0; user < sequenceCount(users); user++) {
        const items = sequenceAt(users, user);
        if (!asked(items.length)) continue;
        const place = items.length - (split === 'test' ? 1 : 2);
        yield { input: items.subarray(0, place), target: items[place] };
      }
    },
  };
}
