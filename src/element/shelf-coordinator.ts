import type { EventName, Profile, RecommendRequest, RecommendResult, Sdk } from '../index.js';

/** One element on the page, as the coordinator sees it. */
export interface Shelf {
  request(): RecommendRequest;
  /** It may be given a new list without having asked: not frozen, and nobody is using it. */
  mayRefresh(): boolean;
  show(result: RecommendResult): Promise<void>;
  /** No answer will come: the request is wrong, or the SDK has ended. */
  fail(error: unknown): void;
}

/**
 * Asks for all shelves of a page in one pass, so that no item is shown twice: those that appear in the same frame
 * together, and all that may be refreshed when page, cart or profile change.
 */
export interface ShelfCoordinator {
  add(shelf: Shelf): void;
  remove(shelf: Shelf): void;
  /** Puts the shelf into the next pass. Resolves when that was answered. */
  ask(shelf: Shelf): Promise<void>;
  /** Nobody is using the shelf any more. */
  release(shelf: Shelf): void;
}

const FRAME_MS = 16;
/** Events come in groups: a page view, its product, the search before it. */
const SETTLE_MS = 120;

/** Events that change no list: those that lists record themselves would otherwise never let them rest. */
const QUIET: readonly EventName[] = ['view_item_list', 'select_item', 'dwell'];

const coordinators = new WeakMap<Sdk, ShelfCoordinator>();

/** All elements of a page that share an SDK share a coordinator. */
export function coordinatorFor(sdk: Sdk): ShelfCoordinator {
  const coordinator = coordinators.get(sdk) ?? createCoordinator(sdk);
  coordinators.set(sdk, coordinator);
  return coordinator;
}

function createCoordinator(sdk: Sdk): ShelfCoordinator {
  const shelves = new Set<Shelf>();
  const asking = new Set<Shelf>();
  /** Shelves that wait for a refresh, some until nobody uses them any more. */
  const stale = new Set<Shelf>();
  let pass: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let profile: string | undefined;

  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const shelf of stale) if (shelf.mayRefresh()) void ask(shelf);
    }, SETTLE_MS);
  };
  const refresh = (): void => {
    for (const shelf of shelves) stale.add(shelf);
    settle();
  };
  /** Lists change with these parts of the profile; counts and tastes follow from them. */
  const follow = ({ recent, cart, wishlist, owned, dismissed }: Profile): void => {
    const before = profile;
    profile = JSON.stringify([recent, cart, wishlist, owned, dismissed]);
    if (before && before !== profile) refresh();
  };
  const ask = (shelf: Shelf): Promise<void> => {
    asking.add(shelf);
    pass ??= new Promise((resolve) => setTimeout(resolve, FRAME_MS)).then(() => {
      const asked = [...asking].filter((shelf) => shelves.has(shelf));
      pass = undefined;
      asking.clear();
      for (const shelf of asked) stale.delete(shelf);
      return recommend(asked);
    });
    return pass;
  };
  const recommend = async (asked: Shelf[]): Promise<void> => {
    if (asked.length === 0) return;
    try {
      const results = await sdk.recommend(asked.map((shelf) => shelf.request()));
      await Promise.all(asked.map((shelf, i) => shelves.has(shelf) && shelf.show(results[i])));
    } catch (error) {
      // One wrong request must not empty the others' shelves.
      if (asked.length > 1) for (const shelf of asked) await recommend([shelf]);
      else asked[0].fail(error);
    }
  };
  sdk.on('record', ({ name }) => {
    if (!QUIET.includes(name)) refresh();
  });
  sdk.on('snapshot', ({ status }) => {
    if (status === 'ready' || status === 'updated') refresh();
  });
  sdk.on('profile', follow);
  sdk.profile.get().then(follow, () => undefined);
  return {
    add: (shelf) => shelves.add(shelf),
    remove(shelf) {
      shelves.delete(shelf);
      stale.delete(shelf);
    },
    ask,
    release(shelf) {
      if (stale.has(shelf)) settle();
    },
  };
}
