/** Names under which feeds wrap a single value, e.g. `{"name": "Acme"}` or `{"value": 12, "currency": "EUR"}`. */
const WRAPPERS = ['name', 'value', 'amount', 'title', 'src', 'url', 'link', 'href'];

const HAS_SURROGATE = /[\ud800-\udfff]/;
/** Half a character, as JSON can write it: UTF-8 cannot, and would make two different ids one. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The one text in a feed's value: numbers and booleans as text, of a list the first entry, of an object its name or
 * value. Undefined when there is none or it is blank.
 */
export function scalarText(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  if (text === undefined || text === '') return undefined;
  return HAS_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length > 0 && !Array.isArray(value[0]) ? textOf(value[0]) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of WRAPPERS) {
    const wrapped: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (typeof wrapped === 'string' || typeof wrapped === 'number') return textOf(wrapped);
  }
  return undefined;
}
