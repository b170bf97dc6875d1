import type { Sequences } from './sequences.js';

export type ProtocolName = 'next-item' | 'leave-one-out';

/** What the examples are held out for: the final word, or the choice of settings before it. */
export type Split = 'test' | 'validation';

/** One of several parts of what the validation holds out, each asked about by a model of its own. */
export interface Fold {
  /** 0 … count − 1 */
  index: number;
  count: number;
}

/** One question with its known answer. */
export interface Example {
  /** Item numbers, earliest first. */
  input: ArrayLike<number>;
  /** Item number; −1 = an item that training does not know. */
  target: number;
}

/** What a protocol makes of its files. */
export interface HeldOut {
  training: Sequences;
  /** What followed training and is asked by no example: how far to trust what is learned is learned from it. */
  tuning?(): Iterable<Example>;
  /** The candidates are the items 0 … itemCount − 1. */
  itemCount: number;
  /** How many examples there are. */
  count: number;
  /** All of them, made one by one as they are asked for. */
  examples(): Iterable<Example> | AsyncIterable<Example>;
}
