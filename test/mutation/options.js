/**
 * Whether the tests notice when a line is wrong, `npm run test:mutation`: of what reads and accepts snapshots, and of the
 * journal. At least 85 of 100 mutants must be found. What runs once when a module is loaded is left out.
 *
 * @param {string} name  Of the part, and of the Vitest configuration beside this file.
 * @param {string[]} mutate  Its files.
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export const mutation = (name, mutate) => ({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: `test/mutation/${name}.vitest.config.ts`, related: false },
  mutate,
  ignoreStatic: true,
  // It would rewrite the AssemblyScript, which it cannot parse.
  disableTypeChecks: false,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: `.cache/mutation/${name}.json` },
  tempDirName: `.cache/mutation/${name}`,
});
