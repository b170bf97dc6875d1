import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade, leaf } = materials;

const label = (x: number, y: number, width: number, height: number, deep: string): string =>
  box(x, y, width, height, 3, paper) +
  line(`M${x + 10} ${y + height * 0.38}h${width - 20}M${x + 16} ${y + height * 0.66}h${width - 32}`, deep, 3);

export const skincare = {
  creamJar: standing(68, ({ base, shade, light, deep }) =>
    [
      box(52, 84, 136, 38, 8, metal),
      box(154, 84, 34, 38, 8, metalShade),
      path('M48 122h144v56c0 14-8 22-22 22H70c-14 0-22-8-22-22z', base),
      path('M160 122h32v56c0 14-8 22-22 22h-20c8-4 10-12 10-22z', shade),
      box(60, 134, 9, 48, 4, light),
      label(82, 138, 72, 40, deep),
    ].join(''),
  ),
  dropper: standing(42, ({ base, shade, light, deep }) =>
    [
      path('M106 56c0-22 4-32 14-32s14 10 14 32z', ink),
      box(100, 54, 40, 28, 5, metalShade),
      path('M84 112c0-18 8-28 22-30h28c14 2 22 12 22 30v74c0 10-5 14-14 14H98c-9 0-14-4-14-14z', base),
      path('M134 82c14 2 22 12 22 30v74c0 10-5 14-14 14h-14c8-2 11-7 11-14v-72c0-16-1-26-5-32z', shade),
      box(117, 82, 6, 86, 2, light),
      label(92, 124, 56, 52, deep),
    ].join(''),
  ),
  pump: standing(46, ({ base, shade, light, deep }) =>
    [
      path('M78 34h50c8 0 12 4 12 12v6h-30v-4H78c-6 0-8-14 0-14z', ink),
      box(116, 48, 10, 26, 2, metalShade),
      box(100, 70, 42, 18, 5, ink),
      box(76, 86, 90, 114, 14, base),
      path('M140 86h12c9 0 14 5 14 14v86c0 9-5 14-14 14h-12z', shade),
      box(84, 98, 8, 90, 4, light),
      label(98, 116, 52, 54, deep),
    ].join(''),
  ),
  tube: standing(36, ({ base, shade, light, deep }) =>
    [
      path('M70 34h100l-14 134H84z', base),
      path('M140 34h30l-14 134h-22z', shade),
      box(66, 28, 108, 14, 3, deep),
      box(86, 166, 68, 34, 6, ink),
      path('M84 52h10l6 104h-8z', light),
      label(98, 74, 48, 56, deep),
    ].join(''),
  ),
  soap: standing(78, ({ base, shade, light, deep }) =>
    [
      oval(120, 192, 82, 9, woodShade),
      box(50, 182, 140, 14, 6, wood),
      box(52, 112, 136, 74, 26, shade),
      box(52, 104, 136, 72, 26, base),
      line('M72 128c4-8 12-13 24-14', light, 6),
      path('M120 122c-16 10-16 26 0 38 16-12 16-28 0-38z', shade),
      line('M120 128v30M120 142l-7-5M120 148l7-6', deep, 2.5),
      disc(66, 86, 11, paper),
      disc(88, 72, 7, paper),
      disc(48, 70, 6, paper),
    ].join(''),
  ),
  bathSalts: standing(52, ({ base, shade, light, deep }) =>
    [
      box(96, 34, 48, 34, 8, wood),
      box(96, 54, 48, 14, 4, woodShade),
      path('M92 68h56v12c20 6 28 20 28 42v60c0 12-6 18-18 18H82c-12 0-18-6-18-18v-60c0-22 8-36 28-42z', '#dfe6e4'),
      path('M72 126c14-6 30 4 48-2s32-2 48 2v54c0 8-4 12-12 12H84c-8 0-12-4-12-12z', base),
      path('M142 122c8-1 16 1 26 4v54c0 8-4 12-12 12h-20c5-3 6-7 6-12z', shade),
      [84, 100, 118, 136, 152].map((x, i) => box(x, 138 + (i % 2) * 16, 7, 7, 1, light)).join(''),
      line('M92 84c20 10 36 10 56 0', deep, 4),
      turned(14, box(122, 92, 26, 34, 3, paper)),
    ].join(''),
  ),
  towelStack: standing(80, ({ base, shade, light, deep }) =>
    [
      box(44, 160, 152, 40, 18, shade),
      box(44, 120, 152, 40, 18, base),
      box(44, 80, 152, 40, 18, light),
      line('M150 84v32M162 84v32M150 124v32M162 124v32M150 164v32M162 164v32', paper, 4),
      line('M60 100h70M60 140h70M60 180h70', deep, 2),
      path('M96 80c0-20 10-30 24-36 14 6 24 16 24 36z', leaf),
      line('M120 50v30', paper, 2),
    ].join(''),
  ),
  oilBottle: standing(44, ({ base, shade, light, deep }) =>
    [
      box(104, 28, 32, 32, 6, woodShade),
      path('M108 58h24v24c0 10 28 16 28 42v62c0 10-5 14-14 14H94c-9 0-14-4-14-14v-62c0-26 28-32 28-42z', base),
      path('M122 58h10v24c0 10 28 16 28 42v62c0 10-5 14-14 14h-16c8-2 11-7 11-14v-60c0-24-19-32-19-42z', shade),
      path('M92 120c2-10 8-16 14-20-2 10-4 18-4 26v56c0 6-10 6-10 0z', light),
      label(94, 130, 54, 46, deep),
    ].join(''),
  ),
  balmTin: lying(({ base, shade, light, deep }) =>
    [
      disc(96, 146, 60, 'rgba(60,50,40,.14)'),
      disc(92, 138, 60, metalShade),
      disc(92, 138, 54, paper),
      faded(0.55, disc(92, 138, 46, base)),
      disc(160, 96, 56, 'rgba(60,50,40,.14)'),
      disc(156, 88, 56, base),
      disc(156, 88, 50, light),
      disc(156, 88, 42, base),
      path('M156 62c-16 14-16 34 0 50 16-16 16-36 0-50z', paper),
      line('M156 72v36M156 88l-7-6M156 96l7-6', deep, 2.5),
      line('M62 138c6-18 26-26 46-16', shade, 4),
    ].join(''),
  ),
  brush: lying(({ base, shade, light, deep }) =>
    turned(
      36,
      box(108, 96, 24, 124, 12, wood),
      box(122, 96, 10, 124, 6, woodShade),
      oval(120, 66, 44, 50, base),
      oval(120, 66, 34, 40, shade),
      [
        [102, 46],
        [120, 40],
        [138, 46],
        [96, 64],
        [112, 60],
        [128, 60],
        [144, 64],
        [102, 82],
        [120, 78],
        [138, 82],
        [120, 94],
      ]
        .map(([x, y]) => disc(x, y, 5, light))
        .join(''),
      disc(120, 206, 5, deep),
    ),
  ),
  giftBox: standing(76, ({ base, shade, light, deep }) =>
    [
      box(52, 108, 136, 92, 6, base),
      path('M160 108h22c4 0 6 2 6 6v80c0 4-2 6-6 6h-22z', shade),
      box(44, 86, 152, 32, 6, light),
      box(108, 86, 24, 114, 0, deep),
      path('M120 86c-40-4-46-42-22-44 16 0 20 24 22 44zM120 86c40-4 46-42 22-44-16 0-20 24-22 44z', deep),
      disc(120, 82, 9, shade),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
