// The playground: a page that uses windowshop as a storefront would, on whatever snapshot is served.

const MOST_FOUND = 12;
const byId = (id) => document.getElementById(id);
const sdkReady = new Promise((resolve) => {
  window.windowshop ||= [];
  window.windowshop.push(resolve);
});
const itemsReady = fetch('/playground/items.json').then((response) => response.json());

let shown;
let orders = 0;

async function show(item) {
  shown = item;
  const sdk = await sdkReady;
  byId('item').hidden = false;
  byId('page-shelves').hidden = false;
  byId('item-title').textContent = item.title;
  byId('item-facts').textContent = [item.id, item.brand, item.category?.join(' › '), priceOf(item)]
    .filter(Boolean)
    .join(' · ');
  const image = byId('item-image');
  image.hidden = !item.image;
  if (item.image) image.src = item.image;
  const page = byId('item-page');
  page.hidden = !item.url;
  if (item.url) page.href = item.url;
  byId('item').scrollIntoView({ block: 'nearest' });
  await sdk.record('page_view', { page_type: 'product', page_location: location.href });
  await sdk.record('view_item', { items: [{ item_id: item.id }] });
}

function priceOf({ price, currency }) {
  if (price === undefined) return '';
  return currency
    ? new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(price)
    : new Intl.NumberFormat(undefined, { minimumFractionDigits: 2 }).format(price);
}

async function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const items = words.length > 0 ? await itemsReady : [];
  const found = [];
  for (const item of items) {
    const haystack = `${item.id} ${item.title} ${item.brand ?? ''}`.toLowerCase();
    if (words.every((word) => haystack.includes(word))) found.push(item);
    if (found.length === MOST_FOUND) break;
  }
  byId('found').replaceChildren(
    ...found.map((item) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = item.title;
      button.addEventListener('click', () => show(item));
      const entry = document.createElement('li');
      entry.append(button);
      return entry;
    }),
  );
}

function tellKnown({ events, tastes, cart, owned, persistence }) {
  const liked = tastes.slice(0, 5).map(({ value, weight }) => `${value} (${Math.round(weight * 100)} %)`);
  byId('known').textContent =
    `${events} events, kept in ${persistence === 'indexeddb' ? 'this browser' : 'the memory of this page'}. ` +
    `In the cart: ${cart.length}. Owned: ${owned.length}. Tastes: ${liked.join(', ') || 'none yet'}.`;
}

async function start() {
  const sdk = await sdkReady;
  sdk.on('profile', tellKnown);
  sdk.on('error', (error) => console.warn(error));
  byId('find').addEventListener('input', ({ target }) => find(target.value));
  byId('add').addEventListener('click', () => sdk.record('add_to_cart', { items: [{ item_id: shown.id }] }));
  byId('buy').addEventListener('click', () =>
    sdk.record('purchase', { transaction_id: `playground-${Date.now()}-${++orders}`, items: [{ item_id: shown.id }] }),
  );
  byId('forget').addEventListener('click', async () => {
    await sdk.profile.clear();
    tellKnown(await sdk.profile.get());
  });
  // Cards lead to the pages of the shop, which may not be there: here a click shows the item on this page.
  document.addEventListener('ws-select', async (event) => {
    event.preventDefault();
    const items = await itemsReady;
    const item = items.find(({ id }) => id === event.detail.item.id);
    if (item) await show(item);
  });
  await sdk.ready;
  const info = sdk.snapshot.info();
  byId('facts').textContent = info
    ? `${info.items} items, ${Math.round(info.bytes / 1024)} kB, built ${info.builtAt}; scored on ${sdk.device.name}` +
      ` (${sdk.device.reason})`
    : 'no snapshot could be loaded';
  tellKnown(await sdk.profile.get());
}

start();
