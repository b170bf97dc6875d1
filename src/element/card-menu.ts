import type { Reason } from '../index.js';
import { create, createButton } from './create.js';
import { filled, type Messages } from './messages.js';

/**
 * "Why this?" and "not for me": a button that opens a panel over the card. Escape, the button itself, and going
 * elsewhere close it; Escape gives the focus back to the button.
 *
 * @param reasons  Asked when the shopper wants to know, so that the answer is that of the latest result.
 * @returns        The button; the panel comes behind it.
 */
export function cardMenu(
  title: string,
  messages: Messages,
  reasons: () => readonly Reason[],
  onDismiss: () => void,
): HTMLElement {
  const label = filled(messages.options, title);
  const trigger = createButton({ part: 'menu', 'aria-label': label }, () => (panel ? close() : open()));
  const expand = (button: HTMLElement, isOpen: boolean): void => button.setAttribute('aria-expanded', `${isOpen}`);
  expand(trigger, false);
  let panel: HTMLElement | undefined;

  const open = (): void => {
    const answers = create('ul', { role: 'list' });
    const why = createButton(
      { 'aria-expanded': 'false' },
      () => {
        const isOpen = !answers.firstChild;
        answers.replaceChildren(...(isOpen ? reasons() : []).map(({ text }) => create('li', {}, text)));
        expand(why, isOpen);
      },
      messages.why,
    );
    const dismiss = createButton({}, onDismiss, messages.notForMe);
    panel = create('div', { class: 'panel', role: 'group', 'aria-label': label }, why, dismiss, answers);
    for (const part of [trigger, panel]) {
      part.addEventListener('keydown', onKey);
      part.addEventListener('focusout', onFocusOut);
    }
    trigger.after(panel);
    expand(trigger, true);
    why.focus();
  };
  const close = (): void => {
    panel?.remove();
    panel = undefined;
    expand(trigger, false);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !panel) return;
    event.stopPropagation();
    trigger.focus();
    close();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    // Without a target the window itself lost the focus, or the panel was clicked between its buttons.
    if (relatedTarget && relatedTarget !== trigger && !panel?.contains(relatedTarget as Node)) close();
  };
  return trigger;
}
