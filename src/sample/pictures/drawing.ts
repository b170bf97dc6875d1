import type { Tones } from './tones.js';

/** How one kind of product is drawn. */
export interface Drawing {
  /** Half the width of the shadow on the ground at y = 200; without one the product lies flat or hangs. */
  shadow?: number;
  draw(tones: Tones): string;
}

export const standing = (shadow: number, draw: Drawing['draw']): Drawing => ({ shadow, draw });
export const lying = (draw: Drawing['draw']): Drawing => ({ draw });
