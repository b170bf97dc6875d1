import { byId } from '../element.js';
import type { ResultLog } from '../result-log.js';
import { withSdk } from '../with-sdk.js';
import { showAsked } from './asked.js';
import { setUpControls } from './controls.js';
import { showKnown } from './known.js';
import { showWorked } from './worked.js';

/** The drawer that shows what this device knows about the shopper. @returns what opens it. */
export function setUpDrawer(log: ResultLog): () => void {
  const drawer = byId<HTMLDialogElement>('drawer');
  const refresh = (): void => {
    if (!drawer.open) return;
    withSdk(async (sdk) => {
      showWorked(sdk, log);
      await showKnown(sdk);
      await showAsked();
    });
  };
  setUpControls(refresh);
  log.onChange(refresh);
  withSdk((sdk) => void sdk.on('profile', refresh));
  for (const button of drawer.querySelectorAll('[data-closes]')) button.addEventListener('click', () => drawer.close());
  // A click beside the drawer falls on the dialog itself, since its contents cover the rest.
  drawer.addEventListener('click', ({ target }) => {
    if (target === drawer) drawer.close();
  });
  return () => {
    drawer.showModal();
    refresh();
  };
}
