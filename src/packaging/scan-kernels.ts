import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

const SOURCE = resolve(import.meta.dirname, '../../workers/kernels/assembly/scan.ts');
const MODULE = 'virtual:windowshop/scan-kernel';

/** The builds of the scan kernel, see the head of its source. */
const BUILDS = {
  paired: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'PAIRED=1'],
  dot: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'PAIRED=0'],
  plain: ['--enable', 'simd', '--use', 'PAIRED=0'],
} as const;

/** No runtime, no checks, the memory comes from outside. */
const OPTIONS = ['--runtime', 'stub', '--importMemory', '--noExportMemory', '--noAssert', '--use', 'abort='];
const OPTIMIZED = ['-O3', '--converge'];

let compiled: Promise<string> | undefined;

/** Compiles `workers/kernels/assembly/scan.ts` to WASM and serves it as `virtual:windowshop/scan-kernel`, in base64. */
export function scanKernels(): Plugin {
  return {
    name: 'windowshop:scan-kernels',
    resolveId: (id) => (id === MODULE ? id : undefined),
    load(id) {
      if (id !== MODULE) return undefined;
      this.addWatchFile(SOURCE);
      compiled ??= compileAll();
      return compiled;
    },
    watchChange: () => {
      compiled = undefined;
    },
  };
}

async function compileAll(): Promise<string> {
  const source = await readFile(SOURCE, 'utf8');
  const builds: Record<string, string> = {};
  for (const [name, options] of Object.entries(BUILDS)) builds[name] = await compile(source, options);
  return `export default ${JSON.stringify(builds)};`;
}

/** @throws Error with the compiler's own words. */
async function compile(source: string, options: readonly string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['scan.ts', ...OPTIONS, ...OPTIMIZED, ...options, '--outFile', 'scan.wasm'],
    {
      readFile: (name: string) => (name === 'scan.ts' ? source : null),
      writeFile: (_: string, contents: unknown) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || binary === undefined) throw new Error(`scan.ts does not compile: ${error?.message}\n${stderr}`);
  return Buffer.from(binary).toString('base64');
}
