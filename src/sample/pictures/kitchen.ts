import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade } = materials;

export const kitchen = {
  saucepan: standing(78, ({ base, shade, light, deep }) =>
    [
      box(160, 116, 66, 13, 6, woodShade),
      path('M40 108h128v62c0 17-9 28-26 28H66c-17 0-26-11-26-28z', base),
      path('M142 108h26v62c0 17-9 28-26 28h-18c12-4 18-14 18-28z', shade),
      path('M52 120h9v50c0 7-9 7-9 0z', light),
      path('M36 108c0-20 34-30 68-30s68 10 68 30z', shade),
      path('M52 100c10-10 30-15 52-15-14 3-26 8-32 15z', light),
      box(92, 64, 24, 16, 7, deep),
    ].join(''),
  ),
  fryingPan: lying(({ base, shade, deep }) =>
    turned(
      -38,
      box(112, 150, 16, 92, 8, wood),
      box(112, 150, 7, 92, 4, woodShade),
      box(108, 148, 24, 18, 5, deep),
      disc(120, 92, 66, base),
      disc(120, 92, 54, shade),
      path('M120 38a54 54 0 0 0-54 54c0 8 2 15 4 21 4-40 30-63 68-72a60 60 0 0 0-18-3z', base),
    ),
  ),
  casserole: standing(84, ({ base, shade, light, deep }) =>
    [
      line('M42 128h-8c-12 0-12 20 0 20h8M198 128h8c12 0 12 20 0 20h-8', deep, 9),
      path('M40 114h160v48c0 24-14 38-38 38H78c-24 0-38-14-38-38z', base),
      path('M170 114h30v48c0 24-14 38-38 38h-20c20-4 28-18 28-38z', shade),
      path('M34 112c2-26 40-40 86-40s84 14 86 40z', base),
      path('M150 76c34 6 54 18 56 36h-40c0-16-4-28-16-36z', shade),
      path('M58 102c8-12 26-18 48-20-12 5-22 11-26 20z', light),
      box(104, 54, 32, 20, 9, metalShade),
      box(34, 108, 172, 8, 4, deep),
    ].join(''),
  ),
  bakingTin: standing(82, ({ base, shade, deep }) =>
    [
      path('M52 116c2-34 22-48 44-44 8-18 40-18 48 0 24-6 44 12 44 44z', '#d9a765'),
      line('M74 96c4-10 12-14 22-13M116 82c6-6 16-6 22 0M158 92c8 0 14 5 16 12', paper, 6),
      path('M42 124h156l-14 74H56z', base),
      path('M166 124h32l-14 74h-32z', shade),
      box(34, 114, 172, 14, 7, deep),
    ].join(''),
  ),
  mug: standing(62, ({ base, shade, light, deep }) =>
    [
      line('M152 108h14c34 0 34 56 0 56h-14', shade, 14),
      path('M60 84h100v88c0 18-10 28-28 28H88c-18 0-28-10-28-28z', base),
      path('M134 84h26v88c0 18-10 28-28 28h-16c12-3 18-13 18-28z', shade),
      oval(110, 84, 50, 11, deep),
      oval(110, 87, 42, 7, '#5b4130'),
      path('M72 108h10v58c0 8-10 6-10-2z', light),
    ].join(''),
  ),
  bowl: standing(58, ({ base, shade, light, deep }) =>
    [
      box(92, 184, 56, 16, 6, shade),
      path('M38 108h164c0 52-34 84-82 84s-82-32-82-84z', base),
      path('M166 108h36c0 52-34 84-82 84h-8c32-8 54-38 54-84z', shade),
      oval(120, 108, 82, 17, light),
      oval(120, 110, 70, 12, deep),
      path('M58 130c6 20 16 34 30 42-20-6-34-22-36-42z', light),
    ].join(''),
  ),
  plate: lying(({ base, shade, light }) =>
    [
      disc(124, 128, 84, 'rgba(60,50,40,.14)'),
      disc(120, 120, 84, base),
      disc(120, 120, 80, light),
      disc(120, 120, 56, shade),
      disc(120, 121, 53, base),
      path('M84 96c10-14 24-20 40-20-18 4-30 12-36 26z', light),
    ].join(''),
  ),
  jug: standing(54, ({ base, shade, light, deep }) =>
    [
      line('M158 92c38-10 44 60-6 66', shade, 13),
      path('M72 64l-14 16 16 18c-10 26-18 44-18 62 0 28 16 40 54 40s54-12 54-40c0-32-16-50-16-76V64z', base),
      path('M126 64h22v20c0 26 16 44 16 76 0 28-16 40-54 40h-6c24-6 32-20 32-42 0-34-10-48-10-74z', shade),
      oval(109, 64, 39, 8, deep),
      path('M76 132c-6 14-8 26-4 42-10-12-8-30 4-42z', light),
    ].join(''),
  ),
  glass: standing(48, ({ base, light, deep }) =>
    [
      faded(0.82, path('M70 66h100l-10 120c-1 9-6 14-14 14H94c-8 0-13-5-14-14z', light)),
      faded(0.7, path('M75 112h90l-6 70c-1 8-5 12-12 12H93c-7 0-11-4-12-12z', base)),
      oval(120, 66, 50, 8, deep),
      oval(120, 66, 45, 5, light),
      path('M84 84h9l7 92h-8z', paper),
    ].join(''),
  ),
  kettle: standing(72, ({ base, shade, light, deep }) =>
    [
      line('M74 92C74 34 166 34 166 92', ink, 11),
      path('M62 128c-16-4-26-18-34-34l18-8c6 10 16 16 28 18z', shade),
      path('M50 176c0-52 22-88 70-88s70 36 70 88c0 16-8 24-24 24H74c-16 0-24-8-24-24z', base),
      path('M120 88c48 0 70 36 70 88 0 16-8 24-24 24h-28c14-6 18-16 18-30 0-44-12-72-36-82z', shade),
      path('M72 164c0-28 8-46 22-56-6 18-10 36-10 56 0 8-12 8-12 0z', light),
      oval(120, 90, 32, 9, deep),
      disc(120, 78, 10, wood),
    ].join(''),
  ),
  teapot: standing(64, ({ base, shade, light, deep }) =>
    [
      line('M176 116c40-14 46 52-8 56', shade, 12),
      path('M70 166c-26-4-30-40-50-54l16-12c18 8 26 24 42 28z', shade),
      path('M56 146c0-36 28-58 64-58s64 22 64 58c0 34-26 54-64 54s-64-20-64-54z', base),
      path('M120 88c36 0 64 22 64 58 0 34-26 54-64 54h-2c28-8 40-28 40-56 0-26-14-48-38-56z', shade),
      path('M74 144c2-20 14-34 32-40-12 10-18 24-20 42-1 8-12 6-12-2z', light),
      oval(120, 92, 34, 8, deep),
      path('M90 90c4-12 16-18 30-18s26 6 30 18z', base),
      disc(120, 68, 9, woodShade),
    ].join(''),
  ),
  coffeePress: standing(50, ({ base, shade, deep }) =>
    [
      line('M166 96h14c22 0 22 70 0 70h-14', deep, 11),
      faded(0.75, box(74, 78, 92, 120, 10, paper)),
      box(80, 122, 80, 70, 6, '#5a3d2b'),
      box(80, 116, 80, 8, 3, metalShade),
      box(117, 40, 6, 80, 3, metalShade),
      disc(120, 38, 10, deep),
      path('M68 80c0-18 20-24 52-24s52 6 52 24z', base),
      path('M140 57c20 3 32 10 32 23h-24c0-10-2-17-8-23z', shade),
      box(68, 182, 104, 18, 8, base),
      box(68, 92, 104, 8, 3, base),
      box(78, 92, 6, 96, 3, base),
      box(156, 92, 6, 96, 3, shade),
    ].join(''),
  ),
  jar: standing(56, ({ base, shade, light, deep }) =>
    [
      faded(0.85, box(66, 78, 108, 122, 18, paper)),
      path('M72 118c20-8 36 6 54 0s28-4 42 0v62c0 10-6 14-14 14H86c-8 0-14-4-14-14z', base),
      path('M142 116c8-2 16 0 26 2v62c0 10-6 14-14 14h-20c6-4 8-8 8-14z', shade),
      box(80, 90, 9, 84, 4, light),
      box(70, 54, 100, 28, 8, woodShade),
      box(70, 54, 100, 12, 6, wood),
      box(70, 80, 100, 6, 3, deep),
    ].join(''),
  ),
  knife: lying(({ base, deep }) =>
    turned(
      40,
      path('M104 26c26 12 32 60 30 116h-30z', metal),
      path('M104 26c8 8 12 60 12 116h-12z', metalShade),
      box(102, 140, 34, 10, 3, ink),
      path('M104 150h30l-2 62c-1 12-26 12-27 0z', base),
      disc(118, 166, 4, deep),
      disc(118, 184, 4, deep),
      disc(118, 202, 4, deep),
    ),
  ),
  board: lying(({ base, shade, light }) =>
    turned(
      12,
      path(
        'M104 18h32c8 0 10 6 10 14v24h14c14 0 22 8 22 22v124c0 12-8 20-20 20H78c-12 0-20-8-20-20V78c0-14 8-22 22-22h14V32c0-8 2-14 10-14z',
        base,
      ),
      ring(120, 38, 8, shade, 5),
      line('M84 78v120M104 74v126M138 74v126M158 80v118', shade, 2.5),
      line('M121 74v100', light, 3),
    ),
  ),
  spoons: lying(({ base, shade, light }) =>
    [
      turned(-22, oval(120, 62, 21, 30, base), oval(120, 62, 14, 22, shade), box(115, 88, 10, 124, 5, base)),
      turned(
        6,
        box(104, 30, 32, 58, 12, shade),
        box(110, 42, 5, 34, 2, light),
        box(122, 42, 5, 34, 2, light),
        box(115, 86, 10, 128, 5, shade),
      ),
      turned(34, oval(120, 60, 19, 27, light), oval(120, 60, 12, 19, base), box(115, 84, 10, 126, 5, light)),
    ].join(''),
  ),
  teaTowel: lying(({ base, shade, light }) =>
    [
      path('M60 44h120v152l-14-6-14 6-16-6-16 6-16-6-16 6-14-6-14 6z', paper),
      path('M60 64h120v14H60zM60 86h120v6H60zM60 158h120v14H60zM60 144h120v6H60z', base),
      path('M148 44h32v152l-14-6-14 6z', 'rgba(60,50,40,.09)'),
      box(46, 36, 148, 12, 6, woodShade),
      path('M76 104h8v32h-8z', light),
      path('M112 44h6v24h-6z', shade),
    ].join(''),
  ),
  apron: lying(({ base, shade, deep }) =>
    [
      line('M92 62c-8-44 64-44 56 0', deep, 7),
      path('M88 58h64c0 24 8 34 32 40v92c0 8-4 12-12 12H68c-8 0-12-4-12-12V98c24-6 32-16 32-40z', base),
      path('M138 58h14c0 24 8 34 32 40v92c0 8-4 12-12 12h-18z', shade),
      path('M82 134h76v30c0 8-4 12-12 12H94c-8 0-12-4-12-12z', shade),
      line('M82 134h76M120 136v38M56 108H34M184 108h22', deep, 4),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
