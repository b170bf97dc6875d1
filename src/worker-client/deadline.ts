/** A point in time by which a call must be answered. */
export interface Deadline {
  /** Resolves with undefined when the time has come. */
  readonly passed: Promise<undefined>;
  clear(): void;
}

export function startDeadline(ms: number): Deadline {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return { passed, clear: () => clearTimeout(timer) };
}
