import { seededRandom } from '../random.js';
import type { Filter, Rules } from '../rules.js';
import { UNNAMED } from '../snapshot/layout.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { itemSimilarity } from './content-query.js';
import { diversify, type Scored } from './diversify.js';
import { type FieldReader, valuesOf } from './item-fields.js';
import type { ListRequest } from './list-request.js';
import { matchesFilter } from './matches-filter.js';
import type { Placed } from './score-candidates.js';
import { isBetter, TopK } from './top-k.js';

/** What a list is ranked from, all with their total scores, in any order. */
export interface ListCandidates {
  ranked: Placed[];
  /** Candidates of each fallback strategy; scored only if the list needs them. */
  fillers: readonly (() => Placed[])[];
}

export interface RankedList {
  items: Placed[];
  /**
   * What an item competes with when one of its reasons is taken away: the best-scored candidates, best first, and more
   * than there are places in the list.
   */
  competitors: Scored[];
}

/** Whether an item passes a filter, with the anchor of the list for `$same`. */
type Matches = (filter: Filter, item: number) => boolean;

/** Best-scored candidates that take part in diversification. */
const POOL = 400;

/**
 * Ranks one list: score → filter → boost → diversify → reserve → explore → fill → pin.
 *
 * @param candidates  See `scoreCandidates`.
 * @param fieldsOf    Reads an item's fields for the rules.
 * @param seed        Makes exploration repeatable.
 */
export function rankItems(
  snapshot: Snapshot,
  request: ListRequest,
  candidates: ListCandidates,
  fieldsOf: (item: number) => FieldReader,
  seed: number,
): RankedList {
  const { rules, limit } = request.query;
  const { anchors, before } = request;
  const anchorFields = anchors.length > 0 ? fieldsOf(anchors[0]) : undefined;
  const matches = (filter: Filter, item: number): boolean => matchesFilter(filter, fieldsOf(item), anchorFields);
  const isAllowed = allowedItems(snapshot, request, matches);

  const bestOf = (list: readonly Placed[], count = list.length): Placed[] =>
    bestAllowed(list, count, isAllowed, (candidate) => boosted(candidate, rules, matches));

  const poolSize = Math.max(POOL, limit);
  const ranked = bestOf(
    // What nothing speaks for belongs among the fillers; only popularity may be 0 and still be an order.
    candidates.ranked.filter(({ score, strategy }) => score > 0 || strategy === 'popular'),
    // Whoever reserves places may find what fits there far behind.
    rules.reserve === undefined ? poolSize + 1 : undefined,
  );
  const pool = ranked.slice(0, poolSize);
  const mayTake = capsOf(snapshot, rules, fieldsOf, before);
  const similarity = (a: number, b: number): number => itemSimilarity(snapshot.embeddings, a, b);
  let items = diversify(pool, limit, request.query.diversity ?? 0.3, similarity, mayTake, before);
  items = reserve(items, ranked, rules, limit, matches, mayTake);
  items = explore(items, pool, request.query.explore ?? 0, mayTake, seededRandom(seed));
  items = fill(items, limit, candidates.fillers, bestOf, mayTake);
  items = pin(items, snapshot, request);
  return { items, competitors: ranked };
}

/** The best candidates that may be shown, in order. */
function bestAllowed(
  candidates: readonly Placed[],
  count: number,
  isAllowed: (candidate: Placed) => boolean,
  boost: (candidate: Placed) => Placed,
): Placed[] {
  const top = new TopK(Math.min(count, candidates.length));
  const entered: Placed[] = [];
  for (const candidate of candidates.map(boost)) {
    // Asked only about what would get in: most items are not looked up in any set.
    if (!top.accepts(candidate.item, candidate.score) || !isAllowed(candidate)) continue;
    top.add(candidate.item, candidate.score);
    entered.push(candidate);
  }
  const { items, scores } = top.sorted();
  const last = items.length - 1;
  return entered.filter(({ item, score }) => !isBetter(scores[last], items[last], score, item)).sort(byScore);
}

/** Whether an item may be shown at all: not left out, not sold out, not seen (but by `recently-viewed`), filter passed. */
function allowedItems(
  snapshot: Snapshot,
  { leftOut, viewed, query }: ListRequest,
  matches: Matches,
): (candidate: Placed) => boolean {
  const { filter } = query.rules;
  return ({ item, strategy }) => {
    const group = snapshot.group[item];
    if (leftOut.some(({ items, groups }) => items.has(item) || groups.has(group))) return false;
    if (strategy !== 'recently-viewed' && (viewed.has(item) || snapshot.availability[item] === 2)) return false;
    return filter === undefined || matches(filter, item);
  };
}

function boosted(candidate: Placed, { boost = [] }: Rules, matches: Matches): Placed {
  const factor = boost.reduce(
    (product, rule) => (matches(rule.filter, candidate.item) ? product * rule.factor : product),
    1,
  );
  return factor === 1 ? candidate : { ...candidate, score: candidate.score * factor, boost: factor };
}

/** Whether a candidate may join the items already in the list. */
type MayTake = (candidate: Placed, chosen: readonly Placed[]) => boolean;

/** One item of a variant group, and at most `max` items with the same value of a capped field, in the list so far. */
function capsOf(
  { group }: Snapshot,
  { maxPer = [] }: Rules,
  fieldsOf: (item: number) => FieldReader,
  before: readonly number[],
): MayTake {
  // All that a shop sells may stand under one main category: kinds differ by the narrowest.
  const valuesIn = (item: number, field: string): unknown[] =>
    valuesOf(fieldsOf(item)(field)).slice(field === 'category' ? -1 : 0);
  return ({ item }, chosen) => {
    if (group[item] === UNNAMED && maxPer.length === 0) return true;
    const others = [...before, ...chosen.map((placed) => placed.item)];
    if (group[item] !== UNNAMED && others.some((other) => group[other] === group[item])) return false;
    return maxPer.every(({ field, max }) => {
      const values = valuesIn(item, field);
      if (values.length === 0) return true;
      return others.filter((other) => valuesIn(other, field).some((value) => values.includes(value))).length < max;
    });
  };
}

/** Keeps a share of the list for matching items: they take the last places of items that do not match. */
function reserve(
  items: Placed[],
  ranked: readonly Placed[],
  { reserve: reservations = [] }: Rules,
  limit: number,
  matches: Matches,
  mayTake: MayTake,
): Placed[] {
  const list = [...items];
  for (const { filter, share } of reservations) {
    const isWanted = ({ item }: Placed): boolean => matches(filter, item);
    const listed = new Set(list.map(({ item }) => item));
    const waiting = ranked.filter((candidate) => isWanted(candidate) && !listed.has(candidate.item));
    let missing = Math.round(share * limit) - list.filter(isWanted).length;
    for (let place = list.length - 1; place >= 0 && missing > 0; place--) {
      if (list[place].placement === 'reserved' || isWanted(list[place])) continue;
      const others = list.filter((_, i) => i !== place);
      const next = waiting.findIndex((candidate) => mayTake(candidate, others));
      if (next < 0) break;
      list[place] = { ...waiting.splice(next, 1)[0], placement: 'reserved' };
      missing--;
    }
  }
  return list;
}

/** Gives a share of the places, from the end, to candidates drawn evenly from those that did not make the list. */
function explore(
  items: Placed[],
  pool: readonly Placed[],
  share: number,
  mayTake: MayTake,
  random: () => number,
): Placed[] {
  const count = Math.round(share * items.length);
  const list = items.slice(0, items.length - count);
  const chosen = new Set(items.map(({ item }) => item));
  const others = pool.filter(({ item }) => !chosen.has(item));
  while (list.length < items.length && others.length > 0) {
    const [picked] = others.splice(Math.floor(random() * others.length), 1);
    if (mayTake(picked, list)) list.push({ ...picked, placement: 'explored' });
  }
  // Too few others: the items that had made room come back.
  for (const item of items.slice(items.length - count))
    if (list.length < items.length && mayTake(item, list)) list.push(item);
  return list;
}

/** Fills a short list from the fallback strategies, one after the other. */
function fill(
  items: Placed[],
  limit: number,
  fallbacks: readonly (() => Placed[])[],
  bestOf: (list: readonly Placed[]) => Placed[],
  mayTake: MayTake,
): Placed[] {
  const list = [...items];
  const taken = new Set(items.map(({ item }) => item));
  for (const candidates of fallbacks) {
    if (list.length >= limit) break;
    for (const filler of bestOf(candidates())) {
      if (list.length >= limit) break;
      if (taken.has(filler.item) || !mayTake(filler, list)) continue;
      taken.add(filler.item);
      list.push({ ...filler, placement: 'filler' });
    }
  }
  return list;
}

/** Puts pinned items in their places, whatever else would have left them out; unknown and sold-out ones are skipped. */
function pin(items: Placed[], snapshot: Snapshot, { query, before }: ListRequest): Placed[] {
  const places = new Map<number, number>();
  for (const { id, position } of query.rules.pin ?? []) {
    const item = resolveItem(snapshot, id);
    const place = position - before.length;
    if (item >= 0 && place >= 0 && snapshot.availability[item] !== 2 && !before.includes(item)) places.set(item, place);
  }
  // All are taken out before the first is put in: what moves later would move the others.
  const list = items.filter(({ item }) => !places.has(item));
  for (const [item, place] of [...places].sort(([, a], [, b]) => a - b)) {
    const known = items.find((placed) => placed.item === item);
    list.splice(place, 0, {
      ...(known ?? { item, score: 0, strategy: 'popular', boost: 1, parts: [] }),
      placement: 'pinned',
    });
  }
  return list.slice(0, query.limit);
}

const byScore = (a: Placed, b: Placed): number => (isBetter(a.score, a.item, b.score, b.item) ? -1 : 1);
