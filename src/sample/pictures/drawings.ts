import { audio } from './audio.js';
import { clothing } from './clothing.js';
import { cycling } from './cycling.js';
import { garden } from './garden.js';
import { home } from './home.js';
import { kitchen } from './kitchen.js';
import { outdoor } from './outdoor.js';
import { skincare } from './skincare.js';
import { stationery } from './stationery.js';
import { toys } from './toys.js';

/** Every picture of the kit by name. */
export const drawings = {
  ...kitchen,
  ...outdoor,
  ...garden,
  ...home,
  ...stationery,
  ...audio,
  ...toys,
  ...clothing,
  ...skincare,
  ...cycling,
};

export type PictureName = keyof typeof drawings;
