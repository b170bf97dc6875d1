import type { Rejection, RejectionCode } from '../builder/collect/rejection.js';

/** Rows of one kind of fault that are named; the file of all of them is beside the snapshot. */
const NAMED = 5;

/** What can be wrong, where the code does not say it. */
const HINTS: Partial<Record<RejectionCode, string>> = {
  broken_row: 'a quote that nobody closes, more cells than the header has, or no JSON object',
  unreadable_time: 'times are ISO 8601, YYYY-MM-DD hh:mm:ss, or seconds or milliseconds since 1970',
};

/** One line for each kind of fault. */
export function rejectionNotes(rejections: readonly Rejection[]): string[] {
  const kinds = [...new Set(rejections.map(kindOf))];
  return kinds.map((kind) => {
    const rows = rejections.filter((rejection) => kindOf(rejection) === kind);
    const lines = rows.slice(0, NAMED).map(({ line }) => line);
    const others = rows.length > NAMED ? `, and ${rows.length - NAMED} more` : '';
    const hint = HINTS[rows[0].code];
    return `rejected ${kind}: line ${lines.join(', ')}${others}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

const kindOf = ({ input, code }: Rejection): string => `${input}: ${code}`;
