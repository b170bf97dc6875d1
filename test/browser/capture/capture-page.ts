import type { CaptureHost } from '../../../src/api/capture-host.js';
import type { CaptureSource, SdkEventMap } from '../../../src/api/sdk.js';
import { startCapture } from '../../../src/capture/index.js';

type Recorded = SdkEventMap['record'];

/** A host that writes down what it is told, and the page it is told about. */
export interface CapturePage {
  events: Recorded[];
  errors: unknown[];
  /** `view_item dome attributes`: name, items and source of each event, in order. */
  lines(): string[];
  /** What the page itself records through the SDK. */
  record(name: Recorded['name'], params: object): void;
  /** Opens another address without a new document. */
  visit(path: string): void;
  stop(): void;
}

const homeAddress = location.href;

/** Shows `html` under the address `path` and starts capture there. `stop()` leaves the page as it was. */
export function openCapturePage(
  path: string,
  html: string,
  {
    sources = ['attributes', 'jsonld', 'navigation'],
    itemAt = async () => undefined,
  }: {
    sources?: CaptureSource[];
    itemAt?: CaptureHost['itemAt'];
  } = {},
): CapturePage {
  history.replaceState(null, '', path);
  document.body.innerHTML = html;
  const events: Recorded[] = [];
  const errors: unknown[] = [];
  const listeners = new Set<(event: Recorded) => void>();
  const take = (event: Recorded): void => {
    events.push(event);
    for (const listener of listeners) listener(event);
  };
  const host: CaptureHost = {
    record: (name, params, source) => take({ name, params, source } as Recorded),
    recorded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    itemAt,
    report: (error) => errors.push(error),
  };
  const record: CapturePage['record'] = (name, params) => take({ name, params, source: 'api' } as Recorded);
  const stopCapture = startCapture(host, { sources });
  return {
    events,
    errors,
    record,
    lines: () => events.map(lineOf),
    visit: (to) => history.pushState(null, '', to),
    stop() {
      stopCapture();
      document.body.replaceChildren();
      document.head.querySelectorAll('[data-test]').forEach((element) => {
        element.remove();
      });
      history.replaceState(null, '', homeAddress);
    },
  };
}

function lineOf({ name, params, source }: Recorded): string {
  const items = 'items' in params ? params.items?.map(({ item_id }) => item_id).join(',') : undefined;
  const about =
    'search_term' in params
      ? params.search_term
      : 'page_type' in params
        ? params.page_type
        : 'item_id' in params
          ? params.item_id
          : items;
  return `${name} ${about ?? ''} ${source}`;
}

export const jsonLd = (data: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;

export const product = (sku: string, more: object = {}): object => ({
  '@type': 'Product',
  sku,
  name: `The ${sku}`,
  ...more,
});
