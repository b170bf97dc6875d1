import { type Check, fieldsOf, isRecord, listOf, mustBe, number, oneOf, text, whole } from './check-value.js';

/** Nobody writes filters this deep by hand; a generated one must not exhaust the stack. */
const MAX_DEPTH = 16;

const SCALARS = ['string', 'number', 'boolean'];

const scalar: Check = (value, name) => {
  if (!SCALARS.includes(typeof value)) throw new TypeError(mustBe(name, 'a text, a number, true or false', value));
};

const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE);

const OPERATORS: Record<string, Check> = {
  $ne: scalar,
  $gt: anyNumber,
  $gte: anyNumber,
  $lt: anyNumber,
  $lte: anyNumber,
  $same: oneOf([true]),
};

const filter: Check = (value, name) => checkFilter(value, name, 0);

function checkFilter(value: unknown, name: string, depth: number): void {
  if (!isRecord(value)) throw new TypeError(mustBe(name, 'an object', value));
  if (depth > MAX_DEPTH) throw new RangeError(`${name} is nested more than ${MAX_DEPTH} levels deep`);
  const deeper: Check = (part, partName) => checkFilter(part, partName, depth + 1);
  for (const [field, condition] of Object.entries(value)) {
    const fieldName = `${name}.${field}`;
    if (field === '$and' || field === '$or') listOf(deeper)(condition, fieldName);
    else if (field === '$not') deeper(condition, fieldName);
    else checkCondition(condition, fieldName);
  }
}

function checkCondition(condition: unknown, name: string): void {
  if (Array.isArray(condition)) listOf(scalar)(condition, name);
  else if (!isRecord(condition)) scalar(condition, name);
  else {
    for (const operator of Object.keys(condition)) oneOf(Object.keys(OPERATORS))(operator, `${name}: operator`);
    fieldsOf(OPERATORS)(condition, name);
  }
}

const RULE_CHECKS: Record<string, Check> = {
  filter,
  boost: listOf(fieldsOf({ filter, factor: number(0, 10) }, ['filter', 'factor'])),
  pin: listOf(fieldsOf({ id: text, position: whole(0, 199) }, ['id', 'position'])),
  exclude: listOf(text),
  maxPer: listOf(fieldsOf({ field: text, max: whole(0, 200) }, ['field', 'max'])),
  reserve: listOf(fieldsOf({ filter, share: number(0, 1) }, ['filter', 'share'])),
};

export const checkRules: Check = fieldsOf(RULE_CHECKS);

const moment: Check = (value, name) => {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value)))
    throw new TypeError(mustBe(name, 'a moment in ISO 8601', value));
};

export const checkNamedRule: Check = fieldsOf(
  {
    ...RULE_CHECKS,
    id: text,
    enabled: oneOf([true, false]),
    placements: listOf(text),
    pageTypes: listOf(text),
    locales: listOf(text),
    from: moment,
    until: moment,
  },
  ['id'],
);
