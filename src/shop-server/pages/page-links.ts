import { type Html, html } from '../html.js';

/** Links to the pages of a list: the first, the last and those around the current one. */
export function pageLinks(current: number, count: number, pathOf: (page: number) => string): Html | undefined {
  if (count <= 1) return undefined;
  const numbers = [...new Set([1, current - 1, current, current + 1, count])].filter((n) => n >= 1 && n <= count);
  const links = numbers.map((number, i) => {
    const gap = i > 0 && number > numbers[i - 1] + 1 && html`<li class="pages-gap" aria-hidden="true">…</li>`;
    return html`${gap}<li><a href="${pathOf(number)}" aria-label="Page ${number}"${number === current && html` aria-current="page"`}>${number}</a></li>`;
  });
  return html`<nav class="pages" aria-label="Pages"><ul>
  ${current > 1 && html`<li><a href="${pathOf(current - 1)}" rel="prev">Back</a></li>`}
  ${links}
  ${current < count && html`<li><a href="${pathOf(current + 1)}" rel="next">Next</a></li>`}
</ul></nav>`;
}
