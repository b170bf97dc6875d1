import type { RecommendRequest, RecommendResult, Sdk } from '../index.js';
import { byId } from './element.js';
import { productCard } from './product-card.js';
import type { ResultLog } from './result-log.js';

const SEEN_AFTER_MS = 1000;

export interface PicksOptions {
  request: RecommendRequest;
  log: ResultLog;
  /** Whether a result is worth showing; otherwise the row stays as the server made it. */
  isShown(result: RecommendResult): boolean;
}

/** Fills the shop's own row `#picks` with the shop's own cards, and again whenever the profile changes. */
export async function fillPicks(sdk: Sdk, { request, log, isShown }: PicksOptions): Promise<void> {
  const row = byId('picks');
  const show = async (): Promise<void> => {
    // The row must not change under the shopper's hand.
    if (row.matches(':hover, :focus-within') && row.dataset.source) return;
    const result = await sdk.recommend(request);
    log.note(result);
    if (isShown(result)) render(row, result);
  };
  await show();
  sdk.on('profile', () => void show());
}

function render(row: HTMLElement, result: RecommendResult): void {
  row.dataset.source = result.source;
  row.hidden = false;
  if (result.title) byId('picks-title').textContent = result.title;
  const note = document.getElementById('picks-note');
  if (note) note.textContent = 'Worked out on this device, from what you looked at.';
  const cards = result.items.map((item) => {
    const card = productCard(item);
    card.querySelector('a')?.addEventListener('click', () => result.selected(item.id));
    return card;
  });
  byId('picks-list').replaceChildren(...cards);
  whenSeen(row, () => result.viewed());
}

/** Calls back once the row has been half visible for a second. */
function whenSeen(row: HTMLElement, seen: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(timer);
      if (!entry.isIntersecting) return;
      timer = setTimeout(() => {
        observer.disconnect();
        seen();
      }, SEEN_AFTER_MS);
    },
    { threshold: 0.5 },
  );
  observer.observe(row);
}
