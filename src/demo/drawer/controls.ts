import type { Sdk } from '../../index.js';
import { showChoice } from '../choice.js';
import { byId, make } from '../element.js';
import { forgetAll } from '../shop-storage.js';
import { withSdk } from '../with-sdk.js';
import { takeBack } from './take-back.js';

/** Pause, export, import, erase, and taking back what was turned down. @param changed  Called after each. */
export function setUpControls(changed: () => void): void {
  byId('pause').addEventListener('click', () => act(togglePause));
  byId('export').addEventListener('click', () => act(saveAsFile));
  byId('erase').addEventListener('click', () => act(eraseEverything));
  byId('known-dismissed').addEventListener('click', ({ target }) => {
    const { item } = (target as HTMLElement).dataset;
    if (item === undefined) return;
    // The button goes with its row.
    byId('drawer-title').focus();
    act((sdk) => takeBack(sdk, item));
  });
  const input = byId<HTMLInputElement>('import');
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) act((sdk) => bringFile(sdk, file));
  });

  function act(action: (sdk: Sdk) => Promise<string>): void {
    withSdk(async (sdk) => {
      byId('drawer-status').textContent = await action(sdk);
      changed();
    });
  }
}

async function togglePause(sdk: Sdk): Promise<string> {
  const { paused } = await sdk.profile.get();
  await (paused ? sdk.profile.resume() : sdk.profile.pause());
  return paused ? 'Remembering again.' : 'Paused. Nothing new is taken in, here or on other pages.';
}

async function saveAsFile(sdk: Sdk): Promise<string> {
  const url = URL.createObjectURL(await sdk.profile.export());
  make('a', { href: url, download: 'what-this-device-knows.json' }).click();
  URL.revokeObjectURL(url);
  return 'Saved as what-this-device-knows.json.';
}

async function bringFile(sdk: Sdk, file: File): Promise<string> {
  try {
    const { events } = await sdk.profile.import(file);
    return `Done. This device now holds ${events} observations.`;
  } catch (error) {
    return `${file.name} could not be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The journey, and with it what the shop itself keeps: cart, order and answer. Then the question is open again. */
async function eraseEverything(sdk: Sdk): Promise<string> {
  await sdk.profile.clear();
  await sdk.consent.set({ personalization_storage: 'unknown', analytics_storage: 'unknown' });
  forgetAll();
  window.dispatchEvent(new Event('shop-cart'));
  showChoice();
  return 'Erased. This device knows nothing about you.';
}
