/**
 * What speaks for an item, each 0 where nothing does; item 0 is the latest of the journey, x̂ are embeddings of length 1,
 * ŝ(a, b) is the similarity of b in the list of a:
 *
 *   encoder         u · x̂[j] / τ
 *   last            4 · x̂[item 0] · x̂[j]
 *   viewedWith      log(1 + m[j] / Σ m / 3e-4)      m[j] = Σ_p 0.7^p · ŝ(item p, j)
 *   viewedNext      log(1 + ŝ(item 0, j) / 3e-3)
 *   alike           log(1 + a[j] / Σ a / 1e-3)      a[j] = Σ_p 0.8^p · ŝ(item p, j)
 *   viewedWithBack  log(1 + b[j] / Σ m / 3e-4)      b[j] = Σ_p 0.7^p · ŝ(j, item p)
 *   viewedNextBack  log(1 + Σ_p 0.4^p · ŝ(j, item p) / 3e-3)
 *   alikeBack       log(1 + c[j] / Σ a / 1e-3)      c[j] = Σ_p 0.8^p · ŝ(j, item p)
 *   repeat…         1 for an item of the journey by its place: 0, 1, 2, 3–4, 5 and more
 *   repeatCount     log(number of events about j)   for an item of the journey
 *   repeatEncoder   encoder once more               for an item of the journey, which is itself a part of u
 *   recent          log(1 + popularity of late / 0.3)
 *   popular         log(1 + popularity)
 *   new…            for items that nobody has met yet: 1, encoder and last once more, as content alone places them
 *   a*b             a · b / 10 for every two of encoder, viewedWith, viewedNext, alike, popular and recent: what they say
 *                   together
 *
 * An item that many lists name can name few of them in its own, which is short: …Back hears the others. What is divided by
 * the sum over the lists of the journey is 0 where these are empty.
 */
const SINGLE_FEATURES = [
  'encoder',
  'last',
  'viewedWith',
  'viewedNext',
  'alike',
  'viewedWithBack',
  'viewedNextBack',
  'alikeBack',
  'repeat0',
  'repeat1',
  'repeat2',
  'repeat3',
  'repeat5',
  'repeatCount',
  'repeatEncoder',
  'recent',
  'popular',
  'new',
  'newEncoder',
  'newLast',
] as const;
const PAIRED = ['encoder', 'viewedWith', 'viewedNext', 'alike', 'popular', 'recent'] as const;

type SingleFeature = (typeof SINGLE_FEATURES)[number];
type Product = `${(typeof PAIRED)[number]}*${(typeof PAIRED)[number]}`;
export type FusionFeature = SingleFeature | Product;

/** The features that are products, and of which two. */
const PRODUCTS: ReadonlyMap<FusionFeature, readonly SingleFeature[]> = new Map(
  PAIRED.flatMap((a, i) => PAIRED.slice(i + 1).map((b) => [`${a}*${b}`, [a, b]] as const)),
);

/** In the order in which a snapshot holds their weights; what each is stands above. */
export const FUSION_FEATURES: readonly FusionFeature[] = [...SINGLE_FEATURES, ...PRODUCTS.keys()];

/** What a feature is a product of; none of the others is. */
export const factorsOf = (feature: FusionFeature): readonly SingleFeature[] => PRODUCTS.get(feature) ?? [];

/** F */
export const FEATURE_COUNT = FUSION_FEATURES.length;

const PRODUCT_UNIT = 10;

/** Where each product stands, and its factors. */
const PRODUCT_PLACES = [...PRODUCTS].map(([product, factors]) =>
  [product, ...factors].map((feature) => FUSION_FEATURES.indexOf(feature)),
);

/** Writes the products of the features that stand from `at` on behind them. */
export function writeProducts(target: Float64Array, at: number): void {
  for (const [product, a, b] of PRODUCT_PLACES) target[at + product] = (target[at + a] * target[at + b]) / PRODUCT_UNIT;
}
