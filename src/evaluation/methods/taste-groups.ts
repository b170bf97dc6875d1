import { kMeans, nearestCenter, unitRows } from './k-means.js';

export interface TasteGroupOptions {
  /** Most groups. */
  count: number;
  /** Users that a group needs; smaller ones join the group nearest to them. */
  minShoppers: number;
  seed: number;
}

/** Users of a like taste, of whom only the group is known. */
interface TasteGroups {
  /** [G, D] rows of length 1. */
  centers: Float32Array;
  /** [U] the group of each user; −1 of those who are in none. */
  groupOf: Int32Array;
}

/** Groups users by the direction of their latent vectors. @param users [U, D]; rows of zeros belong to no group. */
export function tasteGroups(
  users: Float32Array,
  dim: number,
  { count, minShoppers, seed }: TasteGroupOptions,
): TasteGroups {
  const unit = unitRows(users, dim);
  const known = Array.from({ length: users.length / dim }, (_, user) => user).filter((user) =>
    unit.subarray(user * dim, (user + 1) * dim).some((x) => x !== 0),
  );
  const rows = new Float32Array(known.length * dim);
  for (const [i, user] of known.entries()) rows.set(unit.subarray(user * dim, (user + 1) * dim), i * dim);
  let centers = kMeans(rows, dim, count, seed);
  let groups = known.map((_, i) => nearestCenter(rows, i, centers, dim));
  for (;;) {
    const sizes = new Uint32Array(centers.length / dim);
    for (const group of groups) sizes[group]++;
    const smallest = sizes.indexOf(Math.min(...sizes));
    if (sizes.length === 0 || sizes[smallest] >= minShoppers) break;
    const kept = withoutRow(centers, smallest, dim);
    groups = groups.map((group, i) =>
      group === smallest ? nearestCenter(rows, i, kept, dim) : group > smallest ? group - 1 : group,
    );
    centers = kept;
  }
  const groupOf = new Int32Array(users.length / dim).fill(-1);
  if (centers.length > 0) for (const [i, user] of known.entries()) groupOf[user] = groups[i];
  return { centers, groupOf };
}

function withoutRow(rows: Float32Array, row: number, dim: number): Float32Array {
  const kept = new Float32Array(rows.length - dim);
  kept.set(rows.subarray(0, row * dim));
  kept.set(rows.subarray((row + 1) * dim), row * dim);
  return kept;
}
