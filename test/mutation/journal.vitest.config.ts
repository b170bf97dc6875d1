import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';

export default defineConfig({
  publicDir: false,
  // Named here because a dependency found later reloads the page under the tests.
  optimizeDeps: { include: ['comlink', 'idb'] },
  test: {
    include: [
      'test/browser/{journal,journal-connection,journey-store,memory-journal,bucket,checkpoints,checkpoint-store}.test.ts',
    ],
    // A test that waits for a limit to pass would do so for most of the mutants.
    testNamePattern: /^(?!.*(?:seconds|too late|does not end)).*$/,
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
