/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

type Value = Html | string | number | undefined | false | Value[];

/** Builds markup from a template; every value that is no {@link Html} is escaped, nothing and `false` are left out. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.reduce((markup, text, i) => markup + markupOf(values[i - 1]) + text));
}

/** Structured data for a script element, from which no `</script>` can escape. */
export const jsonLd = (data: object): Html =>
  new Html(`<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`);

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

function markupOf(value: Value): string {
  if (Array.isArray(value)) return value.map(markupOf).join('');
  if (value instanceof Html) return value.markup;
  return value === undefined || value === false ? '' : escapeHtml(String(value));
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
