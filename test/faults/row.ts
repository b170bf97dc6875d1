/** One line of a report: what was asked for, and what was reached. */
export interface Row {
  name: string;
  asked: string;
  reached: string;
  passed: boolean;
}

/** Prints rows, each with its verdict, and how many of each there are. @returns Whether all have passed. */
export function printRows(rows: readonly Row[], print: (line: string) => void): boolean {
  const width = rows.reduce((most, { name }) => Math.max(most, name.length), 0);
  for (const { name, asked, reached, passed } of rows)
    print(`${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(width)}  asked: ${asked}  reached: ${reached}`);
  const failed = rows.filter(({ passed }) => !passed).length;
  print(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
