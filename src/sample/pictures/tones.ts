/** The few colours one picture is drawn with: those of the product, and materials that are the same everywhere. */
export interface Tones {
  base: string;
  /** A little darker than `base`: the side away from the light. */
  shade: string;
  /** A little lighter than `base`: the side towards the light. */
  light: string;
  /** Much darker than `base`: openings, seams, handles. */
  deep: string;
}

export const materials = {
  paper: '#fbf7ef',
  ink: '#3d3a37',
  wood: '#bd9466',
  woodShade: '#9c7549',
  metal: '#c3c8ca',
  metalShade: '#959da1',
  leaf: '#6d8a5a',
  leafShade: '#54704a',
} as const;

export function tonesOf(base: string): Tones {
  return {
    base,
    shade: mix(base, '#2b2622', 0.16),
    light: mix(base, '#fffaf0', 0.3),
    deep: mix(base, '#2b2622', 0.48),
  };
}

/** The colour that lies `share` of the way from one hex colour to another. */
export function mix(from: string, to: string, share: number): string {
  const a = channels(from);
  const b = channels(to);
  return `#${a
    .map((value, i) =>
      Math.round(value + (b[i] - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Euclidean distance of two hex colours in RGB: 0 the same … 441 black and white. */
export function colourDistance(one: string, other: string): number {
  const b = channels(other);
  return Math.hypot(...channels(one).map((value, i) => value - b[i]));
}

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
