import type { Sdk } from '../../index.js';
import { byId, make } from '../element.js';
import type { ResultLog } from '../result-log.js';

const DEVICES: Record<string, string> = {
  webgpu: 'the graphics card, through WebGPU',
  wasm: 'the processor, through WebAssembly',
  js: 'the processor, in plain JavaScript',
};

const SOURCES: Record<string, string> = {
  personal: 'your visit',
  context: 'this page',
  fallback: 'what is popular',
};

/** Says which device scored, where, why that one, and how long each row of this page took. */
export function showWorked({ device, snapshot }: Sdk, log: ResultLog): void {
  const place = device.worker ? 'in a worker, beside the page' : 'in the page itself';
  const info = snapshot.info();
  const goods = info ? ` It knows ${info.items.toLocaleString(document.documentElement.lang)} products.` : '';
  const reason = device.reason ? ` Why so: ${device.reason.replace(`${device.name}: `, '')}.` : '';
  byId('worked-device').textContent = `By ${DEVICES[device.name] ?? device.name}, ${place}.${goods}${reason}`;
  const { results } = log;
  byId('worked-ledger').hidden = results.length === 0;
  byId('worked-rows').replaceChildren(
    ...results.map(({ name, source, itemCount, tookMs }) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, `${name} (${itemCount})`),
        make('td', {}, SOURCES[source] ?? source),
        make('td', {}, `${tookMs.toFixed(tookMs < 10 ? 1 : 0)} ms`),
      ),
    ),
  );
}
