/** Time in which the violation's event follows the worker's `error` event, by measurement 0–60 ms. */
const EVENT_DELAY_MS = 100;

export interface Violations {
  /** The policies that were violated. */
  readonly policies: ReadonlySet<string>;
  /** One of them lets nobody connect to the address. */
  readonly isAddressBlocked: boolean;
  /** How many there were. */
  readonly count: number;
  /** Violations in a frame are told in the frame alone. */
  watch(frame: Document): void;
  /** Waits for what may still be told of a refusal; `countBefore` it there were so many. */
  settle(countBefore: number): Promise<void>;
  stop(): void;
}

/** Notes which policies refuse a worker, or a connection to an address, from its creation until `stop`. */
export function watchViolations(address: string): Violations {
  const policies = new Set<string>();
  let count = 0;
  let isAddressBlocked = false;
  const note = ({
    originalPolicy,
    effectiveDirective,
    blockedURI,
    disposition,
  }: SecurityPolicyViolationEvent): void => {
    // A policy that is only on trial refuses nothing.
    if (disposition !== 'enforce' || !/^(worker|child|script|default|connect)-src/.test(effectiveDirective)) return;
    policies.add(originalPolicy);
    count++;
    if (effectiveDirective === 'connect-src' && blockedURI === address) isAddressBlocked = true;
  };
  const watch = (watched: Document): void => watched.addEventListener('securitypolicyviolation', note);
  watch(document);
  return {
    policies,
    get isAddressBlocked() {
      return isAddressBlocked;
    },
    get count() {
      return count;
    },
    watch,
    async settle(countBefore) {
      if (count === countBefore) await new Promise((resolve) => setTimeout(resolve, EVENT_DELAY_MS));
    },
    stop: () => document.removeEventListener('securitypolicyviolation', note),
  };
}
