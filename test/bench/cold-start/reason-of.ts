/** What went wrong inside a page, without what Playwright says around it. */
export function reasonOf(error: unknown): string {
  const [reason] = (error as Error).message.replace(/^page\.evaluate: (Error: )?/, '').split('\n');
  return reason;
}
