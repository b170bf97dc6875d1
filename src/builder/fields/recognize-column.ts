/** Column names reduced to what the many ways of writing them share: `Product-ID`, `product_id`, `g:productId`. */
export const columnKey = (column: string): string =>
  column
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^g:/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Turns lists of usual names, best first and separated by blanks, into a table: key → field and rank. */
export function usualColumns<F extends string>(
  names: Readonly<Partial<Record<F, string>>>,
): ReadonlyMap<string, { field: F; rank: number }> {
  const table = new Map<string, { field: F; rank: number }>();
  for (const [field, list] of Object.entries(names) as [F, string][]) {
    list.split(/\s+/).forEach((name, rank) => {
      const key = columnKey(name);
      if (!table.has(key)) table.set(key, { field, rank });
    });
  }
  return table;
}
