import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is installed: `CHROMIUM`, else a usual place, else Playwright's own download; undefined = nowhere. */
export function findChromium(): string | undefined {
  const places = [process.env.CHROMIUM, ...USUAL_PLACES, chromium.executablePath()];
  return places.find((path) => path !== undefined && existsSync(path));
}

/** {@link findChromium} as it was when the tests began. */
export const chromiumPath: string | undefined = findChromium();

/** What stands at the end of a run that had to go without a browser. */
export const MISSING_CHROMIUM = `
════════════════════════════════════════════════════════════════════════════════════════
  LEFT OUT: every test in test/browser and test/pages, because no Chromium was found.
  To get them: install Chromium (Debian: apt-get install chromium), or run
  "npx playwright install chromium", or set CHROMIUM to the path of one, and run again.
════════════════════════════════════════════════════════════════════════════════════════`;

/** Keep the browser to itself: no sandbox (tests run as root), no look-ups of its own that a tap would see. */
export const chromiumFlags: string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Gives pages `gc()`, with which a test sees what does not outlive a collection. */
export const collectorFlags: string[] = ['--js-flags=--expose-gc'];

/** WebGPU on the software adapter, so that GPU code runs on machines without a GPU. */
export const webgpuFlags: string[] = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
