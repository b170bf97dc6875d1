import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from 'playwright';
import type { TappedServer } from './tapped-server.js';

/** Ways by which a worker could tell somebody something, by the name under which each arrives. */
export const WAYS_OUT = [
  'fetch',
  'fetch-shop',
  'xhr',
  'websocket',
  'event-source',
  'web-transport',
  'import-scripts',
  'import',
  'eval',
  'cache',
  'worker',
  'worker-shop',
  'import-shop',
] as const;

/** Where they lead. */
interface WaysOut {
  /** Origin of another host. */
  other: string;
  /** An address of another host that speaks QUIC. */
  quic: string;
  /** The page's own origin. */
  shop: string;
}

/** Another host that writes down what reaches it. */
export interface OtherHost extends Omit<WaysOut, 'shop'> {
  arrivals: string[];
  close(): Promise<void>;
}

export async function startListening(): Promise<OtherHost> {
  const arrivals: string[] = [];
  const server = createServer(({ url }, response) => {
    arrivals.push((url as string).slice(1));
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end();
  });
  server.on('upgrade', ({ url }, socket) => {
    arrivals.push((url as string).slice(1));
    socket.destroy();
  });
  const datagrams = createSocket('udp4');
  datagrams.on('message', () => arrivals.push('web-transport'));
  await Promise.all([
    new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve)),
  ]);
  return {
    other: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    quic: `https://127.0.0.1:${datagrams.address().port}`,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => server.close(resolve)),
        new Promise<void>((resolve) => datagrams.close(resolve)),
      ]);
    },
  };
}

/**
 * Tries every way out of a worker.
 *
 * @param shop  Serves the page, and whatever lies below `/out/`.
 * @returns     Which ones led out: what has arrived somewhere or was noticed in the worker, sorted.
 */
export async function arrivalsFrom(worker: Worker, host: OtherHost, shop: TappedServer): Promise<string[]> {
  host.arrivals.length = 0;
  shop.forget();
  // Compilers that keep the names of functions call this in what is sent to the worker.
  await worker.evaluate('globalThis.__name = (named) => named');
  const noticed = await worker.evaluate(tryWaysOut, { other: host.other, quic: host.quic, shop: shop.origin });
  // As text: in a function of this file a bundler would put something else in its place.
  await worker.evaluate(`import('${host.other}/import').then(() => {}, () => {})`);
  const atShop = shop.requests.map(({ url }) => url).filter((url) => url.startsWith('/out/'));
  return [...new Set([...noticed, ...host.arrivals, ...atShop.map((url) => url.slice('/out/'.length))])].sort();
}

/**
 * Tries every way out, inside a worker: a function without outside references.
 *
 * @returns  What needs no server to be noticed: `eval` where code made of text has run, `rtc` where there are peers.
 */
async function tryWaysOut({ other, quic, shop }: WaysOut): Promise<string[]> {
  const noticed: string[] = [];
  // Behind a task of its own: a debugger may lift the ban on `eval` for the call it makes.
  await new Promise((resolve) => setTimeout(resolve));
  const scope = globalThis as unknown as { importScripts(address: string): void; RTCPeerConnection?: unknown };
  const ended = (target: EventTarget, ...events: string[]): Promise<unknown> =>
    Promise.race(events.map((name) => new Promise((resolve) => target.addEventListener(name, resolve))));
  const ways: (() => unknown)[] = [
    () => fetch(`${other}/fetch`),
    () => fetch(`${shop}/out/fetch-shop`),
    () => {
      const request = new XMLHttpRequest();
      request.open('GET', `${other}/xhr`);
      request.send();
      return ended(request, 'loadend');
    },
    () => ended(new WebSocket(`${other.replace('http', 'ws')}/websocket`), 'error', 'open'),
    () => ended(new EventSource(`${other}/event-source`), 'error', 'open'),
    () => new WebTransport(quic).ready,
    () => scope.importScripts(`${other}/import-scripts`),
    () => new Function('noticed', 'noticed.push("eval")')(noticed),
    async () => (await caches.open('way-out')).add(`${other}/cache`),
    () => {
      new Worker(URL.createObjectURL(new Blob([`fetch("${other}/worker")`])));
      return new Promise(() => {});
    },
    () => ended(new Worker(`${shop}/out/worker-shop`), 'error'),
    () => scope.importScripts(`${shop}/out/import-shop`),
  ];
  for (const way of ways) {
    try {
      // One that neither succeeds nor fails has sent what it had to send.
      await Promise.race([way(), new Promise((resolve) => setTimeout(resolve, 1000))]);
    } catch {
      // Refused, or answered with nothing useful: what counts is what arrives.
    }
  }
  if (scope.RTCPeerConnection !== undefined) noticed.push('rtc');
  return noticed;
}
