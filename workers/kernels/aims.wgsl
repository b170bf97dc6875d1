// What the programs of one pass share. Bins divide −reach … reach of a query's scores into BINS equal parts.
// CPU twin of binOf and of the threshold: score-bins.ts

const BINS = 2048u;
const MAX_QUERIES = 8u;

struct Aim {
  // Where the sums start.
  start: f32,
  binsPerUnit: f32,
  unitsPerBin: f32,
  // 2 ε
  margin: f32,
}

struct Aims {
  queries: array<Aim, MAX_QUERIES>,
  // Groups that must reach the threshold.
  need: u32,
  groupCount: u32,
  // Padded to whole vectors.
  groupStride: u32,
  // Groups that have room in the list of a query.
  capacity: u32,
}

struct Tally {
  found: array<atomic<u32>, MAX_QUERIES>,
  thresholds: array<f32, MAX_QUERIES>,
  bins: array<array<atomic<u32>, BINS>, MAX_QUERIES>,
}

fn binOf(score: f32, binsPerUnit: f32) -> u32 {
  return u32(clamp(score * binsPerUnit + f32(BINS / 2u), 0f, f32(BINS - 1u)));
}
