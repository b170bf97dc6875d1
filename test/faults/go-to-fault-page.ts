import type { Page } from 'playwright';

/** Goes to the fault page and waits until it can be used; tells what it says of itself. */
export async function goToFaultPage(page: Page, address: string) {
  await page.goto(address);
  await page.waitForFunction(() => window.__ws_test !== undefined);
  return page.evaluate(() => window.__ws_test.ready());
}
