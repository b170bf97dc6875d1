/** One row: what is asked of the page when something breaks, and what it reached. */
export interface Fault {
  name: string;
  asked: string;
  /** @param address  Of the fault page, see `test/support/fault-page`. */
  run(address: string): Promise<{ reached: string; isEnough: boolean }>;
}
