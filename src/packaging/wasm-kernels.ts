import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

interface KernelSource {
  path: string;
  /** Options of each build, see the head of the source. */
  builds: Readonly<Record<string, readonly string[]>>;
}

const PREFIX = 'virtual:windowshop/';

/** Each is served as `virtual:windowshop/NAME`: its builds by name, in base64. */
const KERNELS: Readonly<Record<string, KernelSource>> = {
  'scan-kernel': {
    path: resolve(import.meta.dirname, '../../workers/kernels/assembly/scan.ts'),
    builds: {
      paired: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'PAIRED=1'],
      dot: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'PAIRED=0'],
      plain: ['--enable', 'simd', '--use', 'PAIRED=0'],
    },
  },
  'encoder-kernel': {
    path: resolve(import.meta.dirname, '../builder/kernels/assembly/encoder.ts'),
    builds: { simd: ['--enable', 'simd'] },
  },
};

/** No runtime, no checks, the memory comes from outside. */
const OPTIONS = ['--runtime', 'stub', '--importMemory', '--noExportMemory', '--noAssert', '--use', 'abort='];
const OPTIMIZED = ['-O3s', '--converge'];

const compiled = new Map<string, Promise<string>>();

/** Compiles the AssemblyScript kernels to WASM. */
export function wasmKernels(): Plugin {
  return {
    name: 'windowshop:wasm-kernels',
    resolveId: (id) => (kernelOf(id) ? id : undefined),
    load(id) {
      const kernel = kernelOf(id);
      if (!kernel) return undefined;
      this.addWatchFile(kernel.path);
      const compiling = compiled.get(id) ?? compileAll(kernel);
      compiled.set(id, compiling);
      return compiling;
    },
    watchChange: () => compiled.clear(),
  };
}

const kernelOf = (id: string): KernelSource | undefined =>
  id.startsWith(PREFIX) ? KERNELS[id.slice(PREFIX.length)] : undefined;

async function compileAll({ path, builds }: KernelSource): Promise<string> {
  const source = await readFile(path, 'utf8');
  const binaries: Record<string, string> = {};
  for (const [name, options] of Object.entries(builds)) binaries[name] = await compile(source, options, path);
  return `export default ${JSON.stringify(binaries)};`;
}

/** @throws Error with the compiler's own words. */
async function compile(source: string, options: readonly string[], path: string): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['kernel.ts', ...OPTIONS, ...OPTIMIZED, ...options, '--outFile', 'kernel.wasm'],
    {
      readFile: (name: string) => (name === 'kernel.ts' ? source : null),
      writeFile: (_: string, contents: unknown) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || binary === undefined) throw new Error(`${path} does not compile: ${error?.message}\n${stderr}`);
  return Buffer.from(binary).toString('base64');
}
