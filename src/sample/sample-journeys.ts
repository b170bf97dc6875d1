import { seededRandom } from '../core/random.js';
import { brands } from './brands.js';
import { between, normal, pick, pickWeighted, type Random, shuffled, wholeBetween } from './chance.js';
import { departments } from './departments/departments.js';
import type { SampleProduct } from './sample-product.js';
import { drawShopper, type SampleShopper } from './sample-shopper.js';

/** Named as in GA4. All events of one order share transaction and timestamp. */
export interface SampleEvent {
  user: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  event: 'view_item' | 'add_to_cart' | 'purchase';
  item: string;
  quantity?: number;
  price?: number;
  transaction?: string;
}

export interface SampleJourneys {
  shoppers: SampleShopper[];
  /** By shopper, each in time order. */
  events: SampleEvent[];
}

const SHOPPERS = 5000;
const PERIOD_START = Date.UTC(2026, 4, 1);
const PERIOD_DAYS = 180;
const DAY_MS = 86_400_000;
/** Share of visits to the favourite, the second and any other department. */
const VISITS = { favourite: 0.62, second: 0.26 };
const CART_SHARE = 0.5;
const COMPLEMENT_SHARE = 0.7;
const ORDER_SHARE = 0.7;

/** What a few thousand shoppers did in the shop over half a year. The same catalogue and seed, the same journeys. */
export function sampleJourneys(catalog: readonly SampleProduct[], seed = 2): SampleJourneys {
  const random = seededRandom(seed);
  const stock = stockOf(catalog, random);
  const shoppers = Array.from({ length: SHOPPERS }, (_, i) => drawShopper(`s${1000 + i}`, random));
  let orders = 0;
  const events = shoppers.flatMap((shopper) => {
    const affinity = new Map(stock.rangeNames.map((range) => [range, random() ** 3 + 0.02]));
    const visitCount = 1 + Math.floor(-3 * Math.log(1 - random()));
    const starts = Array.from({ length: visitCount }, () => PERIOD_START + between(random, 0, PERIOD_DAYS) * DAY_MS);
    const visits = starts.map((start) => {
      const visit = drawVisit(shopper, affinity, stock, random);
      return eventsOf(visit, shopper.user, start, () => `L${10_000 + ++orders}`, random);
    });
    return visits.flat().sort(byTimestamp);
  });
  return { shoppers, events };
}

interface Stock {
  rangeNames: string[];
  /** The models of a range: their variants, the most popular model and variant first. */
  models: Map<string, SampleProduct[][]>;
  goesWith: Map<string, string[]>;
}

function stockOf(catalog: readonly SampleProduct[], random: Random): Stock {
  const groups = new Map<string, SampleProduct[]>();
  for (const product of catalog) groups.set(product.groupId, [...(groups.get(product.groupId) ?? []), product]);
  const models = new Map<string, SampleProduct[][]>();
  for (const variants of shuffled(random, [...groups.values()])) {
    const range = variants[0].category[2];
    models.set(range, [...(models.get(range) ?? []), variants]);
  }
  const ranges = departments.flatMap(({ categories }) => categories.flatMap((category) => category.ranges));
  return {
    rangeNames: ranges.map(({ name }) => name),
    models,
    goesWith: new Map(ranges.map(({ name, goesWith }) => [name, goesWith])),
  };
}

interface Visit {
  viewed: SampleProduct[];
  /** In the order in which they were put there. */
  cart: SampleProduct[];
  isOrdered: boolean;
}

/** A visit has one errand: a few things of one range are compared, sometimes one is taken, often with what goes with it. */
function drawVisit(shopper: SampleShopper, affinity: Map<string, number>, stock: Stock, random: Random): Visit {
  const draw = random();
  const name =
    draw < VISITS.favourite
      ? shopper.departments[0]
      : draw < VISITS.favourite + VISITS.second
        ? (shopper.departments[1] ?? shopper.departments[0])
        : pick(random, departments).name;
  const department = departments.find((one) => one.name === name) ?? departments[0];
  const ranges = department.categories.flatMap((category) => category.ranges.map((range) => range.name));
  const range = pickWeighted(random, ranges, (one) => affinity.get(one) ?? 0);

  const viewed = drawDistinct(
    stock.models.get(range) ?? [],
    wholeBetween(random, 2, 5),
    (model, rank) => appeal(model, rank, shopper),
    random,
  ).map((model) => variantOf(model, random));
  if (random() >= CART_SHARE) return { viewed, cart: [], isOrdered: false };

  const cart = [pickWeighted(random, viewed, (product) => appeal([product], 0, shopper))];
  for (const other of shuffled(random, stock.goesWith.get(range) ?? []).slice(0, 2)) {
    if (random() >= COMPLEMENT_SHARE) continue;
    const [model] = drawDistinct(
      stock.models.get(other) ?? [],
      1,
      (candidate, rank) => (companionship(candidate[0], cart[0]) / (rank + 1)) ** 3,
      random,
    );
    const companion = variantOf(model, random);
    viewed.push(companion);
    cart.push(companion);
  }
  return { viewed, cart, isOrdered: random() < ORDER_SHARE };
}

/** Popular models, liked brands and fitting prices draw the eye. */
function appeal([model]: SampleProduct[], rank: number, shopper: SampleShopper): number {
  const level = brands[model.brand].priceLevel;
  const fits = { value: level < 0.9, middle: level >= 0.9 && level <= 1.2, premium: level > 1.2 }[shopper.leaning];
  return (1 / (rank + 1)) * (shopper.brands.includes(model.brand) ? 4 : 1) * (fits ? 2.5 : 1) * (model.rating - 2);
}

/** Things of one maker or one colour are bought together more often. */
const companionship = (candidate: SampleProduct, chosen: SampleProduct): number =>
  (candidate.brand === chosen.brand ? 5 : 1) * (candidate.colour === chosen.colour ? 2 : 1);

const variantOf = (variants: SampleProduct[], random: Random): SampleProduct =>
  pickWeighted(random, variants, (variant) => (variant.stock > 0 ? 1 : 0.1) / (variants.indexOf(variant) + 1) ** 3);

function drawDistinct<T>(list: T[], count: number, weightOf: (entry: T, rank: number) => number, random: Random): T[] {
  const left = list.map((entry, rank) => ({ entry, weight: weightOf(entry, rank) }));
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) {
    const next = pickWeighted(random, left, ({ weight }) => weight);
    left.splice(left.indexOf(next), 1);
    drawn.push(next.entry);
  }
  return drawn;
}

function eventsOf(visit: Visit, user: string, startMs: number, nextOrder: () => string, random: Random): SampleEvent[] {
  let nowMs = startMs;
  const now = (): string => {
    nowMs += Math.round(20_000 * Math.exp(normal(random)));
    return new Date(nowMs).toISOString();
  };
  const events: SampleEvent[] = [];
  for (const { id, price } of visit.viewed) {
    events.push({ user, timestamp: now(), event: 'view_item', item: id });
    if (visit.cart.some((product) => product.id === id))
      events.push({ user, timestamp: now(), event: 'add_to_cart', item: id, quantity: 1, price });
  }
  if (!visit.isOrdered) return events;
  const transaction = nextOrder();
  const timestamp = now();
  for (const { id, price } of visit.cart) {
    const quantity = price < 30 && random() < 0.3 ? 2 : 1;
    events.push({ user, timestamp, event: 'purchase', item: id, quantity, price, transaction });
  }
  return events;
}

const byTimestamp = (a: SampleEvent, b: SampleEvent): number => Date.parse(a.timestamp) - Date.parse(b.timestamp);
