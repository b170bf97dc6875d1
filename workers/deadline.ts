/**
 * The promise, or a rejection when it is not settled in time: a stalled GPU neither answers nor reports a loss,
 * and storage may be silent in the same way.
 *
 * @param what  Named in the message, e.g. `reading back`.
 */
export async function withDeadline<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException(`${what} took more than ${ms} ms`, 'TimeoutError')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
