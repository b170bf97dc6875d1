/** Time in which the violation's event follows the worker's `error` event, by measurement 0–60 ms. */
const EVENT_DELAY_MS = 100;

/** Notes which policies refuse a worker, from its creation until `stop`. */
export function watchViolations(): { policies: readonly string[]; settle(): Promise<void>; stop(): void } {
  const policies: string[] = [];
  const note = ({ originalPolicy, effectiveDirective }: SecurityPolicyViolationEvent): void => {
    if (/^(worker|child|script|default)-src/.test(effectiveDirective)) policies.push(originalPolicy);
  };
  document.addEventListener('securitypolicyviolation', note);
  return {
    policies,
    async settle() {
      if (policies.length === 0) await new Promise((resolve) => setTimeout(resolve, EVENT_DELAY_MS));
    },
    stop: () => document.removeEventListener('securitypolicyviolation', note),
  };
}
