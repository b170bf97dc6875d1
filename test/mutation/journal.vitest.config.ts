import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';

export default defineConfig({
  publicDir: false,
  // Named here because a dependency found later reloads the page under the tests.
  optimizeDeps: { include: ['comlink', 'idb'] },
  test: {
    include: ['test/browser/{journal,bucket,checkpoints}.test.ts'],
    testTimeout: 20_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: chromiumPath as string, args: chromiumFlags } }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
