import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Command, numberOption, onlyOperand } from './command.js';
import { CommandError } from './command-error.js';
import { browserFolder } from './package-files.js';
import { browserResources } from './server/browser-resources.js';
import { type Resource, refuse, respond } from './server/resource.js';
import { SnapshotResources } from './server/snapshot-resources.js';
import { readSnapshot } from './snapshot-files/read-snapshot.js';

export const serve: Command = {
  name: 'serve',
  summary: 'Serves a snapshot, and a page to try it on.',
  usage: 'DIR [options]',
  options: {
    port: { value: 'N', help: '0 picks a free one (default 4173)' },
    host: { value: 'HOST', help: 'address to listen on (default 127.0.0.1)' },
  },
  run: async (call, { io, answer }) => {
    const folder = onlyOperand('serve', 'DIR', call);
    const port = numberOption(call, 'port', { fallback: 4173, min: 0, max: 65535 });
    const host = call.option('host') ?? '127.0.0.1';
    // Listening for the interrupt first: one that comes while the server starts must not be lost.
    const interrupted = io.interrupted();
    const server = createServer(await createHandler(folder, (warning) => io.stderr.write(`warning: ${warning}\n`)));
    await listen(server, port, host);
    const url = addressOf(server);
    answer({ url }, url);
    await interrupted;
    await close(server);
    return 0;
  },
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function createHandler(folder: string, warn: (message: string) => void): Promise<Handler> {
  // A snapshot that no browser would take is not worth serving.
  await readSnapshot(folder);
  const snapshot = new SnapshotResources(folder);
  const browser = await findBrowserFiles(warn);
  // Loaded here and not above: the page's files are put in by the build, and only this command needs them.
  const { playgroundResources } = await import('./server/playground-resources.js');
  const playground = await playgroundResources(folder);

  const find = async (path: string): Promise<Resource | undefined> =>
    playground.get(path) ??
    (path.startsWith('ws/') ? browser.get(path.slice('ws/'.length)) : await snapshot.find(path));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response.setHeader('allow', 'GET, HEAD'), 405, 'only GET and HEAD');
    const resource = await find(pathOf(request));
    if (resource) await respond(request, response, resource);
    else refuse(response, 404, 'not here');
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      warn(`${request.url}: ${(error as Error).message}`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'failed');
    });
  };
}

async function findBrowserFiles(warn: (message: string) => void): Promise<ReadonlyMap<string, Resource>> {
  const folder = browserFolder();
  if (folder !== undefined) return browserResources(folder);
  warn("the package's browser files are not built, so the page at / cannot run");
  return new Map();
}

/** Path without leading and doubled slashes; empty when it cannot be read. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const path = url.replace(/[?#].*$/s, '').replace(/^\/+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // URIError: no resource has such a name.
    return url;
  }
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new CommandError('port_taken', `port ${port} is taken; another with --port, a free one with --port 0`, {
              cause,
            })
          : new CommandError('listen_failed', `cannot listen on ${host}:${port}: ${cause.message}`, { cause }),
      ),
    );
    server.listen(port, host, resolve);
  });

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  // An unspecified address is no place to go to.
  const host = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
