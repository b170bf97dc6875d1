import { CatalogReader } from '../../core/snapshot/catalog-chunks.js';
import page from '../playground/index.html?raw';
import styles from '../playground/playground.css?raw';
import script from '../playground/playground.js?raw';
import { nodeInflate } from '../snapshot-files/node-codec.js';
import { readSnapshot } from '../snapshot-files/read-snapshot.js';
import { REVALIDATE, type Resource, resourceOf } from './resource.js';

/** As strict as the product allows: what runs here runs in a shop with such a policy. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src http: https: data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The page at `/` and what it loads, by path. */
export async function playgroundResources(folder: string): Promise<ReadonlyMap<string, Resource>> {
  const headers = { 'cache-control': REVALIDATE };
  const text = (value: string): Uint8Array => Buffer.from(value);
  return new Map([
    ['', resourceOf('index.html', text(page), { ...headers, 'content-security-policy': PAGE_POLICY })],
    ['playground/playground.css', resourceOf('playground.css', text(styles), headers)],
    ['playground/playground.js', resourceOf('playground.js', text(script), headers)],
    ['playground/items.json', resourceOf('items.json', text(JSON.stringify(await listItems(folder))), headers)],
  ]);
}

/** All items, so that the page can search them by itself: what is searched for is no request either. */
async function listItems(folder: string): Promise<{ id: string; title: string }[]> {
  const { snapshot } = await readSnapshot(folder);
  const catalog = new CatalogReader(snapshot, nodeInflate);
  const items: { id: string; title: string }[] = [];
  for (let index = 0; index < snapshot.itemCount; index++) {
    const { id, title, brand, category, price, currency, image, url } = await catalog.product(index);
    items.push({ id, title, ...{ brand, category, price, currency, image, url } });
  }
  return items;
}
