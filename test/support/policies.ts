import type { ServicePlace } from '../../src/worker-client/service-link.js';

/** What scripts of the shop's own carry under a policy that asks for it. */
export const NONCE = 'n0nce';

interface PolicyCase {
  name: string;
  /** Content security policy of the shop's page; CDN stands for the origin of the script and of the snapshot. */
  policy: string;
  /** Where the service is to run when it is left to itself. */
  place: ServicePlace;
  /** Where it is to run when the page names a worker file on its own origin. */
  placeWithFile: ServicePlace;
  /** Whether the snapshot can be had, without which there is nothing to answer with. */
  connects: boolean;
}

/** The policies that windowshop was measured under. */
export const POLICIES: readonly PolicyCase[] = (
  [
    ['none at all', '', 'contained worker', 'worker file'],
    ['script-src CDN', 'script-src CDN', 'main thread'],
    ["default 'self' and the script", "default-src 'self'; script-src 'self' CDN", 'main thread', 'worker file'],
    ['scripts and connections only', "default-src 'none'; script-src CDN; connect-src CDN", 'main thread'],
    ['blob workers, no connections', "default-src 'none'; script-src CDN; worker-src blob:", 'contained worker'],
    ['blob workers', "default-src 'none'; script-src CDN; worker-src blob:; connect-src CDN", 'contained worker'],
    [
      "workers from 'self'",
      "default-src 'none'; script-src CDN; worker-src 'self'; connect-src CDN",
      'main thread',
      'worker file',
    ],
    ['workers from the CDN', "default-src 'none'; script-src CDN; worker-src CDN; connect-src CDN", 'main thread'],
    [
      'workers from both',
      "default-src 'none'; script-src CDN; worker-src blob: CDN; connect-src CDN",
      'contained worker',
    ],
    ['child-src blob:', "default-src 'none'; script-src CDN; child-src blob:; connect-src CDN", 'contained worker'],
    ['script-src blob:', "default-src 'none'; script-src CDN blob:; connect-src CDN", 'contained worker'],
    [
      'strict-dynamic',
      `script-src 'nonce-${NONCE}' 'strict-dynamic'; object-src 'none'; base-uri 'none'`,
      'contained worker',
      'worker file',
    ],
    [
      'strict-dynamic, blob workers',
      `script-src 'nonce-${NONCE}' 'strict-dynamic'; worker-src blob:`,
      'contained worker',
    ],
    ['Trusted Types', "script-src CDN; worker-src blob:; require-trusted-types-for 'script'", 'contained worker'],
    [
      'Trusted Types that allow others',
      "script-src CDN; worker-src blob:; require-trusted-types-for 'script'; trusted-types other",
      'main thread',
    ],
    [
      'Trusted Types that allow ours',
      "script-src CDN; worker-src blob:; require-trusted-types-for 'script'; trusted-types windowshop",
      'contained worker',
    ],
    ['wasm allowed', "script-src CDN 'wasm-unsafe-eval'; worker-src blob:", 'contained worker'],
    ['a sandbox', 'sandbox allow-scripts', 'worker'],
  ] as const
).map(([name, policy, place, placeWithFile = place]) => ({
  name,
  policy,
  place,
  placeWithFile,
  connects: !/default-src (?!.*connect-src)/.test(policy),
}));

/** Runs in a page and its frames: counts what violates the page's policy. */
export function countViolations(): void {
  // Violations in frames count as the page's. In a sandbox they cannot reach it.
  const page = origin === 'null' ? window : (window.top as Window);
  page.violations ??= [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    // The browser's own request.
    if (!blockedURI.endsWith('/favicon.ico')) page.violations.push(effectiveDirective);
  });
}

declare global {
  interface Window {
    violations: string[];
  }
}
