/**
 * The hooks by which a harness breaks windowshop from outside, `window.__ws_test`. They go through the SDK as a shop has
 * it; only to learn that the second copy is written, and what the profile counts, they listen to the journal behind it.
 * No part of the package.
 */
import { type EventItem, init } from '../../../src/index.js';
import { Checkpoints } from '../../../src/journey/checkpoints.js';
import { JourneyStore } from '../../../src/journey/journey-store.js';

interface Batch {
  writer: string;
  /** Number of the first event. */
  from: number;
  bodies: string[];
}

interface Step {
  type: 'view' | 'search' | 'cart' | 'buy';
  item?: number;
  text?: string;
  /** Seconds. */
  dwell?: number;
}

const options = new URLSearchParams(location.search);

// The wipe that a harness forces is one of the default storage.
if (options.has('no-bucket')) Object.defineProperty(navigator, 'storageBuckets', { value: undefined });

const { journey, checkpoints } = listenToJournal();
let isLossDetected = false;

const sdk = init({
  snapshot: new URL('snapshot/manifest.json', import.meta.url),
  capture: false,
  consent: { personalization_storage: 'granted', analytics_storage: 'granted' },
  retention: { maxEvents: 100_000 },
});
sdk.on('error', ({ message }) => {
  if (message.includes('lost the stored history')) isLossDetected = true;
});

export type FaultHooks = typeof hooks;

const hooks = {
  async ready() {
    await sdk.ready;
    const { persistence } = await sdk.profile.get();
    return {
      engine: sdk.device.worker ? 'worker' : 'main',
      storage: persistence,
      snapshot: sdk.snapshot.info()?.version ?? 'none',
      compute: sdk.device.name,
    };
  },

  /** Resolves once the events stand in the journal and count in the second copy. */
  async append(_count: number, { writer, from, bodies }: Batch) {
    await Promise.all(
      bodies.map((body, i) =>
        sdk.record('select_item', { items: [{ item_id: writer, item_name: body, index: from + i }] }),
      ),
    );
    if (journey().facts().persistence === 'memory') throw new Error('these events are held in memory only');
    await checkpoints().write();
    return from + bodies.length;
  },

  async readAll() {
    await journey().recheck();
    const { events } = JSON.parse(await (await sdk.profile.export()).text());
    return (events as { params: { items: [EventItem] } }[]).map(({ params: { items } }) => {
      const [{ item_id: writer, index: seq = -1, item_name: body = '' }] = items;
      return { writer, seq, body };
    });
  },

  async status() {
    await sdk.ready;
    await journey().recheck();
    const { interactions } = journey().shopperAt(Date.now());
    return {
      lossDetected: isLossDetected,
      profile: Object.fromEntries(interactions.map(({ itemId, count }) => [itemId, count])) as Record<string, number>,
    };
  },

  async query(limit: number) {
    const { items } = await sdk.recommend({ limit });
    return {
      ids: items.map(({ id }) => Number(id.replace('item-', ''))),
      scores: items.map(({ score }) => score),
      via: sdk.device.name,
    };
  },

  async act(steps: Step[]) {
    for (const { type, item = 0, text = '', dwell } of steps) {
      const item_id = `item-${item}`;
      const items = [{ item_id }];
      if (type === 'search') await sdk.record('search', { search_term: text });
      if (type === 'view') await sdk.record('view_item', { items });
      if (type === 'cart') await sdk.record('add_to_cart', { items });
      if (type === 'buy') await sdk.record('purchase', { transaction_id: crypto.randomUUID(), items });
      if (dwell !== undefined) await sdk.record('dwell', { item_id, ms: 1000 * dwell });
    }
    return steps.length;
  },
};

Object.assign(window, { __ws_test: hooks });

/** The journal that `init` makes, and what follows it with checkpoints, as soon as they show themselves. */
function listenToJournal(): { journey: () => JourneyStore; checkpoints: () => Checkpoints } {
  let store: JourneyStore | undefined;
  let copies: Checkpoints | undefined;
  const { keepIn } = JourneyStore.prototype;
  JourneyStore.prototype.keepIn = function (place) {
    store = this;
    return keepIn.call(this, place);
  };
  const { due } = Checkpoints.prototype;
  Checkpoints.prototype.due = function () {
    copies = this;
    due.call(this);
  };
  return { journey: () => store as JourneyStore, checkpoints: () => copies as Checkpoints };
}
