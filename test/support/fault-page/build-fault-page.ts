import { sign } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { makeKeyFile, publicKeyOf } from '../../../src/cli/signing/key-files.js';
import { releaseManifest } from '../../../src/cli/signing/release-manifest.js';
import { inDays } from '../in-days.js';
import { encodeManyItems } from '../many-items.js';
import { writeSnapshot } from '../write-snapshot.js';

/**
 * Names an icon, since a browser would else ask for one whenever it comes to it, beside whatever is being loaded then. Its
 * address is none, so that it is not asked for and violates no policy, as `data:` would.
 */
const document = (head: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="http://:">${head}\n`;

/** What {@link buildFaultPage} has written. */
export interface FaultPageFiles {
  shop: string;
  cdn: string;
  /** Private, and made anew each time: the page trusts what is signed with it. */
  keyFile: string;
  /** A module that tells a harness how the snapshot is built. */
  adapter: string;
}

/**
 * Writes the page that is broken in tests, as two folders to be served by one server or by two: `shop`, in whose HTML
 * `{{CDN}}` stands for the origin of the other and `{{NONCE}}` for that of its policy, and `cdn`, with a signed snapshot.
 */
export async function buildFaultPage(folder: string): Promise<FaultPageFiles> {
  const [shop, cdn, keyFile] = [join(folder, 'shop'), join(folder, 'cdn'), join(folder, 'key.pem')];
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
  const key = await makeKeyFile(keyFile);
  const release = { shopId: 'many', sequence: 10, expires: inDays(30) };
  await writeSnapshot(join(cdn, 'snapshot'), encodeManyItems());
  await releaseManifest(join(cdn, 'snapshot'), release, (manifest) => sign(null, manifest, key));
  const adapter = join(folder, 'snapshot-adapter.mjs');
  await copyFile(join(import.meta.dirname, 'snapshot-adapter.mjs'), adapter);
  await mkdir(shop, { recursive: true });
  const script = `<script type="module" crossorigin nonce="{{NONCE}}" src="{{CDN}}/page.js" data-ws-trust="${publicKeyOf(key)}"></script>`;
  // A worker file must be of the page's own origin.
  await copyFile(join(cdn, 'worker.js'), join(shop, 'worker.js'));
  await writeFile(join(shop, 'index.html'), document(script));
  await writeFile(join(shop, 'away.html'), document('<p>elsewhere'));
  return { shop, cdn, keyFile, adapter };
}
