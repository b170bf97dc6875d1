/** Entries of each item, ascending: item n has `entries[offsets[n]]` … `entries[offsets[n + 1]]`. A counting sort. */
export function entriesByItem(items: Uint32Array, itemCount: number): { offsets: Uint32Array; entries: Uint32Array } {
  const offsets = new Uint32Array(itemCount + 1);
  for (const item of items) offsets[item + 1]++;
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item];
  const next = offsets.slice();
  const entries = new Uint32Array(items.length);
  items.forEach((item, entry) => {
    entries[next[item]++] = entry;
  });
  return { offsets, entries };
}
