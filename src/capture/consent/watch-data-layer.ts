/** A page that pushes more than this before we come along is not read from the start. */
const MAX_REPLAYED = 5_000;

type DataLayer = unknown[];

/**
 * Reads a data layer from its start and everything pushed later. The layer's own `push` is called first, its answer
 * passed on, and it is put back at the end, unless another script patched on top: then ours only passes calls on.
 *
 * @returns The function that ends it, or undefined as long as there is no data layer.
 */
export function watchDataLayer(layer: unknown, onEntry: (entry: unknown) => void): (() => void) | undefined {
  if (!Array.isArray(layer) || typeof layer.push !== 'function') return undefined;
  const dataLayer: DataLayer = layer;
  const hadOwnPush = Object.hasOwn(dataLayer, 'push');
  const push = dataLayer.push;
  let isOn = true;
  const watched = function (this: DataLayer, ...entries: unknown[]): number {
    const result = Reflect.apply(push, this, entries);
    if (isOn) for (const entry of entries) onEntry(entry);
    return result;
  };
  for (const entry of dataLayer.slice(-MAX_REPLAYED)) onEntry(entry);
  // Not enumerable, as on the prototype: pages walk over their data layer.
  Object.defineProperty(dataLayer, 'push', { value: watched, configurable: true, writable: true, enumerable: false });
  return () => {
    isOn = false;
    if (dataLayer.push !== watched) return;
    if (hadOwnPush) dataLayer.push = push;
    else Reflect.deleteProperty(dataLayer, 'push');
  };
}
