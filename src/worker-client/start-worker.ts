import type { Endpoint } from 'comlink';
import { startPatience } from './patience.js';
import { linkService, type ServiceLink, type ServicePlace } from './service-link.js';
import { toTrustedAddress } from './trusted-types.js';

export interface WorkerStart {
  /** A `blob:` address or that of a file of the page's own origin. */
  address: string;
  place: ServicePlace;
  helloMs: number;
  /** Whose worker it is, and under whose policy. Default: the page. */
  scope?: Pick<typeof globalThis, 'Worker'>;
  /** Sent to the worker, to answer there instead of in its own scope; the page keeps the other end. */
  channel?: MessageChannel;
}

/**
 * Starts a worker and waits for its first word. A policy's refusal is an `error` event some 20–500 ms after the start;
 * only a worker that hangs is silent.
 *
 * @throws Error when it is refused, fails or says nothing for `helloMs`.
 */
export async function startWorker(start: WorkerStart): Promise<ServiceLink> {
  const { address, place, helloMs, scope = globalThis, channel } = start;
  const worker = new scope.Worker(toTrustedAddress(address), { name: 'windowshop' });
  if (channel) worker.postMessage(undefined, [channel.port2]);
  const endpoint = channel?.port1 ?? (worker as Endpoint);
  const link = linkService(endpoint, place, () => worker.terminate());
  const end = (event: Event): void => {
    // What failed here is worked around: the page's own error handlers and console need not hear of it.
    event.preventDefault();
    link.end((event as ErrorEvent).message || 'the worker was refused or could not be loaded');
  };
  worker.addEventListener('error', end);
  endpoint.addEventListener('messageerror', end as EventListener);
  const stopWaiting = startPatience(helloMs, () => link.end(`the worker said nothing for ${helloMs} ms`));
  try {
    await Promise.race([link.service.hello(), link.ended]);
    void watchLock(link);
    return link;
  } finally {
    stopWaiting();
  }
}

/**
 * Learns of the worker's end at once: its lock is free then, some three milliseconds after a `terminate`, which nothing
 * else would tell. A page that waits for a lock can still be kept for going back and forth.
 */
async function watchLock(link: ServiceLink): Promise<void> {
  if (!globalThis.navigator.locks) return;
  const waiting = new AbortController();
  link.ended.catch(() => waiting.abort());
  try {
    const name = `windowshop-${crypto.randomUUID()}`;
    const isHeld = await Promise.race([link.service.holdLock(name), link.ended]);
    if (!isHeld) return;
    // Where the data of the site was cleared, a page may see other locks than the workers that it starts from then on.
    const { held = [] } = await navigator.locks.query();
    if (!held.some((lock) => lock.name === name)) return;
    await navigator.locks.request(name, { signal: waiting.signal }, () => link.end('the worker has ended'));
  } catch {
    // The link has ended in another way, or locks are refused here (an opaque origin): silence tells, only later.
  }
}
