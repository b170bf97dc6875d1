import type { ItemId } from '../product.js';
import type { RecommendQuery } from '../recommendation.js';
import type { ResolvedQuery } from '../scoring-protocol.js';
import { ownFields } from './check-value.js';
import { isLocaleWithin, mergeRules, type RuleContext, ruleHolds } from './merge-rules.js';
import type { PlacementConfig, SiteRules } from './site-config.js';

const DEFAULT_LIMIT = 8;

/** What of a request crosses to the worker; the rest of a page's object may not even be cloneable. */
const QUERY_FIELDS: readonly (keyof RecommendQuery)[] = [
  'placement',
  'strategy',
  'itemId',
  'limit',
  'diversity',
  'personalize',
  'explore',
  'fallback',
  'dedupe',
];

/** Where and when a list is asked for. */
export interface QueryContext extends Omit<RuleContext, 'placement'> {
  /** Items that other lists of the page show. */
  shownIds: ItemId[];
}

/**
 * What a request means on this site: the defaults of its placement, overridden by the fields that the request gives;
 * the rules of the site that hold, of the placement and of the request together.
 *
 * @param request  As `readRequest` gives it.
 */
export function resolveQuery(
  request: RecommendQuery,
  site: SiteRules,
  { shownIds, ...context }: QueryContext,
): ResolvedQuery {
  const { placement } = request;
  const defaults = placementOf(site, placement);
  const siteRules = site.rules.filter((rule) => ruleHolds(rule, { ...context, placement }));
  const query: ResolvedQuery = Object.assign(
    Object.create(null),
    { limit: DEFAULT_LIMIT, before: [] },
    ownFields(defaults, QUERY_FIELDS),
    ownFields(request, QUERY_FIELDS),
  );
  query.rules = mergeRules([...siteRules, defaults.rules ?? {}, request.rules ?? {}]);
  query.shownIds = query.dedupe === false ? [] : shownIds;
  return query;
}

/** The configured defaults of a slot; nothing for one that is not configured. */
export const placementOf = ({ placements }: SiteRules, placement: string | undefined): PlacementConfig =>
  (placement === undefined ? undefined : placements.get(placement)) ?? Object.create(null);

/** The text for a locale: the exact one, else that of its language, else the first. */
export function localizedText(texts: string | Record<string, string>, locale: string): string | undefined {
  if (typeof texts === 'string') return texts;
  const locales = Object.keys(texts).sort((a, b) => b.length - a.length);
  const best = locales.find((candidate) => isLocaleWithin(locale, candidate)) ?? Object.keys(texts)[0];
  return best === undefined ? undefined : texts[best];
}
