import { expect, test } from 'vitest';
import { productPicture, sampleCatalog } from '../../../src/sample/index.js';
import { palette } from '../../../src/sample/palette.js';
import { drawings, type PictureName } from '../../../src/sample/pictures/drawings.js';

const names = Object.keys(drawings) as PictureName[];
const catalog = sampleCatalog();

test('uses every drawing of the kit', () => {
  expect(new Set(catalog.map(({ picture }) => picture))).toEqual(new Set(names));
});

test('draws each as a small picture in balanced tags', () => {
  for (const picture of names) {
    const svg = productPicture({ groupId: 'model', picture, colour: 'teal' });
    expect(svg.length, picture).toBeLessThanOrEqual(2500);
    expect(svg).not.toMatch(/undefined|NaN|\[object/);
    const tags = [...svg.matchAll(/<(\/?)[a-z]+[^>]*?(\/?)>/g)];
    expect(
      tags.reduce((open, [, closing, empty]) => open + (closing ? -1 : empty ? 0 : 1), 0),
      picture,
    ).toBe(0);
  }
});

test('tints a picture with the colour of the variant and leaves its background alone', () => {
  const [teal, rust] = (['teal', 'rust'] as const).map((colour) =>
    productPicture({ groupId: 'model', picture: 'mug', colour }),
  );
  expect(teal).toContain(palette.teal);
  expect(rust).toContain(palette.rust);
  expect(teal.replaceAll(/#[0-9a-f]{6}/g, '')).toBe(rust.replaceAll(/#[0-9a-f]{6}/g, ''));
});
