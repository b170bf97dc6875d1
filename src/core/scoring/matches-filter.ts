import type { Condition, Filter } from '../rules.js';
import { type FieldReader, valuesOf } from './item-fields.js';

/**
 * Whether an item passes a filter. Several fields, and `$and`, `$or` and `$not` beside them, must all match; on list fields
 * one matching entry is enough; a field that is not known matches nothing but `$ne`.
 *
 * @param anchor  Fields of the anchor item, for `$same`; without an anchor `$same` holds for every item.
 */
export function matchesFilter(filter: Filter, fields: FieldReader, anchor?: FieldReader): boolean {
  const matches = (part: Filter): boolean => matchesFilter(part, fields, anchor);
  return Object.entries(filter).every(([field, condition]) => {
    if (field === '$and') return condition.every(matches);
    if (field === '$or') return condition.some(matches);
    if (field === '$not') return !matches(condition);
    return matchesCondition(condition, valuesOf(fields(field)), anchor && valuesOf(anchor(field)));
  });
}

function matchesCondition(condition: Condition, values: unknown[], anchorValues?: unknown[]): boolean {
  if (Array.isArray(condition)) return values.some((value) => condition.some((wanted) => equals(value, wanted)));
  if (typeof condition !== 'object') return values.some((value) => equals(value, condition));
  if ('$same' in condition)
    return anchorValues === undefined || values.some((value) => anchorValues.some((wanted) => equals(value, wanted)));
  const { $ne, $gt, $gte, $lt, $lte } = condition;
  if ($ne !== undefined && values.some((value) => equals(value, $ne))) return false;
  if ($gt === undefined && $gte === undefined && $lt === undefined && $lte === undefined) return true;
  return values.some(
    (value) =>
      typeof value === 'number' &&
      ($gt === undefined || value > $gt) &&
      ($gte === undefined || value >= $gte) &&
      ($lt === undefined || value < $lt) &&
      ($lte === undefined || value <= $lte),
  );
}

// Feeds say "Nike" and "nike"; configuration says 42 where the feed says "42". Rules mean the same thing.
const equals = (value: unknown, wanted: unknown): boolean =>
  value === wanted || String(value).toLowerCase() === String(wanted).toLowerCase();
