import type { Row } from './row.js';

/** The page that is broken, see `test/support/fault-page`. */
export interface FaultPage {
  /** Where it is served, its snapshot beside it. */
  address: string;
  /** The folders that it is made of, for a server that behaves otherwise. */
  shop: string;
  cdn: string;
}

/** What is asked of the page when something breaks, and how to find out what it reaches. */
export interface Fault extends Pick<Row, 'name' | 'asked'> {
  run(page: FaultPage): Promise<Pick<Row, 'reached' | 'passed'>>;
}
