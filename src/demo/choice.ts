import type { ConsentState } from '../index.js';
import { byId } from './element.js';
import { keep, readKept } from './shop-storage.js';
import { withSdk } from './with-sdk.js';

/**
 * Asks whether the device may remember, as a shop would: the shop keeps the answer and tells windowshop on every page,
 * since windowshop does not remember it. Until there is an answer nothing is told, and nothing is stored.
 */
export function askForChoice(): void {
  const kept = readKept('shop.choice');
  if (kept === 'granted' || kept === 'denied') tellChoice(kept);
  else showChoice();

  const box = byId('choice');
  // The page keeps that much free at its foot, so that nothing focused lies behind the box.
  new ResizeObserver(() =>
    document.documentElement.style.setProperty('--choice-height', `${box.offsetHeight}px`),
  ).observe(box);
  let cameFrom: EventTarget | null = null;
  box.addEventListener('focusin', ({ relatedTarget }) => {
    if (!box.contains(relatedTarget as Node | null)) cameFrom = relatedTarget;
  });
  for (const button of box.querySelectorAll<HTMLButtonElement>('[data-answer]'))
    button.addEventListener('click', () => {
      const answer = button.dataset.answer === 'granted' ? 'granted' : 'denied';
      keep('shop.choice', answer);
      tellChoice(answer);
      const next = cameFrom instanceof HTMLElement ? cameFrom : byId('main');
      next.focus({ preventScroll: true });
      box.hidden = true;
    });
}

/** Puts the question again. */
export function showChoice(): HTMLElement {
  const box = byId('choice');
  box.hidden = false;
  return box;
}

const tellChoice = (answer: ConsentState): void =>
  withSdk((sdk) => sdk.consent.set({ personalization_storage: answer, analytics_storage: answer }));
