interface TrustedTypePolicy {
  createScriptURL(address: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): TrustedTypePolicy;
}

/**
 * A page may allow a name once only, and each refusal is a violation it may log: what came of the one attempt is kept
 * for as long as the page, whatever is created or destroyed.
 */
let attempt: { policy?: TrustedTypePolicy } | undefined;

/**
 * The address in the form that `new Worker` takes where Trusted Types are enforced. The policy is named `windowshop`.
 *
 * @throws TypeError when the page does not allow that policy: no worker can start.
 */
export function toTrustedAddress(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return address;
  attempt ??= createPolicy(trustedTypes);
  if (attempt.policy === undefined) throw new TypeError('the page allows no Trusted Types policy named windowshop');
  // TypeScript's `Worker` knows nothing of trusted addresses, which stand for strings.
  return attempt.policy.createScriptURL(address) as string;
}

function createPolicy(trustedTypes: TrustedTypes): { policy?: TrustedTypePolicy } {
  try {
    return { policy: trustedTypes.createPolicy('windowshop', { createScriptURL: (trusted) => trusted }) };
  } catch {
    // A TypeError: the name is not among those the page allows, or is taken.
    return {};
  }
}
