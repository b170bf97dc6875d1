import { expect } from 'vitest';

/** What a snapshot that is read is refused for: the message of an error that is typed and says what to do. */
export function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({
      code: 'snapshot_invalid',
      hint: 'Build the snapshot again and publish all of its files together.',
    });
    return (error as Error).message;
  }
  return 'it was taken';
}
