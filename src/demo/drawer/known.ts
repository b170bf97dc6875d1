import type { Profile, Sdk } from '../../index.js';
import { bar } from '../bar.js';
import { byId, make } from '../element.js';
import { money } from '../money.js';
import { showKnownItems } from './known-items.js';

const TASTES = 6;

/** Puts the profile into words. */
export async function showKnown(sdk: Sdk): Promise<void> {
  const profile = await sdk.profile.get();
  byId('known-summary').textContent = summary(profile, sdk.consent.get().personalization_storage);
  showTastes(profile);
  showPrice(profile);
  await showKnownItems(sdk, profile);
  const pause = byId('pause');
  pause.setAttribute('aria-pressed', String(profile.paused));
  pause.textContent = profile.paused ? 'Remember again' : 'Pause remembering';
}

function summary({ events, firstSeen, persistence, paused, cart, owned }: Profile, consent: string): string {
  if (consent === 'denied') return 'Nothing, as you asked. What suits this page is all you will be shown.';
  const state = paused ? ' It is paused and takes in nothing new.' : '';
  if (events === 0) return `Nothing yet. Look at a few things and come back.${state}`;
  const since = firstSeen === undefined ? '' : ` since ${dateOf(firstSeen)}`;
  const place =
    persistence === 'indexeddb'
      ? 'They are kept in this browser and nowhere else.'
      : 'They are in the memory of this page and will be gone when you leave it.';
  const things = [
    cart.length > 0 ? ` ${count(cart.length, 'thing')} in your cart.` : '',
    owned.length > 0 ? ` ${count(owned.length, 'thing')} bought.` : '',
  ].join('');
  return `${count(events, 'small observation')}${since}. ${place}${things}${state}`;
}

function showTastes({ tastes }: Profile): void {
  byId('known-tastes-box').hidden = tastes.length === 0;
  byId('known-tastes').replaceChildren(...tastes.slice(0, TASTES).map(tasteRow));
}

function tasteRow({ field, value, weight }: Profile['tastes'][number]): HTMLElement {
  const levels = field === 'category' ? value.split(' > ') : [value];
  const kind =
    field === 'brand' ? 'a maker' : levels.length > 1 ? `in ${levels.slice(0, -1).join(' › ')}` : 'a department';
  return make(
    'li',
    {},
    make('div', {}, levels[levels.length - 1], make('span', { class: 'taste-kind' }, kind)),
    bar(weight),
    make('span', { class: 'unseen' }, `${Math.round(weight * 100)} percent`),
  );
}

function showPrice({ price }: Profile): void {
  const line = byId('known-price');
  line.hidden = price === undefined;
  if (!price) return;
  const { low, middle, high, currency } = price;
  line.textContent =
    low === high
      ? `What you look at costs about ${money(middle, currency)}.`
      : `What you look at mostly costs between ${money(low, currency)} and ${money(high, currency)}.`;
}

const dateOf = (moment: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' }).format(new Date(moment));

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
