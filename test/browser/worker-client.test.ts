import { afterEach, describe, expect, inject, test } from 'vitest';
import { callOfViewer } from '../support/scoring-calls.js';
import { closePages, fetchNoEmbeddings, fetchNoManifest, openPage, preceded } from './client-pages.js';
import type { ClientPage } from './worker-client-page.js';

const manifestUrl = inject('manifestUrl');
const DEADLINE_MS = 10_000;
const WORKER = `${origin}/worker.js`;

const TENTS = ['item-1', 'item-3', 'item-5', 'item-7', 'item-9', 'item-11', 'item-13', 'item-15', 'item-17', 'item-19'];
const viewsATent = callOfViewer(['item-1']);

afterEach(closePages);

/** Opens a page and a client in it, and has a viewer of a tent be shown tents. */
async function start(policy = '', options: Parameters<ClientPage['create']>[0] = {}) {
  const page = await openPage(policy);
  const { client, reported } = page.create({ manifestUrl, ...options });
  expect((await client.ready)?.items).toBe(20);
  await expectTents(client);
  return { page, client, reported };
}

async function expectTents(client: ReturnType<ClientPage['create']>['client']) {
  const answers = await client.recommend(viewsATent, DEADLINE_MS);
  expect(answers?.[0].source).toBe('personal');
  expect(answers?.[0].items).toHaveLength(4);
  for (const { id } of answers?.[0].items ?? []) expect(TENTS).toContain(id);
}

/** Takes the word of the test: counts adapters that were asked for, and destroys every device. */
function obeyTheTest(scope: Worker): void {
  const devices: GPUDevice[] = [];
  let adapters = 0;
  const { requestAdapter } = GPU.prototype;
  const { requestDevice } = GPUAdapter.prototype;
  GPU.prototype.requestAdapter = function (options) {
    adapters++;
    return requestAdapter.call(this, options);
  };
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    devices.push(device);
    return device;
  };
  // The time for a driver to restart, shortened.
  const { setTimeout } = globalThis;
  Object.assign(globalThis, {
    setTimeout: (task: () => void, ms: number) => setTimeout(task, ms === 5000 ? 50 : ms),
  });
  scope.addEventListener('message', (event) => {
    if (event.data === 'destroy') for (const device of devices) device.destroy();
    if (event.data === 'count') scope.postMessage(adapters);
    if (typeof event.data === 'string') event.stopImmediatePropagation();
  });
}

const adaptersAskedFor = (worker: Worker): Promise<number> =>
  new Promise((resolve) => {
    const hear = ({ data }: MessageEvent): void => {
      if (typeof data !== 'number') return;
      worker.removeEventListener('message', hear);
      resolve(data);
    };
    worker.addEventListener('message', hear);
    worker.postMessage('count');
  });

describe('the ladder', () => {
  test('starts a worker from the source that travels with the script', async () => {
    const { page, client, reported } = await start('');
    expect(page.workerAddresses).toEqual(['contained']);
    expect(client.device).toEqual({
      name: 'wasm',
      worker: true,
      reason: 'wasm: 20 items are scored faster on the CPU',
    });
    expect(reported).toEqual([]);
    expect(page.uncaught).toEqual([]);
  });

  test('starts a worker from the address given, before anything else', async () => {
    const { page, client } = await start("worker-src 'self'", { worker: WORKER });
    expect(page.workerAddresses).toEqual(['/worker.js']);
    expect(client.device.worker).toBe(true);
    expect(page.violations).toEqual([]);
  });

  test('goes on with its own source where the address given holds no worker', async () => {
    const { page, client } = await start('', { worker: `${origin}/nothing-here.js` });
    expect(page.workerAddresses).toEqual(['/nothing-here.js', 'contained']);
    expect(client.device.worker).toBe(true);
  });

  test('takes the file beside the script where the policy refuses blobs', async () => {
    const { page, client, reported } = await start("worker-src 'self'", { workerBeside: WORKER });
    expect(page.workerAddresses).toEqual(['contained', '/worker.js']);
    expect(client.device.worker).toBe(true);
    expect(page.violations).toEqual(['worker-src']);
    expect(reported).toEqual([]);
    expect(page.uncaught).toEqual([]);
  });

  test.each([
    ['no workers', "worker-src 'none'"],
    ['workers from elsewhere only', 'worker-src https://cdn.test'],
  ])('scores on the main thread where the policy allows %s, after one violation', async (_, policy) => {
    const { page, client, reported } = await start(policy, { workerBeside: WORKER });
    expect(page.workerAddresses).toEqual(['contained']);
    expect(client.device).toMatchObject({ name: 'js', worker: false });
    expect(client.device.reason).toContain('no worker may start here');
    expect(page.violations).toEqual(['worker-src']);
    expect(reported).toEqual(['worker_blocked']);
    expect(page.uncaught).toEqual([]);
  });

  test('remembers what the page refused: a second client causes no second violation', async () => {
    const { page } = await start("worker-src 'none'");
    const { client } = page.create({ manifestUrl });
    await expectTents(client);
    expect(page.violations).toEqual(['worker-src']);
  });

  test('starts a worker under Trusted Types where its policy is allowed', async () => {
    const { page, client } = await start("require-trusted-types-for 'script'; trusted-types windowshop");
    expect(client.device.worker).toBe(true);
    const second = page.create({ manifestUrl });
    await expectTents(second.client);
    expect(page.violations).toEqual([]);
  });

  test('scores on the main thread where Trusted Types do not allow its policy, after one violation', async () => {
    const { page, client } = await start("require-trusted-types-for 'script'; trusted-types other", {
      workerBeside: WORKER,
    });
    expect(client.device.worker).toBe(false);
    expect(page.workerAddresses).toEqual([]);
    expect(page.violations).toEqual(['trusted-types']);
  });

  test('scores on the main thread when asked to, without trying a worker', async () => {
    const { page, client, reported } = await start("worker-src 'none'", { worker: false });
    expect(page.workerAddresses).toEqual([]);
    expect(client.device).toEqual({ name: 'js', worker: false, reason: 'js: on the main thread, as asked' });
    expect(reported).toEqual([]);
  });
});

describe('a worker that dies', () => {
  test('over a question is replaced, and the same call is answered', async () => {
    const { page, client } = await start('');
    const answer = client.recommend(viewsATent, DEADLINE_MS);
    page.workers[0].terminate();
    expect((await answer)?.[0].items).toHaveLength(4);
    expect(page.workerAddresses).toEqual(['contained', 'contained']);
    expect(client.device.worker).toBe(true);
  });

  test('over a question is replaced within the second that a call has', async () => {
    const { page, client } = await start('');
    const answer = client.recommend(viewsATent, 1000);
    page.workers[0].terminate();
    expect((await answer)?.[0].source).toBe('personal');
    expect(page.workers).toHaveLength(2);
    expect(page.uncaught).toEqual([]);
  });

  test('while it loads the snapshot is replaced', async () => {
    const page = await openPage();
    const { client } = page.create({
      manifestUrl,
      onProgress: () => {
        if (page.workers.length === 1) page.workers[0].terminate();
      },
    });
    expect((await client.ready)?.items).toBe(20);
    await expectTents(client);
    expect(page.workers).toHaveLength(2);
  });

  test('between the head of its snapshot and the rest is replaced, and the same call is answered', async () => {
    const page = await openPage();
    const { client } = page.create({
      manifestUrl: inject('largeManifestUrl'),
      chunks: { ...page.chunks, worker: () => preceded(page.chunks.worker(), fetchNoEmbeddings) },
    });
    await client.head;
    const answer = client.recommend(callOfViewer(['item-1']), DEADLINE_MS);
    page.workers[0].terminate();
    expect((await answer)?.[0].items).toHaveLength(4);
    expect(page.workers).toHaveLength(2);
    expect(page.uncaught).toEqual([]);
  });

  test('with an error is replaced at once, and twice dead by the main thread', async () => {
    const { page, client, reported } = await start('');
    page.workers[0].dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    await expectTents(client);
    expect(page.workers).toHaveLength(2);
    page.workers[1].dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    await expectTents(client);
    expect(page.workers).toHaveLength(2);
    expect(client.device).toMatchObject({ worker: false });
    expect(client.device.reason).toContain('the worker ended twice');
    expect(reported).toEqual(['worker_blocked']);
    expect(page.uncaught).toEqual([]);
  });
});

describe('a client', () => {
  test('answers undefined when the time is over, and the next call all the same', async () => {
    const { client } = await start('');
    expect(await client.recommend(viewsATent, 0)).toBeUndefined();
    await expectTents(client);
  });

  test('asks for the manifest while its worker starts, and only there', async () => {
    const page = await openPage();
    const { client } = page.create({
      manifestUrl,
      chunks: { ...page.chunks, worker: () => preceded(page.chunks.worker(), fetchNoManifest) },
    });
    expect((await client.ready)?.items).toBe(20);
    await expectTents(client);
  });

  test('leaves it to the worker where the page is not allowed to, or has made something else of fetch', async () => {
    const page = await openPage();
    page.window.fetch = () => Promise.reject(new TypeError('patched'));
    const { client, reported } = page.create({ manifestUrl });
    expect((await client.ready)?.items).toBe(20);
    expect(reported).toEqual([]);
    expect(page.uncaught).toEqual([]);
  });

  test('resolves references and describes tastes', async () => {
    const { client } = await start('');
    expect(await client.resolve(['item-3', 'nowhere'], DEADLINE_MS)).toEqual(['item-3', null]);
    const description = await client.describe(viewsATent.shopper.interactions, DEADLINE_MS);
    expect(description?.tastes[0]).toMatchObject({ field: 'category', value: 'Tents' });
  });

  test('answers undefined once disposed, whatever was under way', async () => {
    const { page, client } = await start('');
    const underWay = client.recommend(viewsATent, DEADLINE_MS);
    await client.dispose();
    await underWay;
    expect(await client.recommend(viewsATent, DEADLINE_MS)).toBeUndefined();
    expect(page.uncaught).toEqual([]);
  });

  test('disposed before it is ready leaves no worker behind', async () => {
    const page = await openPage();
    const { client } = page.create({ manifestUrl });
    await client.dispose();
    expect(await client.ready).toBeUndefined();
    expect(await client.recommend(viewsATent, DEADLINE_MS)).toBeUndefined();
    expect(page.uncaught).toEqual([]);
  });
});

describe('a GPU', () => {
  test('that is asked for comes with a second start, from one blob of both programs', async () => {
    const { page, client } = await start('', { device: 'webgpu' });
    expect(client.device.name).toBe('webgpu');
    expect(client.device.worker).toBe(true);
    expect(page.workerAddresses).toEqual(['contained', 'contained']);
  });

  test('that is asked for comes with the file beside the worker, where that is a file', async () => {
    const { page, client } = await start("worker-src 'self'", { device: 'webgpu', worker: WORKER });
    expect(client.device.name).toBe('webgpu');
    expect(page.workerAddresses).toEqual(['/worker.js']);
  });

  test('whose program cannot be fetched is no loss: wasm answers, and says why', async () => {
    const page = await openPage();
    const { client } = page.create({
      manifestUrl,
      device: 'webgpu',
      chunks: { ...page.chunks, gpu: () => Promise.reject(new Error('offline')) },
    });
    await expectTents(client);
    expect(client.device).toEqual({
      name: 'wasm',
      worker: true,
      reason: 'wasm: the GPU program could not be loaded',
    });
  });

  test('that is lost comes back, and after the second loss is off, also where a worker ended in between', async () => {
    const page = await openPage();
    const call = callOfViewer(['item-7', 'item-100'], 50);
    const manifestUrl = inject('largeManifestUrl');
    const { client: js } = page.create({ manifestUrl, device: 'js' });
    await js.ready;
    const right = await js.recommend(call, DEADLINE_MS);
    await js.dispose();
    const gpu = () => preceded(page.chunks.gpu(), obeyTheTest);
    const { client, reported } = page.create({ manifestUrl, device: 'webgpu', chunks: { ...page.chunks, gpu } });
    await client.ready;
    const expectRight = async () => expect(await client.recommend(call, DEADLINE_MS)).toEqual(right);
    const lastWorker = () => page.workers[page.workers.length - 1];

    lastWorker().postMessage('destroy');
    await expectRight();
    await expect.poll(() => client.device.name).toBe('wasm');
    await expect.poll(() => client.device.reason, { timeout: 5000 }).toBe('webgpu: came back after a loss');
    await expectRight();

    lastWorker().terminate();
    await expectRight();
    expect(client.device.name).toBe('webgpu');
    expect(await adaptersAskedFor(lastWorker())).toBe(1);

    lastWorker().postMessage('destroy');
    await expectRight();
    await expect.poll(() => client.device.reason).toMatch(/^wasm: WebGPU failed: device lost/);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await adaptersAskedFor(lastWorker())).toBe(1);
    expect(client.device.name).toBe('wasm');
    await expectRight();
    expect(reported).toEqual(['device_lost']);
    expect(page.uncaught).toEqual([]);
  });

  test('is not asked for on the main thread', async () => {
    const { client } = await start('', { device: 'webgpu', worker: false });
    expect(client.device.name).toBe('js');
  });
});
