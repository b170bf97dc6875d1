import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site } from '../support/tapped-server.js';
import type { FaultPage } from './fault.js';

/** The fault page on one server: the shop at `/shop`, all that it loads below `/cdn/`. */
export async function faultSite({ shop, cdn }: Pick<FaultPage, 'shop' | 'cdn'>): Promise<Site> {
  const html = await readFile(join(shop, 'index.html'), 'utf8');
  return {
    '/shop': { html: html.replace('{{CDN}}', '/cdn').replace('{{NONCE}}', '') },
    '/cdn/': { folder: cdn },
  };
}
