import type { RecommendQuery } from '../recommendation.js';
import type { NamedRule } from '../rules.js';
import { REQUEST_CHECKS } from './check-request.js';
import { checkNamedRule } from './check-rules.js';
import { type Check, isRecord, mustBe, own, text } from './check-value.js';

/** Defaults of a slot; see `SiteConfig.placements`. */
export interface PlacementConfig extends Omit<RecommendQuery, 'placement'> {
  timeout?: number;
  title?: string | Record<string, string>;
}

/** What merchandisers have set, checked. */
export interface SiteRules {
  placements: ReadonlyMap<string, PlacementConfig>;
  rules: readonly NamedRule[];
}

const titles: Check = (value, name) => {
  if (typeof value === 'string') return;
  if (!isRecord(value)) throw new TypeError(mustBe(name, 'a text or texts by locale', value));
  for (const [locale, title] of Object.entries(value)) text(title, `${name}.${locale}`);
};

const { placement: _placement, signal: _signal, ...DEFAULT_CHECKS } = REQUEST_CHECKS;
const PLACEMENT_CHECKS: Record<string, Check> = { ...DEFAULT_CHECKS, title: titles };

/**
 * Takes placements from a configuration. One bad field must not cost a shop its shelf: it is left out, so that the
 * default holds, and reported.
 *
 * @throws TypeError when it is no object at all.
 */
export function readPlacements(
  value: unknown,
  report: (problem: unknown) => void,
): ReadonlyMap<string, PlacementConfig> {
  if (!isRecord(value)) throw new TypeError(mustBe('placements', 'an object', value));
  return new Map(Object.keys(value).map((name) => [name, readPlacement(own(value, name), name, report)]));
}

function readPlacement(value: unknown, placement: string, report: (problem: unknown) => void): PlacementConfig {
  const name = `placements.${placement}`;
  if (!isRecord(value)) {
    report(new TypeError(mustBe(name, 'an object', value)));
    return {};
  }
  const config: Record<string, unknown> = {};
  for (const [field, check] of Object.entries(PLACEMENT_CHECKS)) {
    const given = own(value, field);
    if (given === undefined) continue;
    try {
      check(given, `${name}.${field}`);
      config[field] = given;
    } catch (problem) {
      report(problem);
    }
  }
  return config;
}

/**
 * Takes the site's rules from a configuration. A rule with a mistake is left out whole and reported: half a rule could
 * show what the other half would have hidden.
 *
 * @throws TypeError when it is no list at all.
 */
export function readRules(value: unknown, report: (problem: unknown) => void): readonly NamedRule[] {
  if (!Array.isArray(value)) throw new TypeError(mustBe('rules', 'a list', value));
  return value.filter((rule: unknown, i): rule is NamedRule => {
    try {
      checkNamedRule(rule, `rules[${i}]`);
      return true;
    } catch (problem) {
      report(problem);
      return false;
    }
  });
}
