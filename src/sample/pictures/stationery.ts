import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade } = materials;
const cast = 'rgba(60,50,40,.14)';

export const stationery = {
  notebook: lying(({ base, shade, light, deep }) =>
    turned(
      -8,
      box(66, 40, 124, 172, 8, cast),
      box(62, 36, 124, 168, 8, paper),
      box(58, 32, 124, 168, 8, base),
      path('M66 32h14v168H66c-5 0-8-3-8-8V40c0-5 3-8 8-8z', shade),
      box(160, 32, 8, 168, 0, deep),
      box(96, 66, 48, 30, 3, light),
      line('M104 78h32M104 86h20', deep, 3),
    ),
  ),
  sketchbook: lying(({ base, shade, deep }) =>
    turned(
      6,
      box(52, 52, 152, 152, 6, cast),
      box(46, 46, 152, 150, 6, base),
      box(46, 170, 152, 26, 6, shade),
      [62, 82, 102, 122, 142, 162, 182].map((x) => line(`M${x} 38v18`, metalShade, 5)).join(''),
      box(78, 84, 88, 62, 3, paper),
      faded(0.55, path('M88 136c14-34 24-38 34-16 8-12 18-10 34 16z', deep)),
      disc(142, 102, 7, shade),
    ),
  ),
  planner: lying(({ base, shade, light, deep }) =>
    turned(
      5,
      box(60, 40, 128, 172, 10, cast),
      box(54, 34, 128, 168, 10, base),
      box(54, 34, 128, 40, 10, shade),
      box(66, 84, 104, 104, 4, paper),
      [0, 1, 2, 3]
        .map((row) =>
          [0, 1, 2, 3, 4]
            .map((col) => box(73 + col * 19, 92 + row * 24, 14, 16, 2, (row * 5 + col) % 7 === 3 ? base : '#e9e1d2'))
            .join(''),
        )
        .join(''),
      line('M86 26v20M118 26v20M150 26v20', metalShade, 6),
      path('M154 200h14v26l-7-7-7 7z', deep),
      box(68, 54, 56, 8, 4, light),
    ),
  ),
  envelope: lying(({ base, shade, light, deep }) =>
    [
      turned(-10, box(52, 46, 132, 92, 4, paper), line('M70 70h80M70 86h60M70 102h70', '#d8cfbf', 4)),
      turned(
        4,
        box(40, 100, 168, 108, 6, cast),
        box(36, 94, 168, 108, 6, base),
        path('M36 198l66-58h36l66 58c-2 3-5 4-8 4H44c-3 0-6-1-8-4z', shade),
        path('M36 100c0-4 3-6 7-6h154c4 0 7 2 7 6l-76 62c-5 4-11 4-16 0z', light),
        disc(120, 158, 15, '#a5402f'),
        disc(120, 158, 8, deep),
      ),
    ].join(''),
  ),
  pen: lying(({ base, shade, light, deep }) =>
    [
      line('M40 196c30-16 40 10 66-6', deep, 4),
      turned(
        42,
        box(106, 22, 28, 80, 12, base),
        box(120, 22, 14, 80, 8, shade),
        box(128, 30, 6, 56, 3, metal),
        box(104, 98, 32, 8, 2, metalShade),
        path('M106 106h28v58c0 10-6 18-8 22h-12c-2-4-8-12-8-22z', base),
        path('M122 106h12v58c0 10-6 18-8 22h-6z', shade),
        path('M112 186h16l-8 34z', metal),
        line('M120 196v22', ink, 2),
        box(111, 112, 5, 54, 2, light),
      ),
    ].join(''),
  ),
  pencils: lying(({ base, shade, light, deep }) =>
    [-20, 0, 20]
      .map((angle, i) =>
        turned(
          angle,
          box(110, 64, 20, 140, 2, [base, light, deep][i]),
          box(123, 64, 7, 140, 0, shade),
          path('M110 66h20l-10-36z', wood),
          path('M116.500 43l3.500-13 3.500 13z', ink),
          box(110, 192, 20, 8, 0, metal),
          box(110, 198, 20, 14, 4, '#d79c97'),
        ),
      )
      .join(''),
  ),
  inkBottle: standing(58, ({ base, shade, light, deep }) =>
    [
      box(92, 54, 56, 36, 8, ink),
      box(92, 54, 56, 10, 5, '#5a5652'),
      box(100, 88, 40, 14, 0, shade),
      path('M60 128c0-20 12-30 32-30h56c20 0 32 10 32 30v56c0 12-6 16-16 16H76c-10 0-16-4-16-16z', base),
      path('M150 98c20 0 30 10 30 30v56c0 12-6 16-16 16h-24c10-4 14-10 14-22v-54c0-14 0-22-4-26z', shade),
      box(80, 126, 80, 48, 4, paper),
      path('M120 132c10 12 12 18 12 22a12 12 0 0 1-24 0c0-6 6-10 12-22z', deep),
      box(68, 120, 7, 60, 3, light),
    ].join(''),
  ),
  brushPens: standing(60, ({ base, shade, light, deep }) =>
    [base, light, deep, shade, base]
      .map((tone, i) => {
        const x = 52 + i * 29;
        return (
          box(x, 92, 22, 108, 6, paper) +
          box(x, 56, 22, 60, 7, tone) +
          box(x, 184, 22, 16, 6, tone) +
          box(x + 15, 60, 4, 48, 2, 'rgba(60,50,40,.16)')
        );
      })
      .join(''),
  ),
  penCup: standing(48, ({ base, shade, light, deep }) =>
    [
      turned(-12, box(112, 30, 10, 90, 2, '#c58f2a'), path('M112 32h10l-5-16z', wood)),
      turned(10, box(124, 36, 12, 80, 5, '#4a698f')),
      turned(2, box(106, 24, 8, 90, 3, '#8d3d33')),
      line('M146 106 158 46', woodShade, 6),
      path('M152 46c0-16 4-22 10-28 2 10 2 20-2 30z', ink),
      path('M74 104h92v84c0 8-5 12-12 12H86c-7 0-12-4-12-12z', base),
      path('M140 104h26v84c0 8-5 12-12 12h-22c7-2 8-6 8-12z', shade),
      oval(120, 104, 46, 9, deep),
      box(84, 122, 9, 62, 4, light),
    ].join(''),
  ),
  scissors: lying(({ base, shade, deep }) =>
    turned(
      28,
      path('M112 128 96 26c16 10 26 50 30 98z', metal),
      path('M128 128l16-102c-16 10-26 50-30 98z', metalShade),
      ring(92, 176, 27, base, 13),
      ring(150, 176, 27, shade, 13),
      line('M112 132l-10 20M128 132l12 20', deep, 13),
      disc(120, 118, 6, ink),
    ),
  ),
  tape: standing(80, ({ base, shade, light, deep }) =>
    [
      disc(92, 140, 60, base),
      ring(92, 140, 50, light, 4),
      disc(92, 140, 32, woodShade),
      disc(92, 140, 26, wood),
      disc(92, 140, 18, paper),
      disc(164, 156, 44, shade),
      ring(164, 156, 35, light, 3),
      disc(164, 156, 23, woodShade),
      disc(164, 156, 14, paper),
      path('M92 200h96c10 0 14-4 18-8v8z', deep),
    ].join(''),
  ),
  pouch: lying(({ base, shade, light, deep }) =>
    turned(
      -6,
      turned(0, box(130, 42, 12, 60, 2, '#c58f2a'), path('M130 44h12l-6-18z', wood), box(96, 50, 12, 50, 5, '#8d3d33')),
      box(36, 94, 176, 96, 16, cast),
      box(32, 86, 176, 96, 16, base),
      path('M176 86h16c10 0 16 6 16 16v64c0 10-6 16-16 16h-16z', shade),
      line('M44 104h150', deep, 5),
      line('M190 104l14 20', metalShade, 5),
      box(60, 130, 50, 26, 4, light),
      line('M68 143h34', deep, 3),
    ),
  ),
  cardsSet: lying(({ base, shade, light, deep }) =>
    [
      turned(-14, box(70, 44, 96, 140, 5, cast), box(66, 40, 96, 140, 5, shade)),
      turned(
        8,
        box(82, 50, 100, 146, 5, cast),
        box(78, 44, 100, 146, 5, paper),
        box(88, 54, 80, 126, 2, base),
        path('M128 92c20-22 44 4 0 40-44-36-20-62 0-40z', light),
        line('M106 152h44M114 164h28', deep, 4),
      ),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
