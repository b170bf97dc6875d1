import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, woodShade, metalShade } = materials;

const sleevesAndBody =
  'M86 48c10 8 58 8 68 0l34 18c10 6 14 14 16 26l14 88c1 6-2 9-8 10l-18 2c-5 1-8-2-9-7l-9-59v72c0 6-3 8-9 8H75c-6 0-9-2-9-8v-72l-9 59c-1 5-4 8-9 7l-18-2c-6-1-9-4-8-10l14-88c2-12 6-20 16-26z';

export const clothing = {
  jumper: lying(({ base, shade, light, deep }) =>
    [
      path(sleevesAndBody, base),
      faded(
        0.55,
        path(
          'M150 62c12 30 16 90 14 144 6 0 10-2 10-8v-72l9 59c1 5 4 8 9 7l18-2c6-1 9-4 8-10l-14-88c-2-12-6-20-16-26l-34-18z',
          shade,
        ),
      ),
      path('M84 46c12 10 60 10 72 0l4 10c-16 14-64 14-80 0z', deep),
      line('M68 96h104M68 108h104', light, 5),
      line('M72 102l6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 5 5', deep, 2.5),
      line('M70 196h100M33 178l22 4M207 178l-22 4', deep, 5),
    ].join(''),
  ),
  cardigan: lying(({ base, shade, light, deep }) =>
    [
      path(sleevesAndBody, base),
      faded(
        0.5,
        path(
          'M120 120c4 40 4 60 4 86h41c6 0 9-2 9-8v-72l9 59c1 5 4 8 9 7l18-2c6-1 9-4 8-10l-14-88c-2-12-6-20-16-26l-34-18z',
          shade,
        ),
      ),
      path('M88 46l32 74 32-74 8 5-33 77v78h-14v-78L80 51z', deep),
      faded(0.7, path('M94 46h52l-26 62z', light)),
      [136, 156, 176, 196].map((y) => disc(120, y, 4.5, paper)).join(''),
      box(78, 152, 28, 26, 4, shade),
      faded(0.5, box(134, 152, 28, 26, 4, deep)),
    ].join(''),
  ),
  vest: lying(({ base, shade, light, deep }) =>
    [
      path(
        'M76 40h22c4 26 12 40 22 48 10-8 18-22 22-48h22c-2 36 4 52 18 62v92c0 8-4 12-12 12H70c-8 0-12-4-12-12v-92c14-10 20-26 18-62z',
        base,
      ),
      path('M142 40h22c-2 36 4 52 18 62v92c0 8-4 12-12 12h-24c8-60 8-110-4-166z', shade),
      line('M98 40c4 26 12 40 22 48 10-8 18-22 22-48', deep, 7),
      line(
        'M62 126l14-10 14 10 14-10 16 10 16-10 14 10 14-10 14 10M62 152l14-10 14 10 14-10 16 10 16-10 14 10 14-10 14 10',
        light,
        4,
      ),
      line('M62 196h116', deep, 5),
    ].join(''),
  ),
  scarf: lying(({ base, shade, light, deep }) =>
    [
      path('M58 66c0-24 28-36 62-36s62 12 62 36-28 38-62 38-62-14-62-38z', base),
      oval(120, 60, 40, 16, deep),
      path('M58 66c0 24 28 38 62 38s62-14 62-38c0 34-10 52-62 52S58 100 58 66z', shade),
      path('M94 104h42l10 96-46 4z', base),
      path('M134 96l34-8 20 94-40 12z', shade),
      line('M98 130l42-3M99 146l43-3M148 120l34-9M152 136l34-9', light, 6),
      line(
        'M102 204l1 16M113 203l1 16M124 202l1 16M136 201l2 16M150 194l4 14M162 190l4 14M174 186l4 14M186 183l4 13',
        deep,
        4,
      ),
    ].join(''),
  ),
  beanie: standing(58, ({ base, shade, light, deep }) =>
    [
      disc(120, 50, 22, light),
      path('M54 154c0-58 22-90 66-90s66 32 66 90z', base),
      path('M128 64c40 4 58 36 58 90h-36c0-42-4-74-22-90z', shade),
      line('M84 142c0-34 8-56 22-68M120 144V70M156 142c0-34-8-56-22-68', deep, 3),
      box(44, 146, 152, 50, 16, base),
      path('M160 146h20c10 0 16 6 16 16v18c0 10-6 16-16 16h-20z', shade),
      line('M62 156v30M80 156v30M98 156v30M116 156v30M134 156v30M152 156v30M170 156v30M186 158v26', deep, 3),
    ].join(''),
  ),
  mittens: lying(({ base, shade, light, deep }) =>
    [
      line('M74 44c10-24 82-24 92 0', deep, 4),
      turned(
        -10,
        path('M52 60h56v60l12-16c10-10 26 2 18 16l-22 40c-4 10-4 20-4 34H54c-14-50-8-90-2-134z', base),
        box(44, 48, 70, 30, 8, light),
        line('M58 110h42M58 124h42M58 138h42', deep, 4),
      ),
      turned(
        10,
        path('M188 60h-56v60l-12-16c-10-10-26 2-18 16l22 40c4 10 4 20 4 34h58c14-50 8-90 2-134z', shade),
        box(126, 48, 70, 30, 8, light),
        line('M140 110h42M140 124h42M140 138h42', deep, 4),
      ),
    ].join(''),
  ),
  socks: lying(({ base, shade, light, deep }) =>
    [
      path('M128 36h56v98c0 10 4 16 14 24l16 14c14 14 2 32-18 28l-44-10c-16-4-24-12-24-28z', shade),
      box(124, 32, 64, 24, 6, deep),
      path('M52 36h56v98c0 10 4 16 14 24l16 14c14 14 2 32-18 28l-44-10c-16-4-24-12-24-28z', base),
      box(48, 32, 64, 24, 6, light),
      line('M54 74h52M54 90h52M54 106h52', deep, 5),
      path('M52 148c12-6 26 4 26 18 0 12-6 20-8 20-12-6-18-14-18-24z', deep),
      path('M126 162l12 10c14 14 2 32-18 28l-10-2c16-8 18-20 16-36z', light),
    ].join(''),
  ),
  tote: standing(58, ({ base, shade, light, deep }) =>
    [
      line('M86 100c0-84 68-84 68 0', deep, 8),
      path('M58 92h124l8 96c1 8-4 12-12 12H62c-8 0-13-4-12-12z', base),
      path('M154 92h28l8 96c1 8-4 12-12 12h-18z', shade),
      line('M62 106h116', light, 4),
      path('M120 126c-20 14-20 34 0 50 20-16 20-36 0-50z', paper),
      line('M120 134v46M120 150l-9-6M120 160l9-7', deep, 3),
    ].join(''),
  ),
  umbrella: standing(30, ({ base, shade, light, deep }) =>
    [
      line('M120 40v138c0 24 34 24 34 2', woodShade, 8),
      line('M120 40V24', ink, 5),
      path(
        'M24 122c4-54 42-88 96-88s92 34 96 88c-12-14-36-14-48 0-12-14-36-14-48 0-12-14-36-14-48 0-12-14-36-14-48 0z',
        base,
      ),
      path('M120 34c54 0 92 34 96 88-12-14-36-14-48 0-2-40-18-72-48-88z', shade),
      path('M120 34c-30 16-46 48-48 88-12-14-36-14-48 0 4-54 42-88 96-88z', light),
      line('M120 34v86', deep, 2.5),
    ].join(''),
  ),
  belt: lying(({ base, shade, light, deep }) =>
    [
      path('M120 44a76 76 0 1 1 0 152 76 76 0 0 1 0-152zm0 22a54 54 0 1 0 0 108 54 54 0 0 0 0-108z', base),
      path('M120 196a76 76 0 0 1-76-76h22a54 54 0 0 0 54 54z', shade),
      path('M106 168h96v24h-82z', light),
      box(96, 162, 34, 36, 5, metalShade),
      box(104, 170, 18, 20, 2, deep),
      [150, 168, 186].map((x) => disc(x, 180, 3, deep)).join(''),
    ].join(''),
  ),
  yarn: standing(64, ({ base, shade, light, deep }) =>
    [
      turned(28, box(116, 6, 7, 190, 3, woodShade), disc(119.5, 8, 8, deep)),
      turned(-28, box(117, 6, 7, 190, 3, woodShade), disc(120.5, 8, 8, deep)),
      disc(116, 136, 64, base),
      line(
        'M62 118c26-30 70-36 106-12M56 138c30-34 84-42 122-12M60 160c30-40 80-48 118-20M74 182c26-34 66-42 98-22',
        light,
        4,
      ),
      line('M96 78c-24 30-26 84 4 116M124 74c-22 36-22 88 6 124M150 84c-16 34-14 76 8 100', shade, 4),
      line('M160 184c20 18 40 4 56 14', base, 6),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
