import type { InitOptions, Sdk, SiteConfig } from '../index.js';
import { readConfig } from './read-config.js';
import { readTag } from './read-tag.js';

/** The package's own files, as the loader fetches them. */
export interface PackageFiles {
  root(): Promise<{ init(options: InitOptions): Sdk }>;
  element(): Promise<unknown>;
}

/** Does what a script tag asks for: starts the SDK and registers `<window-shop>`. Never throws into the page. */
export async function startPage(tag: HTMLElement | null, files: PackageFiles): Promise<void> {
  const warn = (message: string, cause?: unknown): void => {
    if (tag?.hasAttribute('data-ws-debug'))
      console.warn(`windowshop: ${message}`, ...(cause === undefined ? [] : [cause]));
  };
  const options = tag && readTag(tag, (name, value) => warn(`${name}="${value}" cannot be read; the default holds`));
  if (!options) {
    console.error('windowshop: the script tag needs data-ws-snapshot, the address of manifest.json');
    return;
  }
  const configured = (): Promise<SiteConfig | undefined> =>
    readConfig(tag).catch((cause: unknown) => void warn('the configuration cannot be read', cause));
  try {
    // All at once: on a slow network each wait in line would be a second.
    const config = configured();
    const element = files.element().catch((cause: unknown) => warn('<window-shop> could not be loaded', cause));
    const { init } = await files.root();
    const site = await config;
    const sdk = start(init, options, site, warn);
    await element;
    if (!site && document.readyState === 'loading') followLateConfig(sdk, configured, warn);
  } catch (cause) {
    // A file that did not arrive: the shop's page does without suggestions, and without the space kept free for them.
    warn('could not start', cause);
    for (const shelf of document.querySelectorAll<HTMLElement>('window-shop:not(:has(*))')) shelf.hidden = true;
  }
}

/** A configuration of the wrong shape altogether must not cost the shop its shelves. */
function start(
  init: (options: InitOptions) => Sdk,
  options: InitOptions,
  site: SiteConfig | undefined,
  warn: (message: string, cause: unknown) => void,
): Sdk {
  try {
    return init({ ...options, ...site });
  } catch (cause) {
    if (!site) throw cause;
    warn('the configuration cannot be used', cause);
    return init(options);
  }
}

/** An `async` script may run before the parser reaches the page's own configuration: the shelves are asked for anew. */
function followLateConfig(
  sdk: Sdk,
  configured: () => Promise<SiteConfig | undefined>,
  warn: (message: string, cause: unknown) => void,
): void {
  document.addEventListener('DOMContentLoaded', async () => {
    const site = await configured();
    if (!site) return;
    try {
      sdk.update(site);
      for (const shelf of document.querySelectorAll('window-shop')) void shelf.refresh();
    } catch (cause) {
      warn('the configuration cannot be used', cause);
    }
  });
}
