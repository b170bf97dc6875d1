import { readConfig } from './read-config.js';
import { readTag } from './read-tag.js';

/** The package's own files, as the loader fetches them. */
export interface PackageFiles {
  root(): Promise<typeof import('../index.js')>;
  element(): Promise<unknown>;
}

/** Does what a script tag asks for: starts the SDK and registers `<window-shop>`. Never throws into the page. */
export async function startPage(tag: HTMLElement, files: PackageFiles): Promise<void> {
  const warn = (message: string): void => {
    if (tag.hasAttribute('data-ws-debug')) console.warn(`windowshop: ${message}`);
  };
  try {
    const options = readTag(tag, (attribute, value) =>
      warn(`${attribute}="${value}" cannot be read; the default holds`),
    );
    if (options === undefined) {
      console.error('windowshop: the script tag needs data-ws-snapshot, the address of manifest.json');
      return;
    }
    const config = readConfig(tag).catch((cause: unknown) => {
      warn(`the configuration cannot be read: ${cause instanceof Error ? cause.message : cause}`);
      return {};
    });
    // All at once: on a slow network each wait in line would be a second.
    const element = files.element().catch((cause: unknown) => {
      warn(`<window-shop> could not be loaded: ${cause instanceof Error ? cause.message : cause}`);
    });
    const [root] = await Promise.all([files.root(), config, element]);
    root.init({ ...options, ...(await config) });
  } catch (cause) {
    // A file that did not arrive: the shop's page does without suggestions, and hears about it when it asks.
    warn(`could not start: ${cause instanceof Error ? cause.message : cause}`);
  }
}
