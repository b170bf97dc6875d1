import { existsSync } from 'node:fs';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The installed browser: `CHROMIUM`, else a usual place; undefined leaves the choice to Playwright's own download. */
export const chromiumPath: string | undefined = process.env.CHROMIUM ?? USUAL_PLACES.find((path) => existsSync(path));

/** Keep the browser to itself: no sandbox (tests run as root), no look-ups of its own that a tap would see. */
export const chromiumFlags: string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on the software adapter, so that GPU code runs on machines without a GPU. */
export const webgpuFlags: string[] = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
