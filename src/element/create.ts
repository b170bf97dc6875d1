/**
 * Creates one element of the shadow tree. The style sheet knows it by its class, shops by its part, which is the same
 * word unless `class` says otherwise. What is undefined is left out.
 */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: { part?: string; class?: string; [name: string]: string | undefined } = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ class: attributes.part, ...attributes }))
    if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A button of the shadow tree. */
export function createButton(
  attributes: Record<string, string>,
  onClick: () => void,
  ...children: string[]
): HTMLButtonElement {
  const button = create('button', { type: 'button', ...attributes }, ...children);
  button.addEventListener('click', onClick);
  return button;
}
