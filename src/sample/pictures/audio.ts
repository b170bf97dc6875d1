import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade } = materials;

export const audio = {
  headphones: lying(({ base, shade, light, deep }) =>
    [
      line('M50 146C40 20 200 20 190 146', deep, 15),
      line('M66 104C76 46 164 46 174 104', light, 7),
      box(32, 122, 46, 78, 22, base),
      box(60, 128, 20, 66, 10, ink),
      box(162, 122, 46, 78, 22, shade),
      box(160, 128, 20, 66, 10, ink),
      box(42, 138, 8, 44, 4, light),
    ].join(''),
  ),
  earbuds: standing(66, ({ base, shade, light, deep }) =>
    [
      path(
        'M96 44c16 0 26 10 26 24 0 12-8 20-18 22l-6 46c-1 8-13 8-14 0l-2-50c-8-4-12-10-12-18 0-14 10-24 26-24z',
        base,
      ),
      oval(84, 68, 9, 13, ink),
      path(
        'M146 44c-16 0-26 10-26 24 0 12 8 20 18 22l6 46c1 8 13 8 14 0l2-50c8-4 12-10 12-18 0-14-10-24-26-24z',
        shade,
      ),
      oval(158, 68, 9, 13, ink),
      path('M54 164c0-12 8-18 20-18h92c12 0 20 6 20 18v18c0 12-8 18-20 18H74c-12 0-20-6-20-18z', base),
      path('M54 164c0-12 8-18 20-18h92c12 0 20 6 20 18v4H54z', light),
      disc(120, 184, 4, deep),
    ].join(''),
  ),
  speaker: standing(56, ({ base, shade, light, deep }) =>
    [
      box(64, 40, 112, 160, 16, base),
      path('M150 40h10c10 0 16 6 16 16v128c0 10-6 16-16 16h-10z', shade),
      disc(116, 142, 40, deep),
      disc(116, 142, 31, ink),
      disc(116, 142, 13, metalShade),
      disc(116, 78, 21, deep),
      disc(116, 78, 10, metal),
      box(74, 54, 6, 40, 3, light),
    ].join(''),
  ),
  portableSpeaker: standing(80, ({ base, shade, light, deep }) =>
    [
      line('M74 106c0-40 92-40 92 0', deep, 8),
      box(38, 100, 164, 100, 26, base),
      path('M168 100h8c16 0 26 10 26 26v48c0 16-10 26-26 26h-8z', shade),
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
        [5, 0],
        [0, 1],
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
        [5, 1],
        [0, 2],
        [1, 2],
        [2, 2],
        [3, 2],
        [4, 2],
        [5, 2],
      ]
        .map(([col, row]) => disc(66 + col * 16, 132 + row * 18, 4.5, deep))
        .join(''),
      disc(180, 134, 9, light),
      disc(180, 164, 6, ink),
    ].join(''),
  ),
  radio: standing(84, ({ base, shade, light, deep }) =>
    [
      line('M176 84 208 26', metalShade, 5),
      line('M66 90c0-40 108-40 108 0', deep, 8),
      box(32, 84, 176, 116, 16, base),
      path('M178 84h14c10 0 16 6 16 16v84c0 10-6 16-16 16h-14z', shade),
      disc(86, 142, 38, woodShade),
      ring(86, 142, 26, wood, 5),
      ring(86, 142, 13, wood, 5),
      box(138, 106, 58, 26, 4, paper),
      line('M144 119h46', deep, 2),
      box(162, 106, 4, 26, 1, '#b4472f'),
      disc(152, 160, 13, light),
      disc(184, 160, 13, light),
      line('M152 160v-9M184 160l7-6', deep, 3),
    ].join(''),
  ),
  turntable: lying(({ base, shade, deep }) =>
    [
      box(28, 56, 188, 144, 10, 'rgba(60,50,40,.14)'),
      box(24, 48, 188, 144, 10, base),
      box(24, 178, 188, 14, 7, shade),
      disc(98, 116, 60, ink),
      ring(98, 116, 50, '#4d4a47', 2),
      ring(98, 116, 41, '#4d4a47', 2),
      ring(98, 116, 32, '#4d4a47', 2),
      disc(98, 116, 21, '#c8763f'),
      disc(98, 116, 4, paper),
      disc(186, 76, 14, metalShade),
      line('M186 76v56l-32 20', metal, 7),
      box(140, 144, 20, 12, 3, deep),
      disc(188, 164, 9, deep),
    ].join(''),
  ),
  record: lying(({ base, shade, light, deep }) =>
    [
      disc(150, 116, 68, ink),
      ring(150, 116, 54, '#55514d', 2),
      ring(150, 116, 40, '#55514d', 2),
      box(40, 48, 136, 144, 3, 'rgba(60,50,40,.16)'),
      box(34, 42, 136, 144, 3, base),
      disc(102, 130, 34, light),
      path('M34 142c34-26 64-26 136 2v39c0 2-1 3-3 3H37c-2 0-3-1-3-3z', shade),
      box(48, 56, 66, 9, 3, paper),
      box(48, 72, 40, 6, 3, deep),
    ].join(''),
  ),
  recordCrate: standing(86, ({ base, shade, deep }) =>
    [
      [
        [48, '#b8603e'],
        [72, '#2f6d70'],
        [96, paper],
        [120, '#c58f2a'],
        [144, '#6b4058'],
        [168, '#98a888'],
      ]
        .map(([x, fill]) => path(`M${x} 124l6-62h32l-6 62z`, String(fill)))
        .join(''),
      box(34, 112, 172, 88, 6, base),
      path('M34 136h172v6H34zM34 164h172v6H34z', shade),
      box(34, 112, 14, 88, 4, shade),
      box(192, 112, 14, 88, 4, shade),
      box(94, 122, 52, 14, 7, deep),
    ].join(''),
  ),
  recordBrush: standing(66, ({ base, shade, light, deep }) =>
    [
      path('M44 150h152l-6 44H50z', ink),
      line(
        'M58 158v34M72 158v34M86 158v34M100 158v34M114 158v34M128 158v34M142 158v34M156 158v34M170 158v34M184 158v34',
        '#5d5954',
        3,
      ),
      path('M36 150c0-44 34-62 84-62s84 18 84 62z', base),
      path('M140 89c38 6 64 24 64 61h-44c0-28-6-48-20-61z', shade),
      path('M60 136c4-18 16-28 36-32-12 9-18 19-20 32z', light),
      box(36, 144, 168, 10, 4, deep),
    ].join(''),
  ),
  microphone: standing(48, ({ base, shade, light, deep }) =>
    [
      line('M78 96v22c0 56 84 56 84 0V96M120 160v30', deep, 8),
      path('M84 190h72c6 0 8 4 8 10H76c0-6 2-10 8-10z', ink),
      box(92, 92, 56, 56, 26, base),
      path('M92 66c0-18 12-28 28-28s28 10 28 28v40H92z', metal),
      path('M126 38c14 2 22 12 22 28v40h-22z', metalShade),
      line('M92 62h56M92 76h56M92 90h56M106 44v60M120 40v64M134 44v60', ink, 1.5),
      box(92, 102, 56, 12, 0, shade),
      box(100, 120, 7, 20, 3, light),
    ].join(''),
  ),
  ukulele: lying(({ base, shade, deep }) =>
    turned(
      34,
      box(112, 4, 16, 120, 3, woodShade),
      path('M106 2h28l-4 32h-20z', deep),
      path(
        'M120 96c22 0 34 12 34 28 0 10-4 14-4 20 0 8 18 16 18 42 0 28-20 44-48 44s-48-16-48-44c0-26 18-34 18-42 0-6-4-10-4-20 0-16 12-28 34-28z',
        base,
      ),
      path('M120 96c22 0 34 12 34 28 0 10-4 14-4 20 0 8 18 16 18 42 0 28-20 44-48 44 40-30 10-80 0-134z', shade),
      disc(120, 148, 16, ink),
      ring(120, 148, 19, wood, 3),
      box(102, 194, 36, 8, 3, deep),
      line('M115 20v176M119 20v176M123 20v176M127 20v176', paper, 1.2),
    ),
  ),
  cable: lying(({ base, shade, light, deep }) =>
    [
      ring(120, 112, 62, base, 12),
      ring(120, 112, 46, shade, 12),
      line('M166 154c20 14 26 30 20 52M74 154c-20 14-26 30-20 52', base, 10),
      box(176, 184, 20, 26, 5, deep),
      box(180, 208, 12, 18, 3, metal),
      box(44, 184, 20, 26, 5, deep),
      box(48, 208, 12, 18, 3, metal),
      box(108, 42, 24, 34, 6, light),
    ].join(''),
  ),
  stand: standing(56, ({ base, shade, deep }) =>
    [
      path('M72 200c0-12 20-18 48-18s48 6 48 18z', shade),
      box(113, 80, 14, 110, 5, base),
      path('M76 92c0-58 88-58 88 0l-12 6c-2-44-62-44-64 0z', deep),
      line('M80 92C84 50 156 50 160 92', wood, 5),
      faded(0.4, box(113, 80, 6, 110, 3, metal)),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
