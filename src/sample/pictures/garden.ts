import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, line, oval, path, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade, leaf, leafShade } = materials;

const sprig = [
  line('M120 112c-2-30 2-50 0-70M120 96c-14-8-24-22-28-38M120 92c16-6 26-20 30-36', leafShade, 4),
  path(
    'M120 44c-12-10-12-24 0-34 12 10 12 24 0 34zM92 64c-16-2-24-12-24-28 16 2 24 12 24 28zM150 62c0-16 8-26 24-28 0 16-8 26-24 28z',
    leaf,
  ),
  path('M106 96c-18 6-32 0-40-14 18-4 32 0 40 14zM134 94c8-14 22-18 40-14-8 14-22 20-40 14z', leafShade),
].join('');

const bulb = (x: number, y: number, base: string, shade: string): string =>
  disc(x, y + 14, 22, 'rgba(255,226,150,.55)') +
  box(x - 5, y - 6, 10, 12, 3, shade) +
  disc(x, y + 14, 12, '#fbe3a0') +
  disc(x - 3, y + 11, 4, base);

export const garden = {
  plantPot: standing(54, ({ base, shade, light, deep }) =>
    [
      sprig,
      oval(120, 112, 62, 9, deep),
      path('M66 128h108l-12 62c-1 7-5 10-12 10H90c-7 0-11-3-12-10z', base),
      path('M144 128h30l-12 62c-1 7-5 10-12 10h-18c7-1 9-4 10-10z', shade),
      box(56, 108, 128, 26, 8, base),
      path('M148 108h28c5 0 8 3 8 8v10c0 5-3 8-8 8h-28z', shade),
      box(66, 116, 34, 7, 3, light),
    ].join(''),
  ),
  hangingPlanter: lying(({ base, shade, light }) =>
    [
      line('M120 22 62 122M120 22l58 100', woodShade, 4),
      line(
        'M58 130c-22 8-26 34-18 60M78 128c-10 18-8 44-14 64M166 128c8 22 6 40 18 58M182 130c16 10 22 26 18 44',
        leafShade,
        5,
      ),
      oval(40, 188, 10, 14, leaf),
      oval(64, 190, 9, 13, leafShade),
      oval(184, 186, 10, 14, leaf),
      oval(200, 172, 9, 13, leafShade),
      path('M58 114c10-20 24-26 38-18 10-18 38-18 48 0 16-8 30 0 38 18z', leaf),
      path('M56 114h128c0 48-24 74-64 74s-64-26-64-74z', base),
      path('M152 114h32c0 48-24 74-64 74h-4c24-8 36-34 36-74z', shade),
      path('M70 126c4 20 12 32 22 40-16-6-26-20-28-40z', light),
    ].join(''),
  ),
  trough: standing(96, ({ base, shade, light }) =>
    [
      line('M52 136V98M86 136V82M120 136V92M154 136V80M188 136V98', leafShade, 4),
      [52, 120, 188].map((x) => disc(x, 92, 15, '#d98e8a') + disc(x, 92, 6, '#f0cf6b')).join(''),
      [86, 154].map((x) => disc(x, 78, 15, paper) + disc(x, 78, 6, '#f0cf6b')).join(''),
      path('M28 136c16-20 30-20 40-8 14-16 30-14 38 0 12-14 30-14 40 0 12-14 28-12 36 0 10-8 22-6 30 8z', leaf),
      path('M24 134h192l-10 58c-1 5-5 8-10 8H44c-5 0-9-3-10-8z', base),
      path('M178 134h38l-10 58c-1 5-5 8-10 8h-24c5-1 7-4 8-8z', shade),
      box(42, 148, 110, 8, 4, light),
    ].join(''),
  ),
  wateringCan: standing(64, ({ base, shade, light, deep }) =>
    [
      line('M92 98c0-60 92-52 84 40-2 22-14 34-32 36', shade, 11),
      path('M70 146 30 80l16-10 42 56z', shade),
      turned(-31, oval(58, 50, 26, 8, deep)),
      path('M66 108h96v78c0 10-5 14-14 14H80c-9 0-14-4-14-14z', base),
      path('M136 108h26v78c0 10-5 14-14 14h-22c8-2 10-6 10-14z', shade),
      path('M66 108c8-12 24-16 48-16s40 4 48 16z', deep),
      box(76, 120, 9, 66, 4, light),
    ].join(''),
  ),
  trowel: lying(({ base, shade, light, deep }) =>
    [
      turned(
        -34,
        path('M92 120c0-44 12-78 22-92 10 14 22 48 22 92-6 14-38 14-44 0z', metal),
        path('M114 28c10 14 22 48 22 92-3 8-12 11-22 11z', metalShade),
        box(108, 128, 12, 30, 4, ink),
        box(100, 154, 28, 62, 12, base),
        box(114, 154, 14, 62, 8, shade),
        box(106, 164, 5, 40, 2, light),
      ),
      turned(
        30,
        line('M98 30v50M114 24v56M130 24v56M146 30v50M98 80c0 26 48 26 48 0M122 100v40', metalShade, 7),
        box(108, 136, 28, 76, 12, base),
        box(122, 136, 14, 76, 8, shade),
        box(108, 136, 28, 10, 4, deep),
      ),
    ].join(''),
  ),
  secateurs: lying(({ base, shade, light, deep }) =>
    turned(
      24,
      path('M116 112C92 84 92 52 112 26c18 28 22 54 18 82z', metal),
      path('M112 26c18 28 22 54 18 82l-14 4c4-30 4-56-4-86z', metalShade),
      path('M126 108c14-22 20-44 14-62 22 16 22 50-4 72z', ink),
      path('M116 116c-30 24-34 66-22 100 14 4 20-2 18-14-6-34 4-54 22-74z', base),
      path('M126 116c28 20 38 62 30 100-12 6-20 0-18-14 2-34-8-56-26-72z', shade),
      path('M106 142c-10 20-12 40-8 58-8-18-6-40 8-58z', light),
      disc(124, 112, 11, deep),
      disc(124, 112, 5, metal),
    ),
  ),
  gloves: lying(({ base, shade, deep, light }) =>
    [
      turned(
        14,
        path(
          'M128 86c0-14 16-14 16 0V62c0-14 17-14 17 0v-8c0-14 17-14 17 0v10c0-12 16-12 16 0v74c0 16-6 26-12 34v38h-48v-40c-14-16-24-38-28-50-4-14 12-18 18-6l4 10z',
          shade,
        ),
      ),
      turned(
        -14,
        path(
          'M112 86c0-14-16-14-16 0V62c0-14-17-14-17 0v-8c0-14-17-14-17 0v10c0-12-16-12-16 0v74c0 16 6 26 12 34v38h48v-40c14-16 24-38 28-50 4-14-12-18-18-6l-4 10z',
          base,
        ),
        box(52, 176, 60, 30, 8, deep),
        line('M62 70v48M79 66v52M96 74v44', light, 3),
      ),
    ].join(''),
  ),
  seedPacket: lying(({ base, shade, light }) =>
    turned(
      -7,
      box(70, 34, 108, 176, 6, 'rgba(60,50,40,.14)'),
      box(64, 28, 108, 176, 6, paper),
      box(64, 28, 108, 46, 6, base),
      path('M64 66h108v8H64z', shade),
      line('M118 176c0-20-2-34 0-52M118 160c-12 0-22-6-26-16M118 152c12 0 22-6 26-16', leafShade, 5),
      [0, 72, 144, 216, 288]
        .map((a) => `<g transform="rotate(${a} 118 112)">${oval(118, 96, 9, 15, base)}</g>`)
        .join(''),
      disc(118, 112, 9, '#eec65a'),
      box(80, 44, 60, 7, 3, light),
      box(80, 56, 38, 5, 2, light),
      box(84, 186, 68, 5, 2, '#d8cfbf'),
    ),
  ),
  bulbs: standing(60, ({ base, shade, light, deep }) =>
    [
      path('M60 92h120l8 96c1 8-4 12-12 12H64c-8 0-13-4-12-12z', '#cdb48d'),
      path('M150 92h30l8 96c1 8-4 12-12 12h-22z', '#b89c74'),
      path('M60 92l12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10z', '#cdb48d'),
      disc(120, 148, 34, paper),
      path('M120 128c18 14 16 34 0 38-16-4-18-24 0-38z', base),
      path('M120 128c18 14 16 34 0 38z', shade),
      path('M120 130c-4-8-2-14 2-20 4 6 4 14-2 20z', leaf),
      line('M112 166l-4 8M120 167v9M128 166l4 8', deep, 3),
      box(92, 100, 56, 8, 3, light),
    ].join(''),
  ),
  houseplant: standing(44, ({ base, shade, light }) =>
    [
      line('M120 150c-4-30-20-50-40-62M120 150c0-40 4-60 12-90M120 150c6-24 20-40 42-48', leafShade, 5),
      path(
        'M84 94C56 96 40 80 40 54c28 0 44 14 44 40zM132 64c-20-10-26-30-14-52 22 10 28 30 14 52zM160 104c2-26 18-40 44-40 0 26-16 42-44 40z',
        leaf,
      ),
      path('M104 120c-22 8-42 0-52-20 24-6 42 0 52 20zM134 118c6-22 4-38 26-58 8 24 0 46-26 58z', leafShade),
      path('M82 142h76l-8 50c-1 5-4 8-10 8h-40c-6 0-9-3-10-8z', base),
      path('M136 142h22l-8 50c-1 5-4 8-10 8h-14c6-1 8-4 9-8z', shade),
      box(88, 150, 28, 6, 3, light),
    ].join(''),
  ),
  birdhouse: lying(({ base, shade, light, deep }) =>
    [
      line('M120 20v28', woodShade, 4),
      box(112, 182, 16, 46, 4, woodShade),
      path('M70 100l50-48 50 48v80c0 6-3 10-10 10H80c-7 0-10-4-10-10z', base),
      path('M120 52l50 48v80c0 6-3 10-10 10h-18V74z', shade),
      path('M120 38 52 102l12 12 56-54 56 54 12-12z', deep),
      disc(114, 122, 19, ink),
      line('M114 152v12', woodShade, 7),
      line('M80 176h50', light, 4),
      path('M132 144c2-14 14-18 24-12l12-4-8 10c0 12-12 18-22 14l-14 6z', '#b4472f'),
    ].join(''),
  ),
  gardenChair: standing(72, ({ base, shade, light, deep }) =>
    [
      line('M84 148l-14 50M164 148l14 50M92 150l70 46M156 150l-70 46', ink, 7),
      path('M76 54c14-12 74-12 88 0l-6 82H82z', base),
      line('M98 52l4 82M120 48v86M142 52l-4 82', shade, 6),
      line('M90 60l4 66', light, 4),
      path('M66 136h108l6 16c0 4-2 6-6 6H66c-4 0-6-2-6-6z', shade),
      box(60, 148, 120, 10, 5, deep),
    ].join(''),
  ),
  stringLights: lying(({ base, shade }) =>
    [
      line('M16 70c40 40 80 40 104 8 24 32 64 32 104-8', ink, 4),
      line('M16 150c40 34 76 30 104 0 28 30 64 34 104 0', ink, 4),
      [44, 82, 158, 196].map((x) => bulb(x, 100, base, shade)).join(''),
      [44, 84, 156, 196].map((x) => bulb(x, 178, base, shade)).join(''),
    ].join(''),
  ),
  hose: standing(70, ({ base, shade, deep }) =>
    [
      [66, 50, 34]
        .map(
          (r, i) =>
            `<circle cx="112" cy="128" r="${r}" fill="none" stroke="${i % 2 ? shade : base}" stroke-width="13"/>`,
        )
        .join(''),
      line('M160 176c20 20 44 16 48-12V92', base, 13),
      path('M198 96h20l-4-34h-12z', deep),
      box(200, 52, 16, 12, 4, wood),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
