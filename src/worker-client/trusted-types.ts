interface TrustedTypePolicy {
  createHTML(markup: string): unknown;
  createScriptURL(address: string): unknown;
}

type Rules = Record<keyof TrustedTypePolicy, (text: string) => string>;

interface TrustedTypes {
  createPolicy(name: string, rules: Rules): TrustedTypePolicy;
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
export const toTrustedAddress = (address: string): string => trust('createScriptURL', address);

/** Markup in the form that `srcdoc` takes there, by the same policy. */
export const toTrustedMarkup = (markup: string): string => trust('createHTML', markup);

function trust(kind: keyof TrustedTypePolicy, text: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return text;
  attempt ??= createPolicy(trustedTypes);
  if (attempt.policy === undefined) throw new TypeError('the page allows no Trusted Types policy named windowshop');
  // TypeScript knows nothing of trusted values, which stand for strings.
  return attempt.policy[kind](text) as string;
}

function createPolicy(trustedTypes: TrustedTypes): { policy?: TrustedTypePolicy } {
  const keep = (text: string): string => text;
  try {
    return { policy: trustedTypes.createPolicy('windowshop', { createHTML: keep, createScriptURL: keep }) };
  } catch {
    // A TypeError: the name is not among those the page allows, or is taken.
    return {};
  }
}
