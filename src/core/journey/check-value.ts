/** Throws a TypeError or RangeError that names the argument and shows the value. */
export type Check = (value: unknown, name: string) => void;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of the object itself: what a page has put on `Object.prototype` is nobody's argument. */
export const own = (source: object, key: string): unknown =>
  Object.hasOwn(source, key) ? (source as Record<string, unknown>)[key] : undefined;

export const text: Check = (value, name) => {
  if (typeof value !== 'string' || value === '') throw new TypeError(mustBe(name, 'a text', value));
};

export const flag: Check = (value, name) => {
  if (typeof value !== 'boolean') throw new TypeError(mustBe(name, 'true or false', value));
};

export const callable: Check = (value, name) => {
  if (typeof value !== 'function') throw new TypeError(mustBe(name, 'a function', value));
};

export const number = (min: number, max: number): Check => inRange('number', min, max, Number.isFinite);

export const whole = (min: number, max: number): Check => inRange('whole number', min, max, Number.isSafeInteger);

const inRange =
  (noun: string, min: number, max: number, isFit: (value: unknown) => boolean): Check =>
  (value, name) => {
    const isNumber = typeof value === 'number';
    if (isNumber && isFit(value) && value >= min && value <= max) return;
    const message = mustBe(name, `a ${noun} from ${min} to ${max}`, value);
    throw isNumber ? new RangeError(message) : new TypeError(message);
  };

export const oneOf =
  (values: readonly unknown[]): Check =>
  (value, name) => {
    if (!values.includes(value)) throw new TypeError(mustBe(name, `one of ${values.join(', ')}`, value));
  };

export const listOf =
  (check: Check): Check =>
  (value, name) => {
    if (!Array.isArray(value)) throw new TypeError(mustBe(name, 'a list', value));
    value.forEach((entry, i) => {
      check(entry, `${name}[${i}]`);
    });
  };

/** One value, or a list of at least one. */
export const oneOrMore =
  (check: Check): Check =>
  (value, name) => {
    if (!Array.isArray(value)) check(value, name);
    else if (value.length === 0) throw new RangeError(`${name} must not be an empty list`);
    else listOf(check)(value, name);
  };

/**
 * An object whose fields pass their checks where they are given. Fields without a check are ignored.
 *
 * @param required  Fields that must be given.
 */
export const fieldsOf =
  (checks: Record<string, Check>, required: readonly string[] = []): Check =>
  (value, name) => {
    if (!isRecord(value)) throw new TypeError(mustBe(name, 'an object', value));
    for (const [field, check] of Object.entries(checks)) {
      const given = own(value, field);
      if (given !== undefined || required.includes(field)) check(given, `${name}.${field}`);
    }
  };

/** Checks the named arguments of a call where they are given: `recommend: limit must be …, got -1`. */
export function checkArguments(call: string, checks: Readonly<Record<string, Check>>, given: unknown): void {
  if (!isRecord(given)) throw new TypeError(mustBe(`${call}: the argument`, 'an object', given));
  for (const [field, check] of Object.entries(checks)) {
    const value = own(given, field);
    if (value !== undefined) check(value, `${call}: ${field}`);
  }
}

/** The own fields of an object that are given, without a prototype that could add to them. */
export function ownFields<T extends object>(source: T, fields: Iterable<string>): Partial<T> {
  const picked: Record<string, unknown> = Object.create(null);
  for (const field of fields) {
    const value = own(source, field);
    if (value !== undefined) picked[field] = value;
  }
  return picked as Partial<T>;
}

export const mustBe = (name: string, what: string, value: unknown): string =>
  `${name} must be ${what}, got ${shown(value)}`;

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
