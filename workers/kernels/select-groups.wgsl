// thresholds[b] = lower edge of the highest bin t with Σ_{i ≥ t} bins[b, i] ≥ need, minus 2 ε of query b
// list[b, ·]    = (g, maxima[b, g]) of all groups g with maxima[b, g] ≥ thresholds[b], in no order; found[b] = how many
//
//   maxima [B, G] f32 · bins [B, BINS] u32 → list [B, capacity] pairs; what exceeds the capacity is counted and left out
//
// CPU twins: score-bins.ts (threshold), group-walk.ts (what becomes of the list)

struct Found {
  group: u32,
  highest: f32,
}

@group(0) @binding(0) var<uniform> aims: Aims;
@group(0) @binding(1) var<storage, read_write> tally: Tally;
@group(0) @binding(2) var<storage, read> maxima: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> list: array<Found>;

const WORKERS = 64u;
const RUN = BINS / WORKERS;
// Rounding of `binOf`, in bins: less than 2^−10.
const BIN_SLACK = 1f / 64f;

// Groups in each run of RUN bins.
var<workgroup> runs: array<u32, WORKERS>;

// One workgroup per query. Every invocation sums a run of bins; the first then has WORKERS + RUN numbers to walk.
@compute @workgroup_size(WORKERS)
fn findThreshold(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) worker: u32) {
  let query = workgroup.x;
  var sum = 0u;
  for (var i = 0u; i < RUN; i++) {
    sum += atomicLoad(&tally.bins[query][worker * RUN + i]);
  }
  runs[worker] = sum;
  workgroupBarrier();
  if (worker > 0u) {
    return;
  }
  var run = WORKERS - 1u;
  var above = 0u;
  while (run > 0u && above + runs[run] < aims.need) {
    above += runs[run];
    run--;
  }
  var bin = run * RUN + RUN - 1u;
  above += atomicLoad(&tally.bins[query][bin]);
  while (bin > run * RUN && above < aims.need) {
    bin--;
    above += atomicLoad(&tally.bins[query][bin]);
  }
  let aim = aims.queries[query];
  tally.thresholds[query] = (f32(bin) - f32(BINS / 2u) - BIN_SLACK) * aim.unitsPerBin - aim.margin;
}

// One invocation per four groups, one row of workgroups per query.
@compute @workgroup_size(WORKERS)
fn listGroups(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstGroup = id.x * 4u;
  let query = id.y;
  if (firstGroup >= aims.groupCount) {
    return;
  }
  let highest = maxima[(query * aims.groupStride + firstGroup) / 4u];
  let isListed = highest >= vec4<f32>(tally.thresholds[query]);
  if (!any(isListed)) {
    return;
  }
  for (var i = 0u; i < 4u; i++) {
    if (isListed[i] && firstGroup + i < aims.groupCount) {
      let place = atomicAdd(&tally.found[query], 1u);
      if (place < aims.capacity) {
        list[query * aims.capacity + place] = Found(firstGroup + i, highest[i]);
      }
    }
  }
}
