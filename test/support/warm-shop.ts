import { type OpenShop, openShop } from '../pages/shop-visit.js';

/**
 * Opens the sample shop once while other tests run, so that its snapshot is there when the first page asks for it: shops that
 * open at the same time would each build it.
 */
export default function warmShop(): () => Promise<void> {
  // What is wrong with it is told by the tests that open it.
  const shop: Promise<OpenShop | undefined> = openShop().catch(() => undefined);
  return async () => (await shop)?.close();
}
