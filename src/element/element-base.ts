/** On a server there are no elements; the classes can be loaded there all the same. */
export const ElementBase: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);
