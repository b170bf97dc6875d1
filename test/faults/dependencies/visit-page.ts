/**
 * What a shop and its shopper do on a page, and how the page fares: a script that runs before the page's own. The visit
 * begins inside `init`, at the first moment at which there is an SDK.
 */
import type { Sdk } from '../../../src/index.js';

export interface Visit {
  /** There was an SDK. */
  isBegun: boolean;
  /** How long the page waited for its answers, and how late a plain timer was that should have fired by then. */
  answers: { tookMs: number; lateMs: number }[];
  /** Calls that rejected, and those that were not answered at all. */
  complaints: string[];
  /** Codes that the SDK has told. */
  told: string[];
  /** Globals, and what belongs to them, that are no longer what they were. */
  changed: string[];
}

declare global {
  interface Window {
    __ws_visit: Promise<Visit>;
  }
}

/** The shop asks for an answer by then; the rest of a quarter of a second is for a page that is busy. */
const TIMEOUT_MS = 150;
/** No call takes this long; after one that does nothing more is asked. */
const STUCK_MS = 45_000;
/** Where the script itself has not come by then there is nothing that could break the page. */
const NO_SDK_MS = 15_000;
/** What goes wrong late is still seen. */
const AFTERMATH_MS = 100;

const { performance, setTimeout } = window;
const before = globalsOf();

window.__ws_visit = new Promise((resolve) => {
  const nothing = { isBegun: false, answers: [], complaints: [], told: [], changed: [] };
  const noSdk = setTimeout(() => resolve(nothing), NO_SDK_MS);
  window.windowshop = [
    (sdk) => {
      clearTimeout(noSdk);
      visit(sdk).then(resolve, (error) => resolve({ ...nothing, complaints: [`visit: ${error}`] }));
    },
  ];
});

async function visit(sdk: Sdk): Promise<Visit> {
  const answers: Visit['answers'] = [];
  const complaints: string[] = [];
  const told: string[] = [];
  sdk.on('error', ({ code }) => told.push(code));

  let isStuck = false;
  const call = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    if (isStuck) return;
    let stuck: number | undefined;
    const waiting = new Promise((_, reject) => {
      stuck = setTimeout(() => {
        isStuck = true;
        reject(new Error('no answer'));
      }, STUCK_MS);
    });
    try {
      await Promise.race([work(), waiting]);
    } catch (error) {
      complaints.push(`${name}: ${error}`);
    }
    clearTimeout(stuck);
  };
  const ask = (): Promise<void> =>
    call('recommend', async () => {
      const askedAt = performance.now();
      let firedAt: number | undefined;
      setTimeout(() => {
        firedAt = performance.now();
      }, TIMEOUT_MS);
      await sdk.recommend({ limit: 4, timeout: TIMEOUT_MS });
      const answeredAt = performance.now();
      answers.push({
        tookMs: answeredAt - askedAt,
        lateMs: Math.max(0, (firedAt ?? answeredAt) - askedAt - TIMEOUT_MS),
      });
    });
  const view = (item: number): Promise<void> =>
    call('record', () => sdk.record('view_item', { items: [{ item_id: `item-${item}` }] }));

  await ask();
  await view(1);
  await ask();
  await call('ready', () => sdk.ready);
  await call('recommend, without a limit', () => sdk.recommend({ limit: 4 }));
  await view(3);
  await call('profile.get', () => sdk.profile.get());
  await call('profile.export', () => sdk.profile.export());
  await call('snapshot.refresh', () => sdk.snapshot.refresh());
  await ask();
  if (new URLSearchParams(location.search).has('erase')) {
    await call('profile.clear', () => sdk.profile.clear());
    await view(5);
    await call('consent.set denied', () => sdk.consent.set({ personalization_storage: 'denied' }));
    await call('consent.set granted', () => sdk.consent.set({ personalization_storage: 'granted' }));
    await view(7);
    await ask();
  }
  await call('destroy', () => sdk.destroy());
  await new Promise((resolve) => setTimeout(resolve, AFTERMATH_MS));
  return { isBegun: true, answers, complaints, told, changed: changesSince(before) };
}

/** Every global, and every property of it and of its prototype, by path: what it is, or how it is read and set. */
function globalsOf(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const note = (path: string, owner: object): void => {
    for (const key of Reflect.ownKeys(owner)) {
      const { value, get } = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
      found.set(`${path}.${String(key)}`, get ?? value);
    }
  };
  note('window', window);
  for (const name of Object.getOwnPropertyNames(window)) {
    const value = Object.getOwnPropertyDescriptor(window, name)?.value;
    if (value === window || (typeof value !== 'function' && typeof value !== 'object') || value === null) continue;
    note(name, value);
    if (typeof value === 'function' && value.prototype) note(`${name}.prototype`, value.prototype);
  }
  return found;
}

/** The queue and the hooks of the page are the shop's own. */
const OWN = /^(window\.)?(__ws_\w+|windowshop)(\.|$)/;

function changesSince(earlier: ReadonlyMap<string, unknown>): string[] {
  const now = globalsOf();
  const paths = new Set([...earlier.keys(), ...now.keys()]);
  return [...paths].filter((path) => !OWN.test(path) && !Object.is(earlier.get(path), now.get(path)));
}
