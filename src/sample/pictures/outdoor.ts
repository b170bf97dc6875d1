import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, faded, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, wood, woodShade, metal, metalShade } = materials;

export const outdoor = {
  tent: standing(104, ({ base, shade, light, deep }) =>
    [
      line('M120 56 22 198M120 56l98 142M34 198l-16 6M206 198l16 6', ink, 3),
      path('M120 58 28 198h184z', base),
      path('M120 58 92 198h120z', shade),
      path('M120 58 104 198h44z', deep),
      path('M120 58c2 50-4 100-24 140h-12z', light),
      path('M120 58 152 198h14z', base),
      line('M120 58V46', ink, 4),
    ].join(''),
  ),
  familyTent: standing(108, ({ base, shade, light, deep }) =>
    [
      path('M18 198c4-64 40-106 102-106s98 42 102 106z', base),
      path('M120 92c62 0 98 42 102 106h-58c-2-56-16-92-44-106z', shade),
      path('M84 198c0-46 12-74 36-74s36 28 36 74z', deep),
      path('M84 198c0-46 12-74 36-74-8 20-14 46-16 74z', light),
      line('M40 150c8-28 28-46 54-52M200 150c-8-28-28-46-54-52', light, 4),
      box(182, 150, 22, 18, 4, paper),
    ].join(''),
  ),
  sleepingBag: lying(({ base, shade, light, deep }) =>
    turned(
      -24,
      path(
        'M84 66c0-30 16-46 36-46s36 16 36 46c14 12 18 26 18 48l-14 84c-3 18-12 26-26 26h-28c-14 0-23-8-26-26L66 114c0-22 4-36 18-48z',
        base,
      ),
      path('M120 20c20 0 36 16 36 46 14 12 18 26 18 48l-14 84c-3 18-12 26-26 26h-14z', shade),
      disc(120, 58, 24, deep),
      disc(120, 60, 17, light),
      line('M120 90v130', deep, 4),
      line('M70 128h40M132 128h36M76 164h34M132 164h32M82 198h28M132 198h26', light, 3),
    ),
  ),
  sleepingMat: standing(84, ({ base, shade, light, deep }) =>
    [
      path('M76 116h120c14 0 22 10 22 42s-8 42-22 42H76z', base),
      path('M76 172h140c-3 20-10 28-20 28H76z', shade),
      disc(76, 158, 42, light),
      line('M76 158m-34 0a34 34 0 1 1 34 34a28 28 0 1 1 0-56a22 22 0 1 1 0 44a16 16 0 0 1 0-32', shade, 6),
      box(128, 114, 12, 88, 4, deep),
      box(176, 114, 12, 88, 4, deep),
    ].join(''),
  ),
  campStove: standing(60, ({ base, shade, deep }) =>
    [
      box(64, 58, 112, 52, 10, metal),
      box(132, 58, 44, 52, 10, metalShade),
      line('M64 74H34', metalShade, 9),
      path('M104 130c-8-10 2-14 4-22 8 6 8 10 12 4 4 8 18 10 8 20z', '#e2873f'),
      line('M78 116h84M92 116l16 24M148 116l-16 24', ink, 6),
      box(108, 136, 24, 16, 4, ink),
      path('M84 152h72v36c0 8-6 12-14 12H98c-8 0-14-4-14-12z', base),
      path('M136 152h20v36c0 8-6 12-14 12h-14c6-2 8-6 8-12z', shade),
      box(84, 166, 72, 12, 0, deep),
    ].join(''),
  ),
  lantern: standing(46, ({ base, shade, light, deep }) =>
    [
      line('M84 84c0-58 72-58 72 0', ink, 6),
      path('M90 78h60l14 20H76z', base),
      box(106, 64, 28, 16, 6, deep),
      faded(0.9, box(82, 98, 76, 74, 12, '#fdf0c9')),
      disc(120, 138, 24, '#f8d778'),
      path('M120 112c12 14 14 22 14 28a14 14 0 0 1-28 0c0-8 8-12 14-28z', '#e9993d'),
      line('M94 98v74M146 98v74', base, 5),
      box(74, 170, 92, 30, 9, base),
      box(134, 170, 32, 30, 9, shade),
      box(84, 178, 8, 14, 4, light),
    ].join(''),
  ),
  backpack: standing(64, ({ base, shade, light, deep }) =>
    [
      line('M102 48c0-18 36-18 36 0', deep, 7),
      box(48, 120, 26, 62, 12, shade),
      box(166, 120, 26, 62, 12, shade),
      path('M64 92c0-30 20-48 56-48s56 18 56 48v88c0 14-8 20-20 20H84c-12 0-20-6-20-20z', base),
      path('M142 47c22 6 34 22 34 45v88c0 14-8 20-20 20h-20c10-4 14-10 14-20z', shade),
      path('M64 90c0-28 20-44 56-44s56 16 56 44v10c-34 10-78 10-112 0z', light),
      box(82, 132, 76, 54, 12, shade),
      line('M82 146h76', deep, 4),
      box(88, 92, 8, 30, 3, deep),
      box(144, 92, 8, 30, 3, deep),
      box(112, 62, 16, 10, 3, paper),
    ].join(''),
  ),
  boot: standing(84, ({ base, shade, light, deep }) =>
    [
      path('M66 56h66v58c0 12 10 18 30 24 24 6 38 14 38 36H60c-8-40 6-70 6-118z', base),
      path('M66 56h26c0 50-12 70-8 118H60c-8-40 6-70 6-118z', shade),
      path('M160 138c26 6 40 14 40 36h-44c0-14 0-26 4-36z', deep),
      path('M52 174h152v12c0 8-6 14-14 14H62c-8 0-12-6-12-14z', ink),
      path('M50 186h154c0 8-6 14-14 14H62c-8 0-12-6-12-14z', deep),
      box(60, 48, 78, 20, 9, light),
      line('M112 82h26M112 98h28M114 114h28M124 130l26-8', paper, 5),
    ].join(''),
  ),
  poles: standing(40, ({ base, shade, deep }) =>
    [
      turned(
        10,
        box(92, 76, 8, 124, 3, base),
        box(92, 140, 8, 60, 3, metal),
        box(88, 34, 16, 50, 7, ink),
        oval(96, 190, 13, 4, deep),
        line('M96 40c-26 4-20 44-2 48', shade, 4),
      ),
      turned(
        -10,
        box(140, 76, 8, 124, 3, base),
        box(140, 140, 8, 60, 3, metal),
        box(136, 34, 16, 50, 7, ink),
        oval(144, 190, 13, 4, deep),
        line('M144 40c26 4 20 44 2 48', shade, 4),
      ),
    ].join(''),
  ),
  flask: standing(40, ({ base, shade, light, deep }) =>
    [
      box(98, 34, 44, 36, 8, metal),
      box(126, 34, 16, 36, 8, metalShade),
      box(92, 66, 56, 12, 4, deep),
      path('M82 104c0-16 6-26 18-28h40c12 2 18 12 18 28v78c0 12-6 18-16 18H98c-10 0-16-6-16-18z', base),
      path('M136 76h4c12 2 18 12 18 28v78c0 12-6 18-16 18h-14c8-3 12-8 12-18v-78c0-14-1-24-4-28z', shade),
      box(92, 98, 9, 82, 4, light),
      box(106, 128, 30, 12, 3, paper),
    ].join(''),
  ),
  dryBag: standing(50, ({ base, shade, light, deep }) =>
    [
      box(66, 62, 108, 18, 8, deep),
      path('M70 78h100c-4 20 6 40 6 66v40c0 12-6 16-16 16H80c-10 0-16-4-16-16v-40c0-26 10-46 6-66z', base),
      path('M142 78h28c-4 20 6 40 6 66v40c0 12-6 16-16 16h-24c10-4 12-10 12-20v-38c0-26-8-44-6-64z', shade),
      line('M70 62c0-34 100-34 100 0', ink, 6),
      path('M80 108c6 20-2 30 0 66-10-10-10-50 0-66z', light),
      path('M120 122c14 16 16 24 16 30a16 16 0 0 1-32 0c0-8 8-14 16-30z', paper),
    ].join(''),
  ),
  coolBag: standing(80, ({ base, shade, light, deep }) =>
    [
      line('M76 104c0-60 88-60 88 0', deep, 9),
      box(44, 92, 152, 108, 14, base),
      path('M166 92h16c9 0 14 5 14 14v80c0 9-5 14-14 14h-16z', shade),
      box(40, 86, 160, 24, 10, light),
      line('M46 110h148', deep, 4),
      box(82, 132, 62, 44, 8, shade),
      line('M113 140v28M101 147l24 14M125 147l-24 14', paper, 4),
    ].join(''),
  ),
  blanket: standing(78, ({ base, shade, light, deep }) =>
    [
      box(46, 150, 148, 50, 20, shade),
      box(46, 112, 148, 50, 20, base),
      box(46, 74, 148, 50, 20, light),
      path('M88 74h16v126H88zM140 74h16v126h-16z', 'rgba(60,50,40,.16)'),
      line('M58 99h124M58 137h124M58 175h124', paper, 3),
      line(
        'M46 194v12M60 198v10M74 199v9M90 199v9M106 199v9M122 199v9M138 199v9M154 199v9M170 199v9M186 196v10',
        deep,
        3,
      ),
    ].join(''),
  ),
  compass: lying(({ base, shade, deep }) =>
    [
      disc(124, 130, 72, 'rgba(60,50,40,.14)'),
      ring(120, 40, 12, shade, 6),
      disc(120, 122, 72, base),
      disc(120, 122, 58, paper),
      line('M120 72v8M120 164v8M70 122h8M162 122h8', ink, 4),
      turned(32, path('M120 76l12 46h-24z', '#b4472f'), path('M120 168l12-46h-24z', deep)),
      disc(120, 122, 6, shade),
    ].join(''),
  ),
  hammock: standing(96, ({ base, shade, light }) =>
    [
      box(22, 44, 12, 156, 5, woodShade),
      box(206, 44, 12, 156, 5, woodShade),
      line('M30 72l26 36M210 72l-26 36M30 72l40 30M210 72l-40 30', wood, 3),
      path('M48 104c40 82 104 82 144 0-12 96-132 96-144 0z', base),
      path('M48 104c40 82 104 82 144 0-2 12-6 24-12 34-36 42-84 42-120 0-6-10-10-22-12-34z', shade),
      line('M62 128c36 36 80 36 116 0M74 148c28 22 64 22 92 0', light, 5),
    ].join(''),
  ),
} satisfies Record<string, Drawing>;
