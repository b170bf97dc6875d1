/** Time in which the violation's event follows the worker's `error` event, by measurement 0–60 ms. */
const EVENT_DELAY_MS = 100;

export interface Violations {
  /** The policies that were violated. */
  readonly policies: readonly string[];
  /** Addresses that they let nobody connect to. */
  readonly blocked: readonly string[];
  /** Violations in a frame are told in the frame alone. */
  watch(frame: Document): void;
  settle(): Promise<void>;
  stop(): void;
}

/** Notes which policies refuse a worker or a connection, from its creation until `stop`. */
export function watchViolations(): Violations {
  const policies: string[] = [];
  const blocked: string[] = [];
  const note = ({
    originalPolicy,
    effectiveDirective,
    blockedURI,
    disposition,
  }: SecurityPolicyViolationEvent): void => {
    // A policy that is only on trial refuses nothing.
    if (disposition !== 'enforce' || !/^(worker|child|script|default|connect)-src/.test(effectiveDirective)) return;
    policies.push(originalPolicy);
    if (effectiveDirective === 'connect-src') blocked.push(blockedURI);
  };
  const watch = (watched: Document): void => watched.addEventListener('securitypolicyviolation', note);
  watch(document);
  return {
    policies,
    blocked,
    watch,
    async settle() {
      if (policies.length === 0) await new Promise((resolve) => setTimeout(resolve, EVENT_DELAY_MS));
    },
    stop: () => document.removeEventListener('securitypolicyviolation', note),
  };
}
