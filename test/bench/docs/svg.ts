/** Series colours: each is told apart from the others and from both backgrounds, also by eyes that see no red or green. */
const SERIES = [
  { light: '#0b62c4', dark: '#6cb6ff' },
  { light: '#b35900', dark: '#ffab70' },
  { light: '#5c6470', dark: '#a5adb8' },
  { light: '#8a2f87', dark: '#e39be0' },
];

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px }
.faint { fill: #59636e }
.back { fill: #ffffff }
.grid { stroke: #d5dae0 }
.base { stroke: #59636e }
path { fill: none; stroke-width: 2.5 }
${SERIES.map(({ light }, i) => `.s${i} { stroke: ${light} } .f${i} { fill: ${light} }`).join('\n')}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.faint { fill: #9198a1 }
.back { fill: #0d1117 }
.grid { stroke: #30363d }
.base { stroke: #9198a1 }
${SERIES.map(({ dark }, i) => `.s${i} { stroke: ${dark} } .f${i} { fill: ${dark} }`).join('\n')}
}`;

/** The class of a series' lines, and of its areas. */
export const strokeOf = (series: number): string => `s${series % SERIES.length}`;
export const fillOf = (series: number): string => `f${series % SERIES.length}`;

/**
 * A picture that stands on light and dark pages alike.
 *
 * @param description  Says in words what the picture shows.
 */
export function svg(width: number, height: number, description: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(description)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="${width}" height="${height}" rx="6"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

export interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  kind?: 'title' | 'faint';
}

export function text(x: number, y: number, content: string, { anchor = 'start', kind }: TextOptions = {}): string {
  const style = kind === undefined ? '' : ` class="${kind}"`;
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}"${style}>${escaped(content)}</text>`;
}

export const line = (x1: number, y1: number, x2: number, y2: number, kind: 'grid' | 'base'): string =>
  `<line class="${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;

export const px = (length: number): string => String(Math.round(length * 10) / 10);

const escaped = (content: string): string =>
  content.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string);
