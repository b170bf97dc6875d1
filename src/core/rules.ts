import type { PageType } from './journey-event.js';
import type { ItemId } from './product.js';

type Scalar = string | number | boolean;

/** A bare value means equals, an array means one of; on list fields one match is enough. */
export type Condition =
  | Scalar
  | Scalar[]
  | { $ne?: Scalar; $gt?: number; $gte?: number; $lt?: number; $lte?: number }
  /** Same value as the anchor item. */
  | { $same: true };

/** Fields are `Product` keys or `attributes.NAME`; several fields must all match. */
export type Filter = { [field: string]: Condition } | { $and: Filter[] } | { $or: Filter[] } | { $not: Filter };

export interface Rules {
  /** Only items that match. */
  filter?: Filter;
  /** Multiplies the score; 0…10, below 1 buries. */
  boost?: { filter: Filter; factor: number }[];
  /** Fixed positions, from 0; skipped when the item is unavailable or unknown. */
  pin?: { id: ItemId; position: number }[];
  exclude?: ItemId[];
  /** Diversity cap, e.g. at most 2 of one brand; of `category` the narrowest level counts. */
  maxPer?: { field: string; max: number }[];
  /** Share of the list kept for matching items, 0…1. */
  reserve?: { filter: Filter; share: number }[];
}

/** A rule that merchandisers keep in the site configuration. Every given condition must hold. */
export interface NamedRule extends Rules {
  id: string;
  /** Default true. */
  enabled?: boolean;
  placements?: string[];
  pageTypes?: PageType[];
  locales?: string[];
  from?: string;
  until?: string;
}
