import { seededRandom } from '../core/random.js';
import { type BrandName, brands } from './brands.js';
import { between, normal, pick, type Random, shuffled, wholeBetween } from './chance.js';
import { departments } from './departments/departments.js';
import { modelNames } from './model-names.js';
import type { ColourName } from './palette.js';
import { pricePoint } from './price-point.js';
import type { ProductRange } from './product-range.js';
import type { SampleProduct } from './sample-product.js';

const MODELS_PER_RANGE = [6, 9] as const;
const MOST_VARIANTS = 3;
/** Each size of a model costs this much more than the one before. */
const SIZE_STEP = 0.28;
const ON_SALE_SHARE = 0.14;
const SOLD_OUT_SHARE = 0.05;
const FIRST_DAY = Date.UTC(2023, 2, 1);
const LAST_DAY = Date.UTC(2026, 9, 20);
const NEW_SINCE = '2026-07-01';
const DAY_MS = 86_400_000;

/** The catalogue of an invented department store, variants of one model side by side. The same seed, the same goods. */
export function sampleCatalog(seed = 1): SampleProduct[] {
  const random = seededRandom(seed);
  return departments.flatMap((department) =>
    department.categories.flatMap((category) =>
      category.ranges.flatMap((range) =>
        modelsOf(range, random).flatMap((model) =>
          variantsOf(model, [department.name, category.name, range.name], random),
        ),
      ),
    ),
  );
}

interface Model {
  range: ProductRange;
  name: string;
  kind: string | undefined;
  brand: BrandName;
  /** Before the surcharge for larger sizes. */
  usualPrice: number;
  /** What it costs while on sale, as a share of the usual price; 1 = not on sale. */
  saleFactor: number;
  rating: number;
  facts: string[];
  publishedAt: string;
}

function modelsOf(range: ProductRange, random: Random): Model[] {
  const names = range.names ?? shuffled(random, modelNames).slice(0, wholeBetween(random, ...MODELS_PER_RANGE));
  return names.map((name) => {
    const brand = pick(random, range.brands);
    const { priceLevel, quality } = brands[brand];
    const [low, high] = range.price;
    const rating = 3.1 + 1.5 * quality + 0.28 * normal(random);
    return {
      range,
      name,
      kind: pick(random, range.materials ?? range.kinds ?? [undefined]),
      brand,
      usualPrice: (low + (high - low) * random() ** 1.3) * priceLevel,
      saleFactor: random() < ON_SALE_SHARE ? between(random, 0.65, 0.88) : 1,
      rating: Math.round(Math.min(4.9, Math.max(2.6, rating)) * 10) / 10,
      facts: shuffled(random, range.facts).slice(0, 2),
      publishedAt: new Date(between(random, FIRST_DAY, LAST_DAY) - (random() * DAY_MS) / 2).toISOString().slice(0, 10),
    };
  });
}

function variantsOf(model: Model, category: SampleProduct['category'], random: Random): SampleProduct[] {
  const { range } = model;
  const sizes = range.sizes ?? [];
  switch (range.variesBy ?? 'colour') {
    case 'colour': {
      const size = wholeBetween(random, 0, sizes.length - 1);
      const colours = shuffled(random, range.colours).slice(0, wholeBetween(random, 1, MOST_VARIANTS));
      return colours.map((colour) => product(model, category, { colour, size, suffix: titleCase(colour) }, random));
    }
    case 'size': {
      const colour = pick(random, range.colours);
      return sizes.map((suffix, size) => product(model, category, { colour, size, suffix }, random));
    }
    case 'nothing': {
      const variant = { colour: pick(random, range.colours), size: wholeBetween(random, 0, sizes.length - 1) };
      return [product(model, category, variant, random)];
    }
  }
}

interface Variant {
  colour: ColourName;
  /** Position in the sizes of the range; 0 where there are none. */
  size: number;
  /** What the title says to tell it from its siblings. */
  suffix?: string;
}

function product(
  model: Model,
  category: SampleProduct['category'],
  { colour, size: sizeNumber, suffix }: Variant,
  random: Random,
): SampleProduct {
  const { range, brand } = model;
  const size = range.sizes?.[sizeNumber];
  const modelTitle = titleOf(model, range.variesBy === 'size' ? undefined : size);
  const title = suffix === undefined ? modelTitle : `${modelTitle}, ${suffix}`;
  const id = slug(title);
  const usual = pricePoint(model.usualPrice * (1 + SIZE_STEP * sizeNumber));
  const price = model.saleFactor < 1 ? pricePoint(usual * model.saleFactor) : usual;
  return {
    id,
    groupId: slug(modelTitle),
    title,
    url: `/p/${id}`,
    image: `/pictures/${id}.svg`,
    price,
    ...(price < usual ? { listPrice: usual } : {}),
    currency: 'GBP',
    stock: random() < SOLD_OUT_SHARE ? 0 : wholeBetween(random, 2, 60),
    brand,
    category,
    description: [...model.facts, brands[brand].character].join(' '),
    tags: [
      ...(range.tags ?? []),
      ...(price < usual ? ['sale'] : []),
      ...(model.publishedAt >= NEW_SINCE ? ['new'] : []),
    ],
    rating: model.rating,
    ratingCount: Math.round(Math.exp(3.2 + normal(random))),
    publishedAt: model.publishedAt,
    colour,
    ...(range.materials && model.kind ? { material: model.kind } : {}),
    ...(size ? { size } : {}),
    picture: range.picture,
  };
}

function titleOf({ range, name, kind }: Model, size: string | undefined): string {
  const pattern = range.title ?? '{name} {kind} {noun}';
  const title = pattern
    .replace('{name}', name)
    .replace('{kind}', titleCase(kind ?? ''))
    .replace('{noun}', range.noun)
    .replace('{size}', size ?? '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return size === undefined || pattern.includes('{size}') ? title : `${title} ${size}`;
}

const titleCase = (text: string): string => text.replace(/(^|\s)(?!and\b)[a-z]/g, (letter) => letter.toUpperCase());

/** Lower-case words joined by hyphens, safe in an address. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/×/g, 'x')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
