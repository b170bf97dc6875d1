/** Directives that decide about a worker's address, the most specific first. */
const WORKER_DIRECTIVES = ['worker-src', 'child-src', 'script-src', 'default-src'];

/**
 * Whether a content security policy lets a worker start from an address.
 *
 * @param policy   As in `SecurityPolicyViolationEvent.originalPolicy`.
 * @param address  A `blob:` address or an absolute one.
 * @param origin   The page's own.
 */
export function policyAllows(policy: string, address: string, origin: string): boolean {
  const directives = new Map<string, string[]>();
  for (const directive of policy.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    // Of a directive given twice the first one counts.
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  const deciding = WORKER_DIRECTIVES.find((name) => directives.has(name));
  if (deciding === undefined) return true;
  const { protocol, host } = new URL(address);
  return (directives.get(deciding) as string[]).some((source) => {
    // Scripts that may run may start workers from anywhere.
    if (source === protocol || source === "'strict-dynamic'") return true;
    if (protocol === 'blob:') return false;
    if (source === "'self'") return address.startsWith(`${origin}/`);
    const [allowed] = source.replace(/^[a-z]+:\/\//i, '').split('/');
    return allowed === '*' || allowed === host || (allowed.startsWith('*.') && host.endsWith(allowed.slice(1)));
  });
}
