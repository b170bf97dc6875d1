/** One line of a report: what was asked for, and what was reached. */
export interface Row {
  name: string;
  asked: string;
  reached: string;
  passed: boolean;
}

type Print = (line: string) => void;

export const printRow = ({ name, asked, reached, passed }: Row, print: Print): void =>
  print(`${passed ? 'ok  ' : 'FAIL'} ${name}\n       asked    ${asked}\n       reached  ${reached}`);

/** Prints how many of the rows have passed. @returns Whether all have. */
export function printCount(rows: readonly Row[], print: Print): boolean {
  const failed = rows.filter(({ passed }) => !passed).length;
  print(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
