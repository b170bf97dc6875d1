import type { FaultPageFiles } from '../support/fault-page/build-fault-page.js';
import type { Row } from './row.js';

/** The page that is broken, see `test/support/fault-page`; its folders are for a server that behaves otherwise. */
export interface FaultPage extends FaultPageFiles {
  /** Where it is served, its snapshot beside it. */
  address: string;
}

/** What is asked of the page when something breaks, and how to find out what it reaches. */
export interface Fault extends Pick<Row, 'name' | 'asked'> {
  run(page: FaultPage): Promise<Pick<Row, 'reached' | 'passed'>>;
}
