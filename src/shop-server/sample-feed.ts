import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SampleEvent, type SampleProduct, sampleJourneys } from '../sample/index.js';

export interface Feed {
  catalogFile: string;
  eventsFile: string;
}

/** Writes the sample shop's goods and journeys as the files that a shop would hand to the command line. */
export async function writeSampleFeed(catalog: readonly SampleProduct[], folder: string): Promise<Feed> {
  await mkdir(folder, { recursive: true });
  const catalogFile = join(folder, 'sample-catalog.jsonl');
  const eventsFile = join(folder, 'sample-events.csv');
  await replaceFile(catalogFile, catalog.map((product) => `${JSON.stringify(feedRecord(product))}\n`).join(''));
  await replaceFile(eventsFile, [EVENT_FIELDS, ...sampleJourneys(catalog).events.map(eventRow)].join('\n'));
  return { catalogFile, eventsFile };
}

/** Arguments by which `windowshop build` finds the attributes. */
export const SAMPLE_MAPPING = ['colour', 'material', 'size'].flatMap((name) => ['--map', `attributes.${name}=${name}`]);

const feedRecord = (product: SampleProduct): object => ({
  id: product.id,
  title: product.title,
  url: product.url,
  image: product.image,
  price: product.price,
  list_price: product.listPrice,
  currency: product.currency,
  availability: product.stock > 0 ? 'in stock' : 'out of stock',
  brand: product.brand,
  category: product.category,
  group_id: product.groupId,
  description: product.description,
  tags: product.tags,
  rating: product.rating,
  rating_count: product.ratingCount,
  published_at: product.publishedAt,
  colour: product.colour,
  material: product.material,
  size: product.size,
});

const EVENT_FIELDS = 'user,timestamp,event,item,quantity,price,transaction_id';

const eventRow = ({ user, timestamp, event, item, quantity, price, transaction }: SampleEvent): string =>
  [user, timestamp, event, item, quantity, price, transaction].join(',');

/** In one step, since another shop may be reading the file. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}
