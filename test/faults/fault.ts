import type { Row } from './row.js';

/** What is asked of the page when something breaks, and how to find out what it reaches. */
export interface Fault extends Pick<Row, 'name' | 'asked'> {
  /** @param address  Of the fault page, see `test/support/fault-page`. */
  run(address: string): Promise<Pick<Row, 'reached' | 'passed'>>;
}
