import { pathOf } from './address.js';
import { UNNAMED } from './layout.js';
import type { Snapshot } from './snapshot.js';
import { findString } from './string-table.js';

/** What references turned out to be, by snapshot: a shopper's own ids are asked for with every list. */
const remembered = new WeakMap<Snapshot, Map<string, number>>();
/** More than a long history holds; beyond, all is forgotten at once. */
const MAX_REMEMBERED = 16_384;

/**
 * Index of the item that a reference names, or −1. A reference is an item id, else a group id, else the address of an
 * item's page (with its query, else without).
 */
export function resolveItem(snapshot: Snapshot, reference: string): number {
  const known = remembered.get(snapshot) ?? new Map<string, number>();
  remembered.set(snapshot, known);
  const before = known.get(reference);
  if (before !== undefined) return before;
  const item = findItem(snapshot, reference);
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(reference, item);
  return item;
}

function findItem(snapshot: Snapshot, reference: string): number {
  const item = findString(snapshot.ids, reference, snapshot.idOrder);
  if (item >= 0) return item;
  const group = findAlias(snapshot, `group:${reference}`);
  if (group >= 0 || !reference.includes('/')) return group;
  const path = pathOf(reference);
  const exact = findAlias(snapshot, `path:${path}`);
  return exact >= 0 ? exact : findAlias(snapshot, `path:${path.replace(/\?.*$/s, '')}`);
}

/** Number of the variant group that a reference names as a whole, or UNNAMED: an item id names its item alone. */
export function resolveGroup(snapshot: Snapshot, reference: string): number {
  if (findString(snapshot.ids, reference, snapshot.idOrder) >= 0) return UNNAMED;
  const item = findAlias(snapshot, `group:${reference}`);
  return item < 0 ? UNNAMED : snapshot.group[item];
}

function findAlias({ aliases, aliasItems }: Snapshot, alias: string): number {
  const position = findString(aliases, alias);
  return position < 0 ? -1 : aliasItems[position];
}
