import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade } = materials;
const cast = 'rgba(60,50,40,.14)';

export const toys = {
  woodenTrain: standing(96, ({ base, shade, light, deep }) =>
    [
      box(30, 110, 60, 60, 6, base),
      path('M24 104h72l-6-14H30z', deep),
      box(42, 122, 26, 24, 4, paper),
      box(86, 130, 74, 40, 14, light),
      box(128, 96, 18, 38, 4, shade),
      box(122, 88, 30, 14, 5, deep),
      box(24, 164, 142, 14, 5, woodShade),
      box(166, 168, 16, 6, 2, ink),
      box(180, 134, 40, 44, 5, shade),
      disc(192, 128, 11, '#d9a54c'),
      disc(208, 130, 10, '#b8603e'),
      [50, 86, 142].map((x) => disc(x, 184, 17, ink) + disc(x, 184, 8, wood)).join(''),
      [190, 212].map((x) => disc(x, 189, 12, ink) + disc(x, 189, 5, wood)).join(''),
    ].join(''),
  ),
  blocks: standing(80, ({ base, shade, light, deep }) =>
    [
      box(46, 138, 60, 62, 6, base),
      box(134, 138, 60, 62, 6, shade),
      box(90, 76, 60, 62, 6, light),
      path('M120 30l34 46H86z', deep),
      path('M60 190v-22a16 16 0 0 1 32 0v22', paper),
      disc(164, 169, 16, paper),
      path('M108 94h24v26h-24z', wood),
    ].join(''),
  ),
  stacker: standing(64, ({ base, shade, light, deep }) =>
    [
      box(114, 44, 12, 140, 5, wood),
      disc(120, 46, 17, deep),
      box(84, 66, 72, 30, 15, light),
      box(72, 98, 96, 30, 15, base),
      box(60, 130, 120, 30, 15, shade),
      box(48, 162, 144, 30, 15, deep),
      box(58, 190, 124, 10, 5, woodShade),
    ].join(''),
  ),
  bear: standing(66, ({ base, shade, light, deep }) =>
    [
      disc(82, 56, 20, base),
      disc(158, 56, 20, base),
      disc(82, 56, 10, light),
      disc(158, 56, 10, light),
      oval(120, 152, 56, 50, base),
      oval(120, 158, 34, 34, light),
      disc(120, 84, 48, base),
      path('M150 48c20 14 24 50 0 72 8-24 8-48 0-72z', shade),
      oval(120, 100, 22, 17, light),
      oval(120, 92, 8, 6, ink),
      line('M120 98v6', ink, 3),
      disc(102, 78, 5, ink),
      disc(138, 78, 5, ink),
      oval(66, 138, 16, 28, shade),
      oval(174, 138, 16, 28, shade),
      oval(84, 190, 24, 16, deep),
      oval(156, 190, 24, 16, deep),
    ].join(''),
  ),
  rabbit: standing(56, ({ base, shade, light, deep }) =>
    [
      turned(-8, oval(100, 46, 14, 42, base), oval(100, 50, 7, 30, light)),
      turned(8, oval(140, 46, 14, 42, shade), oval(140, 50, 7, 30, light)),
      oval(120, 160, 46, 42, base),
      oval(120, 168, 27, 28, light),
      disc(120, 104, 40, base),
      disc(104, 98, 5, ink),
      disc(136, 98, 5, ink),
      path('M114 112h12l-6 7z', deep),
      line('M120 119v6', ink, 3),
      oval(94, 194, 22, 11, shade),
      oval(146, 194, 22, 11, shade),
      path('M92 138c18 8 38 8 56 0l4 12c-20 8-44 8-64 0z', deep),
    ].join(''),
  ),
  puzzle: lying(({ base, shade, light, deep }) =>
    [
      box(46, 52, 156, 144, 5, cast),
      box(40, 46, 156, 144, 5, light),
      path('M40 132c40-34 70-30 156 10v43c0 3-2 5-5 5H45c-3 0-5-2-5-5z', base),
      path('M40 160c50-20 100-14 156 6v19c0 3-2 5-5 5H45c-3 0-5-2-5-5z', shade),
      disc(150, 88, 20, '#efcf7d'),
      line(
        'M92 46v36c-10-8-18 14 0 10v98M144 46v60c10-8 18 14 0 10v74M40 94h36c-8-10 14-18 10 0h110M40 142h76c-8 10 14 18 10 0h70',
        paper,
        2.5,
      ),
      path('M176 176h20v14c0 3-2 5-5 5h-15z', deep),
    ].join(''),
  ),
  gameBox: lying(({ base, shade, light, deep }) =>
    turned(
      -5,
      box(42, 62, 164, 136, 6, cast),
      box(36, 178, 164, 16, 4, deep),
      box(36, 54, 164, 130, 6, base),
      box(48, 66, 140, 106, 3, light),
      path('M48 140c30-34 50-34 70-8 18-18 40-16 70 14v26H48z', shade),
      box(66, 80, 104, 20, 4, paper),
      box(78, 87, 80, 6, 3, deep),
      turned(
        12,
        box(138, 128, 34, 34, 6, paper),
        disc(147, 137, 3.5, ink),
        disc(163, 153, 3.5, ink),
        disc(155, 145, 3.5, ink),
      ),
      path('M84 128c8 0 12 8 8 14 6 6 8 14 8 22H68c0-8 2-16 8-22-4-6 0-14 8-14z', deep),
    ),
  ),
  playingCards: lying(({ base, shade, light }) =>
    [
      turned(-18, box(74, 48, 90, 136, 8, base), box(82, 56, 74, 120, 4, shade)),
      turned(-2, box(76, 50, 90, 136, 8, light), box(84, 58, 74, 120, 4, base)),
      turned(
        14,
        box(80, 52, 90, 136, 8, cast),
        box(76, 48, 90, 136, 8, paper),
        path('M121 92c20-22 46 6 0 46-46-40-20-68 0-46z', '#b4472f'),
        box(86, 58, 10, 14, 3, '#b4472f'),
        box(146, 160, 10, 14, 3, '#b4472f'),
      ),
    ].join(''),
  ),
  kite: lying(({ base, shade, light, deep }) =>
    [
      line('M120 166c-24 16 20 28-4 44-14 10-4 20-14 26', ink, 3),
      turned(
        14,
        path('M120 18l62 66-62 96-62-96z', base),
        path('M120 18l62 66h-62z', light),
        path('M120 84h62l-62 96z', shade),
        line('M120 18v162M58 84h124', deep, 3),
      ),
      path('M108 190l-18-8 2 18zM112 192l18 0-8 16zM106 214l-16 2 10 12z', deep),
    ].join(''),
  ),
  ball: standing(56, ({ base, shade, light, deep }) =>
    [
      disc(120, 128, 72, base),
      path('M120 56a72 72 0 0 1 0 144c44-40 44-104 0-144z', light),
      path('M120 56a72 72 0 0 1 72 72c-24-4-48-26-72-72z', deep),
      path('M120 200a72 72 0 0 1-72-72c28 8 52 32 72 72z', shade),
      faded(0.6, path('M74 96c8-14 18-22 32-26-12 10-20 20-24 34z', paper)),
    ].join(''),
  ),
  paintSet: lying(({ base, shade, light, deep }) =>
    turned(
      -6,
      box(34, 72, 176, 118, 10, cast),
      box(30, 64, 176, 118, 10, paper),
      ['#b8603e', '#d9a54c', '#e3cb62', '#527d55', '#4a698f', '#6b4058', base, deep]
        .map((fill, i) => box(44 + (i % 4) * 38, 78 + Math.floor(i / 4) * 36, 30, 28, 6, fill))
        .join(''),
      box(44, 152, 130, 16, 8, shade),
      box(44, 154, 70, 12, 6, woodShade),
      box(112, 154, 20, 12, 0, '#a7afb4'),
      path('M132 152c16 0 24 4 34 8-10 4-18 8-34 8z', light),
    ),
  ),
  dollsHouse: standing(78, ({ base, shade, light, deep }) =>
    [
      path('M50 96h140v98c0 4-2 6-6 6H56c-4 0-6-2-6-6z', base),
      path('M158 96h32v98c0 4-2 6-6 6h-26z', shade),
      path('M120 34 34 100h172z', deep),
      box(66, 112, 34, 32, 3, paper),
      box(140, 112, 34, 32, 3, paper),
      line('M83 112v32M66 128h34M157 112v32M140 128h34', shade, 3),
      path('M104 200v-34a16 16 0 0 1 32 0v34z', light),
      disc(130, 182, 3, ink),
      disc(120, 78, 11, paper),
      box(160, 46, 16, 34, 2, shade),
    ].join(''),
  ),
  wheelToy: standing(84, ({ base, shade, light, deep }) =>
    [
      line('M50 150 24 70M14 66l22 8', woodShade, 8),
      path('M50 122h132l-10 54H64z', base),
      path('M152 122h30l-10 54h-26z', shade),
      box(44, 114, 146, 14, 6, deep),
      box(76, 86, 30, 30, 4, '#d9a54c'),
      box(112, 78, 36, 38, 4, light),
      disc(80, 182, 18, ink),
      disc(80, 182, 8, wood),
      disc(160, 182, 18, ink),
      disc(160, 182, 8, wood),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
