import type { Reason, ReasonCode } from '../recommendation.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { stringAt } from '../snapshot/string-table.js';
import { reasonText } from './reason-text.js';
import type { Contribution, ScorePart } from './score-part.js';

/** A reason before it is put into words: contributions of one kind, taken together. */
export interface Cause {
  code: ReasonCode;
  /** Sum of the contributions; > 0. */
  amount: number;
  /** Share among the causes that speak for the item; the shares of an item sum to 1. */
  weight: number;
  /** The shopper's items or the anchors behind it, strongest first. */
  items: number[];
  value?: string;
}

/**
 * Decomposes an item's total score into causes, largest first. What speaks against the item, or comes from items
 * turned down, is part of the score but not shown: a weight is the share among the positive causes. What several items say
 * alike, none of which would be missed alone, is shown where nothing else speaks for the item.
 */
export function causesOf(parts: readonly ScorePart[], item: number): Cause[] {
  const groups = new Map<string, { code: ReasonCode; value?: string | undefined; contributions: Contribution[] }>();
  for (const part of parts) {
    for (const contribution of part.explain(item)) {
      const { code, value, isSilent } = contribution;
      if (isSilent) continue;
      const key = `${code} ${value ?? ''}`;
      const group = groups.get(key) ?? { code, value, contributions: [] };
      group.contributions.push({ ...contribution, amount: part.factor * contribution.amount });
      groups.set(key, group);
    }
  }
  const positive = [...groups.values()]
    .map((group) => ({ ...group, amount: group.contributions.reduce((sum, { amount }) => sum + amount, 0) }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
  const missed = positive.filter(({ contributions }) => wouldBeMissed(contributions));
  const causes = missed.length > 0 ? missed : positive;
  const total = causes.reduce((sum, { amount }) => sum + amount, 0);
  return causes.map(({ code, amount, contributions, value }) => ({
    code,
    amount,
    weight: amount / total,
    items: causingItems(contributions),
    ...(value ? { value } : {}),
  }));
}

/** Whether an item among the causes would be missed, or there is none. */
const wouldBeMissed = (contributions: readonly Contribution[]): boolean =>
  contributions.every(({ cause }) => cause === undefined) || missedItems(contributions).length > 0;

/** Puts a cause into words. @param titlesOf  Titles of items; asked for the two that a sentence names. */
export async function reasonOf(
  { code, weight, items, value }: Cause,
  { ids }: Snapshot,
  locale: string,
  titlesOf: (items: number[]) => Promise<string[]>,
): Promise<Reason> {
  return {
    code,
    weight,
    text: reasonText(code, locale, await titlesOf(items.slice(0, 2)), items.length, value),
    ...(items.length > 0 ? { itemIds: items.map((item) => stringAt(ids, item)) } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

/**
 * The items that speak for it, strongest first, each once: by what would be missed without each, or, where the others
 * would make up for any of them, by what they say together.
 */
function causingItems(contributions: readonly Contribution[]): number[] {
  const missed = missedItems(contributions);
  return missed.length > 0 ? missed : strongest(contributions);
}

const missedItems = (contributions: readonly Contribution[]): number[] =>
  strongest(contributions.filter(({ isShared }) => !isShared));

function strongest(contributions: readonly Contribution[]): number[] {
  const amounts = new Map<number, number>();
  for (const { cause, amount } of contributions)
    if (cause !== undefined) amounts.set(cause, (amounts.get(cause) ?? 0) + amount);
  return [...amounts]
    .filter(([, amount]) => amount > 0)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .map(([item]) => item);
}
