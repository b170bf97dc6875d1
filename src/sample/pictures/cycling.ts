import { type Drawing, lying, standing } from './drawing.js';
import { box, disc, line, oval, path, ring, turned } from './shapes.js';
import { materials } from './tones.js';

const { paper, ink, woodShade, metal, metalShade } = materials;

const wheels =
  ring(58, 156, 40, ink, 6) +
  ring(182, 156, 40, ink, 6) +
  ring(58, 156, 33, metalShade, 2) +
  ring(182, 156, 33, metalShade, 2);
const spokes = line(
  'M58 120v72M22 156h72M33 131l50 50M83 131l-50 50M182 120v72M146 156h72M157 131l50 50M207 131l-50 50',
  metal,
  1,
);

export const cycling = {
  cityBike: standing(96, ({ base, shade, deep }) =>
    [
      spokes,
      wheels,
      line('M58 156l28-62c16 28 22 44 28 62zM114 156l56-60M182 156l-16-78', base, 7),
      line('M114 156 82 84', shade, 7),
      line('M66 82h34', woodShade, 10),
      line('M150 66l16 10c14-2 24 0 28 8', ink, 6),
      line('M24 132c6-20 24-30 44-26l-4 8c-16-2-28 6-32 20zM148 132c6-20 24-30 44-26', deep, 6),
      disc(114, 156, 12, ink),
      line('M114 156l12 18M118 176h18', metalShade, 5),
      box(168, 86, 40, 26, 5, woodShade),
    ].join(''),
  ),
  tourer: standing(96, ({ base, shade }) =>
    [
      spokes,
      wheels,
      line('M58 156 90 92h70l-46 64zM90 92l24 64M58 156h56M182 156 158 76', base, 7),
      line('M58 156h56', shade, 6),
      line('M84 74l8 20', ink, 5),
      line('M70 72h32', ink, 10),
      line('M156 74h22c16 0 16 24 2 24', ink, 6),
      disc(114, 156, 12, ink),
      line('M114 156l12 18M118 176h18', metalShade, 5),
    ].join(''),
  ),
  childBike: standing(84, ({ base, shade, light, deep }) =>
    [
      ring(70, 164, 32, ink, 8),
      ring(170, 164, 32, ink, 8),
      disc(70, 164, 7, shade),
      disc(170, 164, 7, shade),
      line('M70 164l24-52c10 26 20 40 34 40M94 112l52 36M170 164 150 92', base, 9),
      line('M78 100h34', deep, 12),
      line('M138 84h26', ink, 8),
      line('M164 84l10 24M160 84l-4 22', light, 4),
      disc(146, 148, 10, ink),
      path('M136 92h22l-3 20h-16z', light),
    ].join(''),
  ),
  bell: lying(({ base, shade, light, deep }) =>
    [
      line('M30 186h180', ink, 16),
      box(100, 168, 40, 34, 8, deep),
      box(112, 146, 16, 26, 4, metalShade),
      path('M50 146c0-52 28-82 70-82s70 30 70 82z', base),
      path('M128 64c38 4 62 34 62 82h-40c0-36-4-62-22-82z', shade),
      path('M68 132c2-26 12-40 28-48-10 16-14 30-14 48 0 6-14 6-14 0z', light),
      box(44, 142, 152, 12, 6, deep),
      disc(120, 62, 9, metal),
      line('M196 148l22-18', metalShade, 8),
    ].join(''),
  ),
  bikeLight: standing(52, ({ base, shade, light, deep }) =>
    [
      path('M164 92l62-30v120l-62-30z', 'rgba(255,232,170,.55)'),
      box(70, 146, 46, 54, 8, ink),
      box(44, 78, 104, 82, 20, base),
      box(44, 130, 104, 30, 14, shade),
      path('M138 84h18c8 0 12 6 12 14v42c0 8-4 14-12 14h-18z', metal),
      box(150, 92, 18, 54, 6, '#fff0bf'),
      box(58, 92, 56, 9, 4, light),
      disc(84, 126, 9, deep),
    ].join(''),
  ),
  saddle: lying(({ base, shade, light, deep }) =>
    [
      line('M70 130c20 36 60 44 100 4M92 140c30 20 50 14 92-6', metalShade, 6),
      box(112, 158, 20, 56, 5, metalShade),
      path(
        'M28 92c8-24 40-26 64-14 30 14 70 10 114 8 12 0 14 16 4 20-40 12-74 14-98 38-10 10-30 12-46 2C40 130 24 112 28 92z',
        base,
      ),
      path(
        'M28 92c10 30 50 40 84 18 30-18 60-18 102-16 2 5 1 10-4 12-40 12-74 14-98 38-10 10-30 12-46 2C40 130 24 112 28 92z',
        shade,
      ),
      path('M48 88c10-6 24-4 36 2-12 0-22 2-30 8z', light),
      disc(44, 112, 4, deep),
      disc(60, 128, 4, deep),
    ].join(''),
  ),
  floorPump: standing(52, ({ base, shade, light, deep }) =>
    [
      line('M140 168c50 0 50-60 30-84s-8-44 10-44', ink, 6),
      box(174, 30, 16, 24, 4, metalShade),
      box(76, 34, 88, 16, 8, woodShade),
      box(116, 46, 8, 40, 2, metal),
      box(106, 80, 28, 104, 6, base),
      box(122, 80, 12, 104, 5, shade),
      box(110, 90, 5, 82, 2, light),
      path('M70 188h100c6 0 8 4 8 12H62c0-8 2-12 8-12z', deep),
      disc(120, 176, 20, paper),
      disc(120, 176, 15, metal),
      line('M120 176l8-8', '#b4472f', 3),
    ].join(''),
  ),
  helmet: standing(80, ({ base, shade, light, deep }) =>
    [
      line('M70 156c10 44 44 52 72 30M150 154l-10 34', ink, 5),
      path('M36 148c0-58 34-92 86-92 54 0 86 34 86 84 0 12-6 16-18 16H52c-10 0-16-2-16-8z', base),
      path('M140 58c44 8 68 38 68 82 0 12-6 16-18 16h-30c8-36 4-72-20-98z', shade),
      path(
        'M72 120c4-24 16-38 34-46-6 16-8 30-10 46zM112 120c0-22 4-38 12-50 8 14 12 30 12 50zM152 120c-2-18-4-32-10-44 18 10 26 24 30 44z',
        deep,
      ),
      line('M50 140h142', light, 6),
    ].join(''),
  ),
  pannier: standing(64, ({ base, shade, light, deep }) =>
    [
      line('M84 58c0-20 72-20 72 0', deep, 7),
      path('M60 76h120l8 108c1 10-4 16-14 16H66c-10 0-15-6-14-16z', base),
      path('M150 76h30l8 108c1 10-4 16-14 16h-18z', shade),
      path('M54 64c0-6 4-10 10-10h112c6 0 10 4 10 10l4 58H50z', light),
      path('M150 54h26c6 0 10 4 10 10l4 58h-34z', base),
      box(78, 100, 14, 56, 3, deep),
      box(148, 100, 14, 56, 3, deep),
      box(74, 132, 22, 16, 3, metalShade),
      box(144, 132, 22, 16, 3, metalShade),
      box(108, 164, 24, 12, 3, paper),
    ].join(''),
  ),
  lock: lying(({ base, shade, light, deep }) =>
    [
      line('M78 128V84c0-58 84-58 84 0v44', metalShade, 18),
      line('M78 128V84c0-58 84-58 84 0v44', metal, 8),
      box(48, 122, 144, 74, 18, base),
      path('M162 122h12c12 0 18 6 18 18v38c0 12-6 18-18 18h-12z', shade),
      box(62, 134, 60, 8, 4, light),
      disc(120, 158, 13, deep),
      path('M115 158h10l4 24h-18z', deep),
    ].join(''),
  ),
  bottle: standing(38, ({ base, shade, light, deep }) =>
    [
      box(108, 26, 24, 18, 6, ink),
      path('M92 64c0-14 8-22 18-22h20c10 0 18 8 18 22z', deep),
      path(
        'M84 76c0-8 4-12 12-12h48c8 0 12 4 12 12v28c0 10-8 12-8 22s8 12 8 22v40c0 8-4 12-12 12H96c-8 0-12-4-12-12v-40c0-10 8-12 8-22s-8-12-8-22z',
        base,
      ),
      path(
        'M136 64h8c8 0 12 4 12 12v28c0 10-8 12-8 22s8 12 8 22v40c0 8-4 12-12 12h-14c8-2 10-6 10-12v-40c0-10-6-12-6-22s6-12 6-22V76c0-6-1-10-4-12z',
        shade,
      ),
      box(94, 76, 8, 28, 4, light),
      box(94, 150, 8, 34, 4, light),
    ].join(''),
  ),
  repairKit: lying(({ base, shade, light, deep }) =>
    turned(
      -8,
      box(44, 66, 160, 120, 14, 'rgba(60,50,40,.14)'),
      box(38, 58, 160, 120, 14, base),
      box(38, 150, 160, 28, 12, shade),
      box(52, 72, 132, 70, 6, deep),
      box(64, 82, 10, 50, 4, metal),
      path('M60 80c0-12 18-12 18 0l-4 6h-10z', metal),
      line('M92 84v46', light, 8),
      line('M110 84v46', '#b4472f', 8),
      oval(146, 108, 26, 20, ink),
      oval(146, 108, 14, 9, paper),
      box(100, 154, 40, 12, 4, light),
    ),
  ),
} satisfies Record<string, Drawing>;
