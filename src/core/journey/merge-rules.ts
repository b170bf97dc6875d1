import type { PageType } from '../journey-event.js';
import type { Filter, NamedRule, Rules } from '../rules.js';

/** What decides whether a rule of the site holds. */
export interface RuleContext {
  placement?: string | undefined;
  pageType: PageType;
  /** BCP 47 */
  locale: string;
  /** Epoch ms. */
  now: number;
}

/** Whether every condition that the rule gives is met. A rule for `en` holds for `en-GB` too. */
export function ruleHolds(rule: NamedRule, { placement, pageType, locale, now }: RuleContext): boolean {
  return (
    rule.enabled !== false &&
    (rule.placements === undefined || (placement !== undefined && rule.placements.includes(placement))) &&
    (rule.pageTypes === undefined || rule.pageTypes.includes(pageType)) &&
    (rule.locales === undefined || rule.locales.some((wanted) => isLocaleWithin(locale, wanted))) &&
    (rule.from === undefined || now >= Date.parse(rule.from)) &&
    (rule.until === undefined || now < Date.parse(rule.until))
  );
}

/** Whether a locale is the wanted one or a region of it. */
export function isLocaleWithin(locale: string, wanted: string): boolean {
  const [given, outer] = [locale, wanted].map((tag) => tag.toLowerCase().replaceAll('_', '-'));
  return given === outer || given.startsWith(`${outer}-`);
}

/**
 * All rules as one: filters are combined with AND, everything else is listed one after the other, so that with equal
 * pin positions the later rules come first.
 */
export function mergeRules(all: readonly Rules[]): Rules {
  const merged: Rules = {};
  const filters = all.flatMap(({ filter }) => (filter ? [filter] : []));
  if (filters.length > 0) merged.filter = filters.length === 1 ? (filters[0] as Filter) : { $and: filters };
  const listed = {
    boost: all.flatMap(({ boost = [] }) => boost),
    pin: all.flatMap(({ pin = [] }) => pin),
    exclude: all.flatMap(({ exclude = [] }) => exclude),
    maxPer: all.flatMap(({ maxPer = [] }) => maxPer),
    reserve: all.flatMap(({ reserve = [] }) => reserve),
  };
  for (const [field, list] of Object.entries(listed)) if (list.length > 0) Object.assign(merged, { [field]: list });
  return merged;
}
