import type { Page } from 'playwright';

/** What a worker holds, in bytes. */
export interface Held {
  peak: number;
  /** When it was asked last. */
  last: number;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize: number;
  /** Buffers. */
  backingStorageSize: number;
}

interface RemoteObject {
  objectId: string;
}

/**
 * Asks each worker that the page starts from now on how much memory it holds, as often as it answers: objects of
 * JavaScript and of the browser, and buffers, garbage not yet collected included. Memory of WASM, which that count leaves
 * out, is added at the end: ours never grows, so it was there all the time.
 *
 * @returns  Ends the asking and tells what was found.
 */
export async function watchWorker(page: Page): Promise<() => Promise<Held>> {
  const session = await page.context().newCDPSession(page);
  const workers = new Set<string>();
  const open = new Map<number, (result: unknown) => void>();
  let asked = 0;
  let peak = 0;
  let last = 0;
  let isOver = false;

  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result?: unknown };
    open.get(id)?.(result);
    open.delete(id);
  });
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'worker') return;
    workers.add(sessionId);
    void watch(sessionId);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return async () => {
    isOver = true;
    const wasm = await Promise.all([...workers].map(wasmBytes));
    const all = wasm.reduce((sum, bytes) => sum + bytes, 0);
    return { peak: peak + all, last: last + all };
  };

  async function watch(worker: string): Promise<void> {
    while (!isOver) {
      const usage = await ask<HeapUsage>(worker, 'Runtime.getHeapUsage');
      last = usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
      peak = Math.max(peak, last);
    }
  }

  async function wasmBytes(worker: string): Promise<number> {
    const { result: prototype } = await ask<{ result: RemoteObject }>(worker, 'Runtime.evaluate', {
      expression: 'WebAssembly.Memory.prototype',
    });
    const { objects } = await ask<{ objects: RemoteObject }>(worker, 'Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId,
    });
    const { result: sum } = await ask<{ result: { value: number } }>(worker, 'Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: 'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
    });
    return sum.value;
  }

  function ask<Result>(worker: string, method: string, params: object = {}): Promise<Result> {
    const id = ++asked;
    return new Promise((resolve, reject) => {
      open.set(id, (result) => resolve(result as Result));
      const message = JSON.stringify({ id, method, params });
      session.send('Target.sendMessageToTarget', { sessionId: worker, message }).catch(reject);
    });
  }
}
