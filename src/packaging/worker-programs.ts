import { isAbsolute, resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { wasmKernels } from './wasm-kernels.js';

/**
 * What runs in the worker travels as source: a blob worker may import nothing. Each program is bundled on its own into
 * one function without outside references, so that `Function.prototype.toString` gives the whole program to a worker,
 * and calling the function runs the very same program on the main thread, without `eval`.
 */
const PROGRAMS = {
  worker: { entry: 'workers/scoring.worker.ts', file: 'worker.js' },
  gpu: { entry: 'workers/gpu.worker.ts', file: 'worker-gpu.js' },
} as const;

type ProgramName = keyof typeof PROGRAMS;

const PREFIX = 'virtual:windowshop/';
const programNames = Object.keys(PROGRAMS) as ProgramName[];

/** tfjs as an application of two kernels needs it: its usual entry would bring optimisers, gradients and file formats. */
const TFJS_WITHOUT_SIDE_EFFECTS = {
  find: /^@tensorflow\/tfjs-core$/,
  replacement: resolve(import.meta.dirname, '../../node_modules/@tensorflow/tfjs-core/dist/base.js'),
};

/**
 * Serves the programs as modules `virtual:windowshop/worker` and `virtual:windowshop/gpu`, whose default export is the
 * function, and writes them as classic scripts `worker.js` and `worker-gpu.js` for shops that host the worker themselves.
 */
export function workerPrograms(): WorkerPrograms {
  const bundled = new Map<ProgramName, Promise<Program>>();
  const programOf = (name: ProgramName): Promise<Program> => {
    const program = bundled.get(name) ?? bundleProgram(name);
    bundled.set(name, program);
    return program;
  };
  const fileOf = async (name: ProgramName): Promise<string> =>
    `"use strict";(${(await programOf(name)).source})(self);\n`;
  return {
    name: 'windowshop:worker-programs',
    resolveId: (id) => (programNames.some((name) => id === PREFIX + name) ? id : undefined),
    async load(id) {
      const name = programNames.find((candidate) => id === PREFIX + candidate);
      if (name === undefined) return undefined;
      const { source, modules } = await programOf(name);
      for (const module of modules) this.addWatchFile(module);
      return `export default ${source}`;
    },
    modules: async () => (await Promise.all(programNames.map(programOf))).flatMap(({ modules }) => modules),
    watchChange: () => bundled.clear(),
    async generateBundle() {
      for (const name of programNames)
        this.emitFile({ type: 'asset', fileName: PROGRAMS[name].file, source: await fileOf(name) });
    },
    configureServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        const name = programNames.find((candidate) => request.url === `/${PROGRAMS[candidate].file}`);
        if (name === undefined) return next();
        response.setHeader('content-type', 'text/javascript');
        response.end(await fileOf(name));
      });
    },
  };
}

export interface WorkerPrograms extends Plugin {
  /** Files that the programs are made from. */
  modules(): Promise<string[]>;
}

interface Program {
  /** `function(target){…}` */
  source: string;
  /** Files it was made from. */
  modules: string[];
}

async function bundleProgram(name: ProgramName): Promise<Program> {
  const result = (await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [wasmKernels()],
    resolve: { alias: [TFJS_WITHOUT_SIDE_EFFECTS] },
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: resolve(import.meta.dirname, '../..', PROGRAMS[name].entry),
        formats: ['iife'],
        name: 'program',
      },
      rolldownOptions: { output: { minify: true, exports: 'default' } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk, ...others] = result.flatMap(({ output }) => output);
  if (others.length > 0 || chunk.type !== 'chunk') throw new Error(`${PROGRAMS[name].entry}: must become one file`);
  return {
    source: `function(target){${chunk.code.trim()}program(target)}`,
    modules: chunk.moduleIds.filter(isAbsolute),
  };
}
