import type { Purpose, Signal } from './signal.js';

const PURPOSES: readonly Purpose[] = ['personalization_storage', 'analytics_storage'];

/**
 * Google Consent Mode as the data layer tells it, command by command.
 *
 * A `default` of denied is no choice yet: it would delete, on every page, the profile of somebody who agreed. It stays
 * open until an `update`. Defaults for a region hold for shoppers somewhere, so their permission is not taken.
 */
export class ConsentMode {
  readonly #defaults: Partial<Record<Purpose, 'granted' | 'open'>> = {};
  readonly #choice: Signal = {};

  /** @returns whether the entry was a consent command. */
  read(entry: unknown): boolean {
    const [name, command, settings] = commandOf(entry);
    if (name !== 'consent' || typeof settings !== 'object' || settings === null) return false;
    const hasRegion = Object.hasOwn(settings, 'region');
    for (const purpose of PURPOSES) {
      const value = Object.hasOwn(settings, purpose) ? (settings as Record<string, unknown>)[purpose] : undefined;
      if (value !== 'granted' && value !== 'denied') continue;
      if (command === 'update') this.#choice[purpose] = value;
      if (command !== 'default') continue;
      if (value === 'denied') this.#defaults[purpose] = 'open';
      else if (!hasRegion) this.#defaults[purpose] ??= 'granted';
    }
    return command === 'update' || command === 'default';
  }

  get signal(): Signal {
    const granted = PURPOSES.filter((purpose) => this.#defaults[purpose] === 'granted');
    return { ...Object.fromEntries(granted.map((purpose) => [purpose, 'granted'])), ...this.#choice };
  }
}

/** `gtag()` pushes its arguments object; some pages push an array. Both have numbered keys. */
function commandOf(entry: unknown): unknown[] {
  if (typeof entry !== 'object' || entry === null || !('length' in entry)) return [];
  const { length } = entry;
  return typeof length === 'number' && length >= 3 && length < 10 ? Array.from(entry as ArrayLike<unknown>) : [];
}
