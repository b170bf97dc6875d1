import { expect, test } from 'vitest';
import { policyAllows } from '../../../src/worker-client/policy-allows.js';

const ORIGIN = 'https://shop.test';
const BLOB = `blob:${ORIGIN}/1234`;
const FILE = `${ORIGIN}/ws/worker.js`;

// What Chromium was measured to do with a worker from a blob and from a file of the page's own origin.
test.each<[policy: string, blob: boolean, file: boolean]>([
  ['', true, true],
  ["img-src 'none'", true, true],
  ['script-src https://cdn.test', false, false],
  ["default-src 'self'; script-src 'self' https://cdn.test", false, true],
  ["default-src 'none'; script-src https://cdn.test; worker-src blob:", true, false],
  ["default-src 'none'; script-src https://cdn.test; worker-src 'self'", false, true],
  ["default-src 'none'; script-src https://cdn.test; worker-src https://cdn.test", false, false],
  ["default-src 'none'; script-src https://cdn.test; child-src blob:", true, false],
  ["default-src 'none'; script-src https://cdn.test blob:", true, false],
  ["worker-src 'none'", false, false],
  ['worker-src', false, false],
  ['worker-src *', false, true],
  ['worker-src https:', false, true],
  ['worker-src shop.test', false, true],
  ['worker-src https://shop.test/ws/', false, true],
  ['worker-src *.test', false, true],
  ['worker-src *.shop.test', false, false],
  ["script-src 'nonce-1' 'strict-dynamic'", true, true],
  ["script-src 'nonce-1' 'strict-dynamic'; worker-src blob:", true, false],
  ["WORKER-SRC 'self'; worker-src blob:", false, true],
])('%s', (policy, blob, file) => {
  expect(policyAllows(policy, BLOB, ORIGIN)).toBe(blob);
  expect(policyAllows(policy, FILE, ORIGIN)).toBe(file);
});
