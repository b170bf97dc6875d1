export { productPicture } from './pictures/product-picture.js';
export { sampleCatalog } from './sample-catalog.js';
export { type SampleEvent, sampleJourneys } from './sample-journeys.js';
export type { SampleProduct } from './sample-product.js';
