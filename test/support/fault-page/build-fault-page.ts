import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { encodeTentsAndTeapots } from '../tents-and-teapots.js';
import { writeSnapshot } from '../write-snapshot.js';

/**
 * Writes the page that is broken in tests, as two folders to be served by one server or by two: `shop`, in whose HTML
 * `{{CDN}}` stands for the origin of the other and `{{NONCE}}` for that of its policy, and `cdn`.
 */
export async function buildFaultPage(folder: string): Promise<{ shop: string; cdn: string }> {
  const [shop, cdn] = [join(folder, 'shop'), join(folder, 'cdn')];
  await build({
    mode: 'faults',
    logLevel: 'error',
    build: {
      outDir: cdn,
      target: 'es2022',
      lib: { entry: { page: resolve('test/support/fault-page/page.ts') }, formats: ['es'] },
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  });
  await writeSnapshot(join(cdn, 'snapshot'), encodeTentsAndTeapots());
  await mkdir(shop, { recursive: true });
  await writeFile(
    join(shop, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">
<script type="module" crossorigin nonce="{{NONCE}}" src="{{CDN}}/page.js"></script>`,
  );
  return { shop, cdn };
}
