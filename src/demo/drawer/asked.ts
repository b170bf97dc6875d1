import { byId, make } from '../element.js';

const MANIFEST = '/snapshot/manifest.json';

interface AskedFile {
  path: string;
  /** Undefined = taken from the browser's cache, or not told. */
  bytes?: number;
}

/**
 * Lists every request made on windowshop's behalf. The page's own are on the browser's list; those of the worker are
 * not, because a browser keeps that list per thread, so the manifest tells which files the worker takes: always all.
 */
export async function showAsked(): Promise<void> {
  const files = [...ownRequests(), ...(await workerRequests())];
  byId('asked-rows').replaceChildren(
    ...files.map(({ path, bytes }) =>
      make('tr', {}, make('th', { scope: 'row' }, path), make('td', {}, bytes ? sizeOf(bytes) : 'from the cache')),
    ),
  );
  const total = files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  byId('asked-summary').textContent = `${files.length} files, ${sizeOf(total)} in all.`;
}

function ownRequests(): AskedFile[] {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const files = new Map<string, AskedFile>();
  for (const { name, encodedBodySize } of entries) {
    const { origin, pathname } = new URL(name);
    if (origin !== location.origin || !/^\/(ws\/|windowshop\.json$)/.test(pathname)) continue;
    files.set(pathname, { path: pathname, bytes: encodedBodySize });
  }
  return [...files.values()];
}

async function workerRequests(): Promise<AskedFile[]> {
  try {
    const response = await fetch(MANIFEST, { cache: 'force-cache' });
    const text = await response.text();
    const { files } = JSON.parse(text) as { files: { name: string; bytes: number }[] };
    return [
      { path: MANIFEST, bytes: text.length },
      ...files.map(({ name, bytes }) => ({ path: `/snapshot/${name}`, bytes })),
    ];
  } catch {
    // No network or no snapshot: then the worker got nothing either.
    return [];
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return `${(bytes / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: bytes < 10_000 ? 1 : 0 })} kB`;
}
