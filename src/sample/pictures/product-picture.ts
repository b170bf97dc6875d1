import { palette } from '../palette.js';
import type { SampleProduct } from '../sample-product.js';
import { textHash } from '../text-hash.js';
import type { Drawing } from './drawing.js';
import { drawings } from './drawings.js';
import { disc, oval, path } from './shapes.js';
import { colourDistance, mix, tonesOf } from './tones.js';

/** Backgrounds, all equally soft; the one of a picture must stand off from the product. */
const backgrounds = ['#f3ece0', '#f2e2d9', '#e7eadc', '#dfe8ec', '#e8e4ee', '#efe3cb'];
/** For products as pale as those. */
const darkerBackgrounds = ['#b9c7b3', '#d3b5a2', '#b3c4cd', '#c6bad0'];
const LEAST_DISTANCE = 62;

/** Draws a product as a small SVG document; the same product always gives the same picture. */
export function productPicture(product: Pick<SampleProduct, 'groupId' | 'picture' | 'colour'>): string {
  const base = palette[product.colour];
  const drawing: Drawing = drawings[product.picture];
  const number = textHash(product.groupId);
  const background = backgroundFor(base, number);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">',
    `<path fill="${background}" d="M0 0h240v240H0z"/>`,
    scenery(number, background),
    drawing.shadow === undefined ? '' : oval(120, 200, drawing.shadow, 7, mix(background, '#4a3f35', 0.3)),
    drawing.draw(tonesOf(base)),
    '</svg>',
  ].join('');
}

function backgroundFor(base: string, number: number): string {
  const suitable = backgrounds.filter((background) => colourDistance(background, base) >= LEAST_DISTANCE);
  const choices = suitable.length > 0 ? suitable : darkerBackgrounds;
  return choices[number % choices.length];
}

/** A quiet shape behind the product: a sun, an arch, a table, or nothing. */
function scenery(number: number, background: string): string {
  const pale = mix(background, '#ffffff', 0.45);
  switch (number % 4) {
    case 0:
      return disc(120, 116, 98, pale);
    case 1:
      return path('M28 240V118a92 92 0 0 1 184 0v122z', pale);
    case 2:
      return path('M0 186h240v54H0z', mix(background, '#8a7a66', 0.13));
    default:
      return '';
  }
}
