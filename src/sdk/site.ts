import type { SiteConfig } from '../api/sdk.js';
import { readPlacements, readRules, type SiteRules } from '../core/journey/site-config.js';
import { WindowshopError } from '../core/windowshop-error.js';

export interface SiteOptions extends SiteConfig {
  locale?: string;
  currency?: string;
}

/** What the shop has configured, as it stands now: `update` replaces single fields. */
export class Site implements SiteRules {
  placements: SiteRules['placements'] = new Map();
  rules: SiteRules['rules'] = [];
  currency: string | undefined;
  #locale: string | undefined;
  #snapshotLocale: () => string | undefined;
  #onProblem: (error: WindowshopError) => void;

  constructor(snapshotLocale: () => string | undefined, onProblem: (error: WindowshopError) => void) {
    this.#snapshotLocale = snapshotLocale;
    this.#onProblem = onProblem;
  }

  /** BCP 47: the option, else the document's language, else the snapshot's. */
  get locale(): string {
    return this.#locale ?? documentLocale() ?? this.#snapshotLocale() ?? 'en';
  }

  update({ placements, rules, locale, currency }: SiteOptions): void {
    const report = (problem: unknown): void =>
      this.#onProblem(
        new WindowshopError('config_invalid', (problem as Error).message, {
          cause: problem,
          hint: 'What is wrong was left out; the rest of the configuration holds.',
        }),
      );
    if (placements !== undefined) this.placements = readPlacements(placements, report);
    if (rules !== undefined) this.rules = readRules(rules, report);
    if (locale !== undefined) this.#locale = locale;
    if (currency !== undefined) this.currency = currency;
  }
}

function documentLocale(): string | undefined {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang.trim() || undefined)[0];
  } catch {
    // RangeError: what stands in <html lang> is no language tag.
    return undefined;
  }
}
