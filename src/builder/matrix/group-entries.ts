/** The entries that have each key, ascending: key k has `entries[offsets[k]]` … `entries[offsets[k + 1]]`. A counting sort. */
export function groupEntries(keys: Uint32Array, keyCount: number): { offsets: Uint32Array; entries: Uint32Array } {
  const offsets = new Uint32Array(keyCount + 1);
  for (const key of keys) offsets[key + 1]++;
  for (let key = 0; key < keyCount; key++) offsets[key + 1] += offsets[key];
  const next = offsets.slice();
  const entries = new Uint32Array(keys.length);
  keys.forEach((key, entry) => {
    entries[next[key]++] = entry;
  });
  return { offsets, entries };
}
