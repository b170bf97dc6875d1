import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';

/** Answers one request in place of the server, e.g. wrongly. */
export type Fault = (response: ServerResponse, bytes: Uint8Array) => void;

export interface SnapshotServer {
  manifestUrl: string;
  /** Paths asked for, in order. */
  requests: string[];
  /** Request headers of each. */
  headers: Record<string, unknown>[];
  /** The snapshot served from now on. */
  publish(snapshot: EncodedSnapshot): void;
  /** The files served from now on, by name. */
  serve(files: Iterable<readonly [string, Uint8Array]>): void;
  /** Serves these bytes under a name from now on; undefined = nothing. */
  put(name: string, bytes: Uint8Array | undefined): void;
  /** Answers for `manifest.json` or the n-th file of the manifest from now on. */
  break(file: string | number, fault: Fault): void;
  close(): Promise<void>;
}

/** Serves a snapshot from memory, as well or as badly as a test asks for. Default: nothing yet. */
export async function startSnapshotServer(snapshot?: EncodedSnapshot): Promise<SnapshotServer> {
  let files = new Map<string, Uint8Array>();
  let faults = new Map<string, Fault>();
  const requests: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const serve: SnapshotServer['serve'] = (served) => {
    files = new Map(served);
    faults = new Map();
  };
  const publish = ({ manifest, files: dataFiles }: EncodedSnapshot): void =>
    serve([
      ['manifest.json', new TextEncoder().encode(JSON.stringify(manifest))],
      ...dataFiles.map(({ name, bytes }): [string, Uint8Array] => [name, bytes]),
    ]);
  if (snapshot) publish(snapshot);

  const server = createServer((request, response) => {
    const name = (request.url as string).replace(/^\/snapshot\//, '');
    requests.push(name);
    headers.push(request.headers);
    response.setHeader('access-control-allow-origin', '*');
    const bytes = files.get(name);
    const fault = faults.get(name);
    if (bytes === undefined) response.writeHead(404).end();
    else if (fault) fault(response, bytes);
    else response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    manifestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/snapshot/manifest.json`,
    requests,
    headers,
    publish,
    serve,
    put: (name, bytes) => void (bytes === undefined ? files.delete(name) : files.set(name, bytes)),
    break: (file, fault) => faults.set(typeof file === 'string' ? file : [...files.keys()][file + 1], fault),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
