import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { wasmKernels } from './src/packaging/wasm-kernels.js';
import { workerPrograms } from './src/packaging/worker-programs.js';
import { chromiumFlags, chromiumPath, collectorFlags, MISSING_CHROMIUM, webgpuFlags } from './test/support/chromium.js';
import SummaryReporter from './test/support/summary-reporter.js';

const BROWSER_DEPENDENCIES = [
  'comlink',
  'idb',
  '@tensorflow/tfjs-core/dist/flags.js',
  '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js',
];

const inNode: TestProjectInlineConfiguration = {
  plugins: [wasmKernels()],
  test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', testTimeout: 20_000 },
};

/** Attacks and faults; how many is told by the environment. */
const faults: TestProjectInlineConfiguration = {
  plugins: [wasmKernels()],
  test: { name: 'faults', include: ['test/faults/**/*.test.ts'], environment: 'node', testTimeout: 3_600_000 },
};

/** A busy machine takes longer than the second that polls have by default; one that is met ends at once. */
const PATIENT = { poll: { timeout: 10_000 } };

const inChromium = (executablePath: string): TestProjectInlineConfiguration[] => [
  {
    plugins: [workerPrograms(), wasmKernels()],
    publicDir: false,
    // Named here because a dependency found later reloads the page under the tests.
    optimizeDeps: { include: BROWSER_DEPENDENCIES },
    test: {
      name: 'browser',
      include: ['test/browser/**/*.test.ts'],
      testTimeout: 20_000,
      expect: PATIENT,
      globalSetup: 'test/support/serve-snapshots.ts',
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { executablePath, args: [...chromiumFlags, ...webgpuFlags, ...collectorFlags] },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  },
  {
    test: {
      name: 'pages',
      include: ['test/pages/**/*.test.ts'],
      environment: 'node',
      testTimeout: 60_000,
      hookTimeout: 240_000,
      expect: PATIENT,
      globalSetup: 'test/support/warm-shop.ts',
      // When no other tests run: a page and its browser need the whole of a small machine.
      maxWorkers: 1,
      sequence: { groupOrder: 1 },
    },
  },
];

const saysWhatIsLeftOut: Reporter = {
  onTestRunEnd: () => {
    setImmediate(() => console.warn(MISSING_CHROMIUM));
  },
};

export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter(), ...(chromiumPath ? [] : [saysWhatIsLeftOut])],
    projects: [inNode, faults, ...(chromiumPath ? inChromium(chromiumPath) : [])],
  },
});
