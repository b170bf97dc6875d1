import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig, type UserConfig } from 'vite';
import { notices } from './src/packaging/notices.js';
import { wasmKernels } from './src/packaging/wasm-kernels.js';
import { workerPrograms } from './src/packaging/worker-programs.js';

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'peerDependencies',
  Record<string, string>
>;

const TARGET = 'es2022';

/** What several chunks use is one file, not one per set of chunks: a page that loads fewer files starts sooner. */
const SHARED_AS_ONE = { groups: [{ name: 'shared', minShareCount: 2 }] };

/** What shops import, with the chunks that all entries share. */
const library = (): UserConfig => {
  const programs = workerPrograms();
  return {
    publicDir: false,
    plugins: [programs, notices(programs)],
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      target: TARGET,
      lib: {
        entry: { index: 'src/index.ts', element: 'src/element/index.ts', 'auto.mjs': 'src/auto/module.ts' },
        formats: ['es'],
      },
      rolldownOptions: {
        output: {
          codeSplitting: SHARED_AS_ONE,
          // Vite leaves the white space in ES libraries; a script tag loads these files as they are.
          minify: true,
          entryFileNames: ({ name }) => (name.endsWith('.mjs') ? name : `${name}.js`),
          chunkFileNames: ({ name, facadeModuleId }) =>
            `chunks/${/^virtual:windowshop\/(\w+)$/.exec(facadeModuleId ?? '')?.[1] ?? name}-[hash].js`,
        },
      },
    },
  };
};

/** The classic script behind the script tag: it loads the library's files beside it. */
const script = (): UserConfig => ({
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: TARGET,
    lib: { entry: 'src/auto/index.ts', formats: ['iife'], name: 'windowshopAuto', fileName: () => 'auto.js' },
  },
});

/** Programs for Node; what they depend on is installed with the package. */
const node = (): UserConfig => ({
  publicDir: false,
  plugins: [wasmKernels()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    rolldownOptions: {
      input: { cli: 'src/cli/main.ts', 'shop-server': 'src/shop-server/start.ts' },
      external: [/^node:/, ...builtinModules, ...Object.keys({ ...dependencies, ...peerDependencies })],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/node-[name]-[hash].js' },
    },
  },
});

/** The pages of the sample shop. */
const shop = (): UserConfig => ({ build: { outDir: 'dist/shop', emptyOutDir: true, target: TARGET } });

/** Programs of the benchmark, see `test/bench/host/bench-site.ts`: they run the backends as they are. */
const bench = (): UserConfig => ({ publicDir: false, plugins: [wasmKernels()] });

/** The page that the tests break, see `test/support/fault-page`. */
const faults = (): UserConfig => ({
  publicDir: false,
  plugins: [workerPrograms()],
  build: { rolldownOptions: { output: { codeSplitting: SHARED_AS_ONE } } },
});

const MODES: Record<string, () => UserConfig> = { library, script, node, bench, faults };

export default defineConfig(({ mode }) => (MODES[mode] ?? shop)());
