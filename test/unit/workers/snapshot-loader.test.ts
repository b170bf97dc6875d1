import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ROLES } from '../../../src/core/snapshot/layout.js';
import { MAX_MANIFEST_BYTES, parseManifest } from '../../../src/core/snapshot/manifest.js';
import { downloadManifest, IDLE_MS as PRODUCT_IDLE_MS } from '../../../src/network/download-manifest.js';
import { loadSnapshot, totalBytes } from '../../../workers/snapshot-loader.js';
import { encodeManyItems } from '../../support/many-items.js';
import { type Fault, type SnapshotServer, startSnapshotServer } from '../../support/snapshot-server.js';
import { encodeTentsAndTeapots, TENTS_AND_TEAPOTS } from '../../support/tents-and-teapots.js';

/** Patience with servers that fall silent; with all others that of the product, as the machine may be busy. */
const IDLE_MS = 150;
const encoded = encodeTentsAndTeapots();
/** Large enough for a head. */
const many = encodeManyItems();

let server: SnapshotServer;
beforeEach(async () => {
  server = await startSnapshotServer(encoded);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

const load = async (fault?: Fault) => {
  const idleMs = fault && [silent, stalled, dripping].includes(fault) ? IDLE_MS : PRODUCT_IDLE_MS;
  const { bytes } = await downloadManifest(server.manifestUrl, false, idleMs);
  const manifest = parseManifest(bytes);
  return (await loadSnapshot(server.manifestUrl, manifest, { idleMs })).snapshot;
};

test('fetches the manifest and all files, always in the same order', async () => {
  const snapshot = await load();
  expect(snapshot.itemCount).toBe(TENTS_AND_TEAPOTS);
  expect(server.requests).toEqual(['manifest.json', ...encoded.manifest.files.map(({ name }) => name)]);
  expect(encoded.manifest.files.map(({ role }) => role)).toEqual(ROLES);
});

test('sends neither cookies nor the address of the page', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  await load();
  for (const [, options] of fetched.mock.calls)
    expect(options).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  expect(fetched.mock.calls.map(([, options]) => options?.cache)).toEqual(['no-cache', ...ROLES.map(() => 'default')]);
});

test('tells the progress up to the last byte', async () => {
  const told: number[] = [];
  const total = totalBytes(encoded.manifest);
  await loadSnapshot(server.manifestUrl, encoded.manifest, {
    onProgress(loaded, all) {
      expect(all).toBe(total);
      told.push(loaded);
    },
  });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(total);
});

test('tells no step of the progress that is smaller than a fiftieth, but the last', async () => {
  const total = totalBytes(encoded.manifest);
  const told: number[] = [0];
  // A file that comes in many small parts.
  server.break(1, (response, bytes) => {
    let sent = 0;
    const part = Math.ceil(total / 200);
    const drop = setInterval(() => {
      response.write(bytes.subarray(sent, sent + part));
      sent += part;
      if (sent >= bytes.length) {
        clearInterval(drop);
        response.end();
      }
    }, 2);
  });
  await loadSnapshot(server.manifestUrl, encoded.manifest, { onProgress: (loaded) => told.push(loaded) });
  const steps = told.slice(1).map((loaded, i) => loaded - told[i]);
  expect(Math.min(...steps.slice(0, -1))).toBeGreaterThanOrEqual(total / 50);
  // Told within a file too, not only at its end.
  const [start, length] = encoded.manifest.files.map(({ bytes }) => bytes);
  expect(told.some((loaded) => loaded > start && loaded < start + length)).toBe(true);
});

test('asks for the first file after the head when that is there, and for the others as soon as one is answered', async () => {
  server.publish(many);
  const [head, first, second] = many.manifest.files.map(({ name }) => name);
  const happened: string[] = [];
  let askForSecond = (): void => {};
  const isSecondAskedFor = new Promise<void>((resolve) => {
    askForSecond = resolve;
  });
  const answerAfter = (name: string, wait: () => Promise<unknown>) =>
    server.break(name, async (response, bytes) => {
      happened.push(`asked for ${name}`);
      response.writeHead(200).write(bytes.subarray(0, 1));
      await wait();
      happened.push(`${name} is there`);
      response.end(bytes.subarray(1));
    });
  // Long enough for a request that does not wait.
  answerAfter(head, () => pause(100));
  // It ends when the second is asked for, and not before.
  answerAfter(first, () => isSecondAskedFor);
  answerAfter(second, async () => askForSecond());
  await loadSnapshot(server.manifestUrl, many.manifest);
  expect(happened.slice(0, 4)).toEqual([
    `asked for ${head}`,
    `${head} is there`,
    `asked for ${first}`,
    `asked for ${second}`,
  ]);
});

test('tells of the head as soon as it is there, and of no other file', async () => {
  const heads: number[] = [];
  let loadedThen = 0;
  server.publish(many);
  await loadSnapshot(server.manifestUrl, many.manifest, {
    onProgress: (loaded) => {
      if (heads.length === 0) loadedThen = loaded;
    },
    onHead: ({ itemCount }) => heads.push(itemCount),
  });
  expect(heads).toEqual([256]);
  expect(loadedThen).toBeGreaterThan(0);
  expect(loadedThen).toBeLessThanOrEqual(many.manifest.files[0].bytes);
});

test('streams a file to where it is told, and uses it there', async () => {
  const place = new Uint8Array(encoded.manifest.files[1].bytes);
  const { snapshot, files } = await loadSnapshot(server.manifestUrl, encoded.manifest, {
    allocate: ({ role, bytes }) => (role === 'embeddings' ? place : new Uint8Array(bytes)),
  });
  expect(snapshot.embeddings.codes.buffer).toBe(place.buffer);
  expect(files.get(encoded.manifest.files[1].name)).toBe(place);
});

test('says so when there is no memory for a file', async () => {
  const allocate = () => {
    throw new RangeError('Array buffer allocation failed');
  };
  await expect(loadSnapshot(server.manifestUrl, encoded.manifest, { allocate })).rejects.toMatchObject({
    code: 'snapshot_invalid',
    message: expect.stringContaining('no memory for its'),
  });
});

test('says so when there is no memory for codes that are to be widened', async () => {
  const narrow = encodeManyItems(undefined, 4);
  server.publish(narrow);
  const widen = () => {
    throw new RangeError('Array buffer allocation failed');
  };
  await expect(loadSnapshot(server.manifestUrl, narrow.manifest, { widen })).rejects.toMatchObject({
    code: 'snapshot_invalid',
    message: expect.stringMatching(/^embeddings-.*: no memory for its 48128 bytes/),
  });
  expect((await loadSnapshot(server.manifestUrl, narrow.manifest)).snapshot.itemCount).toBe(narrow.manifest.items);
});

describe('a store of an earlier visit', () => {
  const kept = new Map(encoded.files.map(({ name, bytes }) => [name, bytes]));
  const storeOf = (files: Map<string, Uint8Array>) => ({
    async read(name: string, target: Uint8Array) {
      const bytes = files.get(name);
      if (bytes?.length !== target.length) return false;
      target.set(bytes);
      return true;
    },
    async drop(name: string) {
      files.delete(name);
    },
  });

  test('spares the network all files', async () => {
    const told: number[] = [];
    const store = storeOf(kept);
    await loadSnapshot(server.manifestUrl, encoded.manifest, { store, onProgress: (loaded) => told.push(loaded) });
    expect(server.requests).toEqual([]);
    expect(told.at(-1)).toBe(totalBytes(encoded.manifest));
  });

  test('counts only where the hash is right, and lets go of what is wrong', async () => {
    const [first, ...others] = encoded.files;
    const torn = first.bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
    const files = new Map([[first.name, torn], ...others.map(({ name, bytes }) => [name, bytes] as const)]);
    const { snapshot } = await loadSnapshot(server.manifestUrl, encoded.manifest, { store: storeOf(files) });
    expect([...files.keys()]).toEqual(others.map(({ name }) => name));
    expect(snapshot.itemCount).toBe(TENTS_AND_TEAPOTS);
    expect(server.requests).toEqual([first.name]);
  });
});

test.each([
  ['on plain http too, where browsers offer no SubtleCrypto', {}],
  ['where SubtleCrypto fails', { subtle: { digest: () => Promise.reject(new DOMException('', 'OperationError')) } }],
])('verifies %s', async (_, crypto) => {
  vi.stubGlobal('crypto', crypto);
  expect((await load()).itemCount).toBe(TENTS_AND_TEAPOTS);
  server.break(1, flipped);
  await expect(load()).rejects.toMatchObject({ code: 'snapshot_invalid' });
});

const flipped: Fault = (response, bytes) => response.end(bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)));
const truncated: Fault = (response, bytes) => response.end(bytes.subarray(0, -1));
const longer: Fault = (response, bytes) => response.end(Buffer.concat([bytes, Buffer.alloc(1)]));
const endless: Fault = (response) => {
  const pour = (): void => {
    while (response.write(Buffer.alloc(65_536)));
    response.once('drain', pour);
  };
  pour();
};
const missing: Fault = (response) => void response.writeHead(404).end('not here');
const captivePortal: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome to the hotel</title>');
};
const cut: Fault = (response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 10), () => response.destroy());
};
const silent: Fault = () => {};
const stalled: Fault = (response, bytes) => void response.writeHead(200).write(bytes.subarray(0, 10));
const dripping: Fault = (response, bytes) => {
  let sent = 0;
  const drop = setInterval(() => response.write(bytes.subarray(sent, ++sent)), IDLE_MS / 10);
  response.on('close', () => clearInterval(drop));
};
const truncatedGzip: Fault = (response, bytes) => {
  const packed = gzipSync(bytes);
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - 20));
};
const BOMB = gzipSync(Buffer.alloc(50_000_000));
const bomb: Fault = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB);

describe.each<[string, Fault, string]>([
  ['one flipped bit', flipped, 'snapshot_invalid'],
  ['one byte too few', truncated, 'snapshot_invalid'],
  ['one byte too many', longer, 'snapshot_invalid'],
  ['no end', endless, 'snapshot_invalid'],
  ['a gzip bomb', bomb, 'snapshot_invalid'],
  ['the page of a captive portal', captivePortal, 'snapshot_invalid'],
  ['status 404', missing, 'snapshot_unreachable'],
  ['a cut connection', cut, 'snapshot_unreachable'],
  ['silence', silent, 'snapshot_unreachable'],
  ['silence after ten bytes', stalled, 'snapshot_unreachable'],
  ['a byte now and then', dripping, 'snapshot_unreachable'],
])('%s', (_, fault, code) => {
  test.each(ROLES.map((role, i) => [role, i] as const))(`in the file of %s is ${code}`, async (role, i) => {
    server.break(i, fault);
    await expect(load(fault)).rejects.toMatchObject({ name: 'WindowshopError', code });
    await expect(load(fault)).rejects.toThrow(encoded.manifest.files[i].name);
    expect(server.requests.filter((name) => name.startsWith(role))).toHaveLength(2);
  });
});

test.each<[string, Fault, string]>([
  ['one byte too few', truncated, 'snapshot_invalid'],
  ['no end', endless, 'snapshot_invalid'],
  ['the page of a captive portal', captivePortal, 'snapshot_invalid'],
  ['nothing', (response) => void response.end(), 'snapshot_invalid'],
  ['status 404', missing, 'snapshot_unreachable'],
  ['a cut connection', cut, 'snapshot_unreachable'],
  ['silence', silent, 'snapshot_unreachable'],
  ['a byte now and then', dripping, 'snapshot_unreachable'],
])('a manifest with %s is %s', async (_, fault, code) => {
  server.break('manifest.json', fault);
  await expect(load(fault)).rejects.toMatchObject({ name: 'WindowshopError', code });
});

test('a manifest one byte above the cap is refused, though it be valid JSON', async () => {
  const text = JSON.stringify(encoded.manifest);
  server.break('manifest.json', (response) => response.end(text.padEnd(MAX_MANIFEST_BYTES)));
  await expect(load()).resolves.toBeDefined();
  server.break('manifest.json', (response) => response.end(text.padEnd(MAX_MANIFEST_BYTES + 1)));
  await expect(load()).rejects.toMatchObject({ code: 'snapshot_invalid' });
});

test('a file cut inside its compression, lengths agreeing, is not taken for whole', async () => {
  // Browsers answer with 200 and half of the bytes, Node with an error: refused either way.
  server.break(3, truncatedGzip);
  await expect(load()).rejects.toMatchObject({ code: expect.stringMatching(/^snapshot_/) });
});

test('a server that cannot be found is unreachable', async () => {
  await server.close();
  await expect(load()).rejects.toMatchObject({ code: 'snapshot_unreachable' });
});
