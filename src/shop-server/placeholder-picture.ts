import type { Product } from '../core/product.js';
import { textHash } from '../sample/text-hash.js';
import { escapeHtml } from './html.js';

interface Scheme {
  background: string;
  pattern: string;
  letter: string;
}

const schemes: Scheme[] = [
  { background: '#f1e9da', pattern: '#e6d8bf', letter: '#7a5a2e' },
  { background: '#e7eadc', pattern: '#d5dcc4', letter: '#4c6340' },
  { background: '#dfe8ec', pattern: '#cbdae0', letter: '#365a6c' },
  { background: '#f2e2d9', pattern: '#e9cfc0', letter: '#93492f' },
  { background: '#e8e4ee', pattern: '#d8d0e2', letter: '#5b4a78' },
  { background: '#f0dfe1', pattern: '#e5c9cd', letter: '#8b3a4d' },
  { background: '#dceae4', pattern: '#c5dbd1', letter: '#2f6350' },
  { background: '#f3e8cb', pattern: '#e8d8a9', letter: '#7a6114' },
];

/** A picture for a product that has none: its maker's initials in the maker's colours, on the pattern of its category. */
export function placeholderPicture({ id, title, brand, category }: Product): string {
  const scheme = schemes[textHash(brand ?? title) % schemes.length];
  const pattern = patterns[textHash(category?.at(-1) ?? id) % patterns.length];
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">',
    `<path fill="${scheme.background}" d="M0 0h240v240H0z"/>`,
    pattern(scheme.pattern),
    `<circle cx="120" cy="120" r="62" fill="${scheme.background}"/>`,
    `<circle cx="120" cy="120" r="56" fill="none" stroke="${scheme.letter}" stroke-width="1.5" opacity=".5"/>`,
    `<text x="120" y="122" fill="${scheme.letter}" font-family="Georgia, serif" font-size="52" text-anchor="middle"`,
    ` dominant-baseline="central">${escapeHtml(initials(brand ?? title))}</text>`,
    '</svg>',
  ].join('');
}

const steps = [0, 1, 2, 3, 4, 5];

const patterns: ((colour: string) => string)[] = [
  // scales
  (colour) =>
    steps.flatMap((row) => steps.map((column) => ring(column * 48 + (row % 2) * 24, row * 48, 24, colour))).join(''),
  // rays
  (colour) => steps.map((i) => stroke(`M120 120L${-80 + i * 80} -40M120 120L${-80 + i * 80} 280`, colour)).join(''),
  // slanting lines
  (colour) => steps.map((i) => stroke(`M${i * 80 - 200} 260l280-280`, colour)).join(''),
  // growing rings
  (colour) => steps.map((i) => ring(120, 120, 70 + i * 20, colour)).join(''),
  // dots
  (colour) =>
    steps
      .flatMap((row) => steps.map((column) => `<circle cx="${column * 48}" cy="${row * 48}" r="9" fill="${colour}"/>`))
      .join(''),
];

const ring = (x: number, y: number, r: number, colour: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${colour}" stroke-width="5"/>`;

const stroke = (d: string, colour: string): string =>
  `<path fill="none" stroke="${colour}" stroke-width="9" d="${d}"/>`;

/** Up to two letters. */
const initials = (name: string): string =>
  (name.match(/[\p{Letter}\p{Number}]+/gu) ?? ['·'])
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join('');
