/**
 * Breaks what windowshop depends on, in the realm that this runs in and in each that is made from it. Bundled into one
 * script that runs before all others; the worker's source travels in a Blob, in front of which it is put as well.
 *
 * Calls are counted per realm. What is called, and what is broken, is told by `console.debug`.
 */
import type { Breakage, Manner } from './dependency.js';

declare global {
  var __ws_breakages: { paths: string[]; breakages: Breakage[]; script: string };
}

/** Calls of one kind are told of up to this number. */
const TOLD_CALLS = 8;
/** A worker that dies does so while it starts, or soon after. */
const LIFE_MS = 50;

type Fn = (...args: unknown[]) => unknown;
type Call = () => unknown;

const given = globalThis.__ws_breakages;
Reflect.deleteProperty(globalThis, '__ws_breakages');

const { debug } = console;
const { Blob: RealBlob, Worker: RealWorker } = globalThis;
const { createObjectURL } = URL;
const onPurpose = (name = 'UnknownError'): DOMException => new DOMException('broken on purpose', name);
const never = (): Promise<never> => new Promise(() => {});

const ways: Record<Manner, (call: Call, path: string, args: unknown[]) => unknown> = {
  throws: () => {
    throw onPurpose();
  },
  rejects: () => Promise.reject(onPurpose()),
  hangs(call, path, args) {
    if (path.startsWith('IDB') && path !== 'IDBFactory.prototype.databases') return silenced(call() as IDBRequest);
    if (path === 'requestIdleCallback') return 0;
    return path === 'fetch' || path.startsWith('LockManager') ? untilAborted(args) : never();
  },
  aborts(call) {
    const request = call() as IDBRequest<unknown>;
    request.transaction?.abort();
    return request;
  },
  overflows: (call) => overflown(call() as IDBRequest),
  closes: (call) => closed(call()),
  fails: async () => new Response('broken on purpose', { status: 500 }),
  async 'is cut'(call) {
    const bytes = await ((await call()) as Response).arrayBuffer();
    return new Response(bytes.slice(0, bytes.byteLength / 2));
  },
  stalls: async (_call, _path, args) =>
    new Response(new ReadableStream({ start: (controller) => untilAborted(args).catch((e) => controller.error(e)) })),
  errs: () => workerOf('throw "broken on purpose"'),
  'is silent': () => workerOf(''),
  dies(call) {
    const worker = call() as Worker;
    setTimeout(() => worker.terminate(), LIFE_MS);
    return worker;
  },
  'is lost': () => undefined,
};

for (const path of given.paths) breakAt(path);

if (typeof document !== 'undefined') passOnToWorkers();

function breakAt(path: string): void {
  const steps = path.split('.');
  const name = steps.pop() as string;
  const owner = steps.reduce<Record<string, unknown> | undefined>(
    (found, step) => found?.[step] as Record<string, unknown> | undefined,
    globalThis as never,
  );
  const real = owner?.[name] as Fn | undefined;
  if (owner === undefined || typeof real !== 'function') return;
  let calls = 0;
  const meet = (call: Call, args: unknown[]): unknown => {
    calls++;
    const broken = given.breakages.find((breakage) => breakage.path === path && breakage.call === calls);
    if (calls <= TOLD_CALLS) debug(`${broken ? 'broken' : 'called'} ${path} ${calls}`);
    return broken ? ways[broken.manner](call, path, args) : call();
  };
  const wrapper = new Proxy(real, {
    apply: (target, self, args) => meet(() => Reflect.apply(target, self, args), args),
    construct: (target, args, newTarget) => meet(() => Reflect.construct(target, args, newTarget), args) as object,
  });
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { ...descriptor, value: wrapper });
}

/** None of the events of a request, nor of the transaction it stands in, arrives; what is not opened blocks nothing. */
function silenced(request: IDBRequest): IDBRequest {
  const stop = (event: Event): void => {
    event.stopImmediatePropagation();
    if (event.type === 'upgradeneeded') request.transaction?.abort();
    if (event.type === 'success' && request.result instanceof IDBDatabase) request.result.close();
  };
  for (const name of ['success', 'error', 'upgradeneeded', 'blocked']) request.addEventListener(name, stop);
  for (const name of ['complete', 'abort', 'error']) request.transaction?.addEventListener(name, stop);
  return request;
}

/** As browsers do it: the request succeeds, and the transaction does not. */
function overflown(request: IDBRequest): IDBRequest {
  const transaction = request.transaction as IDBTransaction;
  Object.defineProperty(transaction, 'error', { value: onPurpose('QuotaExceededError') });
  request.addEventListener('success', () => transaction.abort());
  return request;
}

/** What a browser does that takes a connection away, or cannot give one. */
function closed(result: unknown): unknown {
  const close = (database: IDBDatabase): void => {
    database.close();
    // After the steps that the page is in the middle of.
    setTimeout(() => database.dispatchEvent(new Event('close')));
  };
  if (result instanceof IDBTransaction) close(result.db);
  else if (result instanceof IDBOpenDBRequest)
    result.addEventListener('success', () => {
      if (result.result instanceof IDBDatabase) close(result.result);
    });
  else close(((result as IDBRequest).transaction as IDBTransaction).db);
  return result;
}

/** What can be called off is. */
function untilAborted([, options]: unknown[]): Promise<never> {
  const signal = (options as { signal?: AbortSignal } | undefined)?.signal;
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

function workerOf(source: string): Worker {
  return new RealWorker(createObjectURL(new RealBlob([source], { type: 'text/javascript' })));
}

/** Every script that is made of text begins with this one. */
function passOnToWorkers(): void {
  const breaking = `"use strict";globalThis.__ws_breakages=${JSON.stringify({ ...given, script: '' })};${given.script}\n`;
  globalThis.Blob = new Proxy(globalThis.Blob, {
    construct(target, [parts, options], newTarget) {
      const isScript = (options as BlobPropertyBag | undefined)?.type === 'text/javascript';
      return Reflect.construct(target, [isScript ? [breaking, ...(parts as BlobPart[])] : parts, options], newTarget);
    },
  });
}
