import type { SiteConfig } from '../index.js';

/** A configuration that does not come is not worth waiting for longer: the page does without. */
const CONFIG_MS = 5000;

/**
 * The site's configuration: from the address in `data-ws-config`, else from the page's own
 * `<script type="application/json" data-ws-config>`; undefined when there is neither.
 *
 * @throws Error when there is one and it cannot be read.
 */
export async function readConfig(tag: HTMLElement): Promise<SiteConfig | undefined> {
  const address = tag.getAttribute('data-ws-config');
  if (address) {
    const response = await fetch(address, { signal: AbortSignal.timeout(CONFIG_MS), credentials: 'omit' });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return pick(await response.json());
  }
  const inline = document.querySelector('script[type="application/json"][data-ws-config]');
  return inline ? pick(JSON.parse(inline.textContent ?? '')) : undefined;
}

/** What a configuration may say; the SDK checks the rest and forgives single mistakes. */
function pick(config: unknown): SiteConfig {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) throw new Error('it is no object');
  const fields = Object.entries(config).filter(([field]) => field === 'placements' || field === 'rules');
  return Object.fromEntries(fields) as SiteConfig;
}
