const SVG = 'http://www.w3.org/2000/svg';

/** A bar filled to a share of its width; drawn, since the page's policy allows no inline style. @param share  0…1. */
export function bar(share: number): SVGSVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ class: 'bar', viewBox: '0 0 1 1', preserveAspectRatio: 'none' }))
    picture.setAttribute(name, value);
  picture.setAttribute('aria-hidden', 'true');
  const filled = document.createElementNS(SVG, 'rect');
  filled.setAttribute('width', String(share));
  filled.setAttribute('height', '1');
  picture.append(filled);
  return picture;
}
