import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade, leaf, leafShade } = materials;

export const home = {
  tableLamp: standing(48, ({ base, shade, light, deep }) =>
    [
      path('M76 108h88l50 92H26z', 'rgba(255,232,170,.35)'),
      path('M86 40h68l30 70H56z', base),
      path('M130 40h24l30 70h-40z', shade),
      path('M92 50h12l-16 50H74z', light),
      box(114, 110, 12, 30, 3, metalShade),
      path('M120 132c26 0 34 18 34 36 0 22-14 32-34 32s-34-10-34-32c0-18 8-36 34-36z', deep),
      path('M102 150c-6 10-6 24 2 34-12-8-12-26-2-34z', light),
    ].join(''),
  ),
  floorLamp: standing(40, ({ base, shade, light }) =>
    [
      path('M84 76h72l34 124H50z', 'rgba(255,232,170,.3)'),
      box(117, 70, 6, 124, 2, ink),
      path('M88 192c8-6 56-6 64 0v8H88z', ink),
      path('M92 24h56l24 56H68z', base),
      path('M128 24h20l24 56h-32z', shade),
      path('M98 34h10l-14 38H82z', light),
    ].join(''),
  ),
  pendant: lying(({ base, shade, light, deep }) =>
    [
      path('M62 140h116l26 72H36z', 'rgba(255,232,170,.4)'),
      box(117, 0, 6, 70, 2, ink),
      box(108, 58, 24, 20, 6, deep),
      path('M48 142c4-46 32-68 72-68s68 22 72 68z', base),
      path('M120 74c40 0 68 22 72 68h-42c0-32-8-56-30-68z', shade),
      path('M70 130c4-22 14-34 30-40-8 12-14 24-16 40z', light),
      oval(120, 142, 72, 10, deep),
      oval(120, 144, 30, 8, '#fff0bf'),
    ].join(''),
  ),
  candle: standing(46, ({ base, shade, light, deep }) =>
    [
      disc(120, 62, 34, 'rgba(255,226,150,.45)'),
      path('M120 36c14 18 15 26 15 34a15 15 0 0 1-30 0c0-9 9-16 15-34z', '#e9993d'),
      path('M120 54c7 10 8 14 8 18a8 8 0 0 1-16 0c0-5 5-9 8-18z', '#fbe3a0'),
      line('M120 84v16', ink, 4),
      path('M74 98h92v88c0 10-6 14-14 14H88c-8 0-14-4-14-14z', base),
      path('M140 98h26v88c0 10-6 14-14 14h-22c8-2 10-7 10-14z', shade),
      oval(120, 98, 46, 9, light),
      box(88, 130, 64, 40, 4, paper),
      line('M100 144h40M106 156h28', deep, 3),
    ].join(''),
  ),
  cushion: standing(74, ({ base, shade, light, deep }) =>
    [
      path('M44 62c50 12 102 12 152 0-10 44-10 92 0 134-50-10-102-10-152 0 10-42 10-90 0-134z', base),
      path('M160 68c12-1 24-3 36-6-10 44-10 92 0 134-14-3-28-5-42-6 10-40 12-84 6-122z', shade),
      line('M68 84c34 6 70 6 104 0M68 108c34 5 70 5 104 0M68 132c34 4 70 4 104 0M68 156c34 3 70 3 104 0', light, 4),
      disc(120, 130, 8, deep),
    ].join(''),
  ),
  throw: standing(70, ({ base, shade, light, deep }) =>
    [
      box(40, 60, 160, 12, 6, woodShade),
      path('M64 60h112v122l-10 6-10-6-10 6-10-6-12 6-12-6-12 6-12-6-12 6-12-6z', base),
      path('M144 60h32v122l-10 6-10-6-10 6-2-2z', shade),
      line('M64 92h112M64 108h112M64 150h112', light, 6),
      line('M68 184v18M84 184v18M100 184v18M116 184v18M132 184v18M148 184v18M164 184v18M174 182v18', deep, 3),
    ].join(''),
  ),
  rug: lying(({ base, shade, light, deep }) =>
    [
      path('M58 64h124l34 122H24z', base),
      path('M68 74h104l28 102H40z', shade),
      path('M80 86h80l22 78H58z', base),
      path('M120 96l34 29-34 29-34-29z', light),
      path('M120 110l18 15-18 15-18-15z', deep),
      line(
        'M58 62v-8M78 62v-8M98 62v-8M118 62v-8M138 62v-8M158 62v-8M178 62v-8M28 188l-3 10M60 188l-2 10M92 188v10M124 188v10M156 188l1 10M188 188l2 10M212 188l3 10',
        paper,
        3,
      ),
    ].join(''),
  ),
  beddingStack: standing(84, ({ base, shade, light, deep }) =>
    [
      box(38, 160, 164, 40, 16, shade),
      box(38, 124, 164, 40, 16, base),
      box(38, 88, 164, 40, 16, light),
      path('M60 88c4-24 28-30 60-30s56 6 60 30z', paper),
      path('M150 61c18 4 28 12 30 27h-28c2-10 2-18-2-27z', 'rgba(60,50,40,.1)'),
      line('M54 110h132M54 146h132M54 182h132', deep, 2.5),
      faded(0.35, box(108, 86, 24, 116, 0, deep)),
    ].join(''),
  ),
  stool: standing(60, ({ base, shade, light, deep }) =>
    [
      line('M84 106 66 198M156 106l18 92M120 108v84', woodShade, 10),
      line('M76 156h88', wood, 8),
      path('M52 96c0-16 30-24 68-24s68 8 68 24c0 14-30 20-68 20s-68-6-68-20z', deep),
      path('M52 90c0-16 30-24 68-24s68 8 68 24c0 14-30 20-68 20s-68-6-68-20z', base),
      path('M130 66c34 2 58 10 58 24 0 12-22 18-52 20 20-14 18-32-6-44z', shade),
      path('M68 88c6-8 18-12 36-13-14 4-22 8-26 15z', light),
    ].join(''),
  ),
  armchair: standing(86, ({ base, shade, light, deep }) =>
    [
      line('M66 184l-6 16M174 184l6 16', woodShade, 10),
      path('M60 136c-4-56 8-92 60-92s64 36 60 92z', base),
      path('M132 45c40 6 52 40 48 91h-34c4-40 0-72-14-91z', shade),
      path('M78 110c0-26 8-42 24-48-8 14-12 30-12 48z', light),
      box(66, 122, 108, 36, 14, light),
      path('M32 128c0-24 38-24 40 2l4 28h88l4-28c2-26 40-26 40-2v46c0 10-6 14-14 14H46c-8 0-14-4-14-14z', base),
      path('M168 130c2-26 40-26 40-2v46c0 10-6 14-14 14h-26z', shade),
      line('M76 158h88', deep, 4),
    ].join(''),
  ),
  sideTable: standing(66, ({ base, shade, light, deep }) =>
    [
      line('M84 112 72 198M156 112l12 86', shade, 9),
      line('M120 112v80', deep, 9),
      oval(120, 110, 76, 15, shade),
      oval(120, 104, 76, 15, base),
      path('M60 100c14-6 32-9 54-9-16 3-30 6-38 11z', light),
      path('M106 98h26l-3-30h-20z', paper),
      line('M116 68c-6-14-4-26 4-36M122 68c0-12 6-22 14-26', leafShade, 3),
      oval(120, 32, 8, 12, leaf),
      oval(138, 42, 8, 11, leaf),
    ].join(''),
  ),
  shelf: lying(({ base, shade, deep }) =>
    [
      box(28, 106, 184, 12, 3, base),
      box(28, 116, 184, 6, 2, shade),
      box(28, 192, 184, 12, 3, base),
      box(28, 202, 184, 6, 2, shade),
      line('M48 122v20c0 6-10 6-10 0M192 122v20c0 6 10 6 10 0', ink, 4),
      box(48, 56, 16, 50, 2, '#6f8791'),
      box(66, 48, 14, 58, 2, '#b8603e'),
      box(82, 60, 18, 46, 2, paper),
      turned(0, path('M106 64l14-4 14 44-14 4z', '#c58f2a')),
      path('M158 106h34l-4-30h-26z', deep),
      path('M175 76c-16-8-20-22-14-36 12 6 16 20 14 36zM176 76c0-16 8-26 22-28 0 14-8 26-22 28z', leaf),
      disc(74, 170, 22, '#cf9a8a'),
      box(110, 146, 60, 46, 3, paper),
      path('M118 184l16-22 12 14 8-8 10 16z', '#98a888'),
    ].join(''),
  ),
  vase: standing(46, ({ base, shade, light, deep }) =>
    [
      line('M112 92C108 60 92 44 84 30M124 92c2-34 6-50 4-74M128 92c8-26 20-36 34-44', leafShade, 4),
      disc(82, 30, 13, '#d98e8a'),
      disc(128, 20, 13, '#e7bd63'),
      disc(164, 46, 13, '#d98e8a'),
      path('M104 74c-14-2-20-10-20-22 14 2 20 10 20 22zM136 74c12-2 18-10 18-22-12 2-18 10-18 22z', leaf),
      path('M104 86h32v20c0 12 30 26 30 54 0 26-18 40-46 40s-46-14-46-40c0-28 30-42 30-54z', base),
      path('M122 86h14v20c0 12 30 26 30 54 0 26-18 40-46 40h-2c16-8 22-20 22-40 0-28-18-40-18-54z', shade),
      oval(120, 87, 18, 5, deep),
      path('M90 146c-8 12-6 26 2 36-14-10-14-28-2-36z', light),
    ].join(''),
  ),
  frame: lying(({ base, shade, deep }) =>
    [
      box(54, 38, 140, 170, 4, 'rgba(60,50,40,.14)'),
      box(48, 32, 140, 170, 4, base),
      path('M188 36v162l-8-8V44z', shade),
      box(60, 44, 116, 146, 2, paper),
      box(78, 64, 80, 106, 1, '#dfe6e2'),
      disc(134, 96, 14, '#e7bd63'),
      path('M78 150c20-26 34-30 48-12 10-10 22-8 32 4v28H78z', '#7f977a'),
      path('M78 160c16-14 40-16 80 2v8H78z', deep),
    ].join(''),
  ),
  mirror: lying(({ base, shade, light }) =>
    [
      disc(124, 128, 86, 'rgba(60,50,40,.14)'),
      disc(120, 120, 86, base),
      disc(120, 120, 76, shade),
      disc(120, 120, 72, '#dce7ea'),
      path('M68 150 150 56c8 4 14 10 20 18L92 166c-10-4-18-10-24-16z', '#eef4f5'),
      line('M84 66c10-8 20-12 32-13', light, 4),
    ].join(''),
  ),
  clock: lying(({ base, shade, deep }) =>
    [
      disc(124, 128, 80, 'rgba(60,50,40,.14)'),
      disc(120, 120, 80, base),
      disc(120, 120, 68, paper),
      [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330]
        .map(
          (a) =>
            `<rect x="118" y="58" width="4" height="${a % 90 ? 8 : 14}" rx="2" fill="${shade}" transform="rotate(${a} 120 120)"/>`,
        )
        .join(''),
      turned(-58, box(116, 78, 8, 50, 4, deep)),
      turned(52, box(117, 64, 6, 64, 3, deep)),
      disc(120, 120, 8, '#b4472f'),
    ].join(''),
  ),
  basket: standing(66, ({ base, shade, light, deep }) =>
    [
      line('M66 108c-24-6-24 34 2 34M174 108c24-6 24 34-2 34', deep, 8),
      path('M56 96h128l-10 92c-1 8-5 12-14 12H80c-9 0-13-4-14-12z', base),
      path('M152 96h32l-10 92c-1 8-5 12-14 12h-18c8-2 10-6 11-12z', shade),
      [112, 132, 152, 172].map((y) => line(`M62 ${y}h116`, y % 40 ? shade : light, 4)).join(''),
      line('M86 100v98M120 100v98M154 100v98', deep, 2),
      box(50, 90, 140, 14, 7, deep),
    ].join(''),
  ),
  pegRail: lying(({ base, shade, deep }) =>
    [
      box(24, 76, 192, 26, 6, base),
      box(24, 92, 192, 10, 5, shade),
      [52, 97, 143, 188].map((x) => box(x - 5, 84, 10, 26, 5, wood) + disc(x, 110, 8, woodShade)).join(''),
      path('M97 112c18 8 26 24 22 76-12 8-32 8-44 0-4-52 4-68 22-76z', deep),
      line('M97 112v76', shade, 3),
      line('M180 116c-2 22 18 22 16 0', metalShade, 4),
      ring(188, 146, 14, metal, 5),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
