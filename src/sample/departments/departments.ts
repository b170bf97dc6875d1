import type { Department } from '../product-range.js';
import { audio } from './audio.js';
import { cycling } from './cycling.js';
import { garden } from './garden.js';
import { home } from './home.js';
import { kitchen } from './kitchen.js';
import { knitwear } from './knitwear.js';
import { outdoor } from './outdoor.js';
import { skincare } from './skincare.js';
import { stationery } from './stationery.js';
import { toys } from './toys.js';

export const departments: Department[] = [
  kitchen,
  home,
  garden,
  outdoor,
  cycling,
  knitwear,
  skincare,
  stationery,
  audio,
  toys,
];
