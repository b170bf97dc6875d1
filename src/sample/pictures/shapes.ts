/** Everything in the pictures is one of these, on a field of 240 × 240. */
export const path = (d: string, fill: string): string => `<path fill="${fill}" d="${d}"/>`;

export const line = (d: string, stroke: string, width: number): string =>
  `<path fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${d}"/>`;

export const disc = (cx: number, cy: number, r: number, fill: string): string =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;

export const oval = (cx: number, cy: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;

export const box = (x: number, y: number, width: number, height: number, radius: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`;

export const ring = (cx: number, cy: number, r: number, stroke: string, width: number): string =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;

export const turned = (degrees: number, ...shapes: string[]): string =>
  `<g transform="rotate(${degrees} 120 120)">${shapes.join('')}</g>`;

export const faded = (opacity: number, ...shapes: string[]): string => `<g opacity="${opacity}">${shapes.join('')}</g>`;
