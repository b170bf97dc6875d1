const MOST_COLUMNS = 30;
const LONGEST_NAME = 40;

/** The names of a file's columns for a message: what is no table has "names" that no terminal should be asked to show. */
export const columnList = (header: readonly string[]): string =>
  header
    .map((name) => name.replace(/\p{C}/gu, '').trim().slice(0, LONGEST_NAME))
    .filter((name) => name !== '')
    .slice(0, MOST_COLUMNS)
    .join(', ');
