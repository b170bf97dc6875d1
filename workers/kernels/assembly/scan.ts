// Finds, for up to eight queries in one pass over the items, every item that may be among the K best.
//
//   approx[n] = (Σ_d w[d] · (codes[n, d] − 64)) · scales[n]     codes [P(N), P(D)] u8 in tiles · scales [P(N)] f32
//
// w is the query in whole numbers. What that costs is bounded by the caller (`quantize-query.ts`) and comes back as
// `slack`. CPU twin: src/core/scoring/js-backend.ts, by way of `exactScore`, which re-scores what is found here.
//
// Three builds of this file read the same tiles (src/core/snapshot/tile.ts):
//   paired   relaxed SIMD; products of two quads are added in 16 bits before they are widened: fastest on x86
//   dot      relaxed SIMD; one instruction multiplies, adds and widens: fastest where the processor has it (ARM)
//   plain    SIMD alone; codes are widened first, so that w may have 15 bits instead of 7

const TILE_ITEMS: usize = 16;
/** Bytes of one quad of dimensions of all items of a tile. */
const QUAD_BYTES: usize = 64;
/** Bytes of the query per quad: four 8-bit numbers, or four 16-bit ones. */
const QUERY_QUAD_BYTES: usize = ASC_FEATURE_RELAXED_SIMD ? 4 : 8;
/** Tiles between two looks at the lists: what one block adds always fits, and its codes stay in the cache. */
const BLOCK_TILES: usize = 64;
const BLOCK_ITEMS: u32 = 1024;
/** Halvings of the range in which a threshold lies: while items still come, and at the end. */
const COARSE_STEPS = 10;
const FINE_STEPS = 24;

let codes: usize = 0;
let scales: usize = 0;
/** One bit per item that must not be answered; padding is among them. */
let excluded: usize = 0;
/** 64 bytes to take lanes apart. */
let scratch: usize = 0;
let tileCount: usize = 0;
let tileBytes: usize = 0;

/** One query's search, as `search-list.ts` lays it out. */
@unmanaged
class Search {
  query: usize;
  /** −64 · Σ_d w[d], where every sum of products starts. */
  start: i32;
  /** [capacity] f32 and u32: the items found so far. */
  scores: usize;
  items: usize;
  capacity: u32;
  count: u32;
  /** K */
  wanted: u32;
  /** Twice the error bound, in units of approx. */
  slack: f32;
  /** At least K of the items found reach this; −∞ while there are fewer. */
  floor: f32;
  /** Items below cannot be among the K best: floor − slack. */
  threshold: f32;
}

export function open(
  codesAt: usize,
  scalesAt: usize,
  excludedAt: usize,
  scratchAt: usize,
  tiles: usize,
  paddedDim: usize,
): void {
  codes = codesAt;
  scales = scalesAt;
  excluded = excludedAt;
  scratch = scratchAt;
  tileCount = tiles;
  tileBytes = TILE_ITEMS * paddedDim;
}

/** M², the largest Σ_d (codes[n, d] − 64)² · scales[n]² there is. */
export function largestSquare(): f64 {
  let largest: f64 = 0;
  const zero = i16x8.splat(64);
  for (let tile: usize = 0; tile < tileCount; tile++) {
    for (let group: usize = 0; group < QUAD_BYTES; group += 16) {
      let x = codes + tile * tileBytes + group;
      const end = x + tileBytes;
      let low = i32x4.splat(0);
      let high = i32x4.splat(0);
      for (; x < end; x += QUAD_BYTES) {
        const a = i16x8.sub(v128.load8x8_u(x, 0), zero);
        const b = i16x8.sub(v128.load8x8_u(x, 8), zero);
        low = i32x4.add(low, i32x4.dot_i16x8_s(a, a));
        high = i32x4.add(high, i32x4.dot_i16x8_s(b, b));
      }
      v128.store(scratch, addNeighbours(low, high));
      for (let lane: usize = 0; lane < 16; lane += 4) {
        const scale = <f64>load<f32>(scales + tile * 64 + group + lane);
        largest = max(largest, <f64>load<u32>(scratch + lane) * scale * scale);
      }
    }
  }
  return largest;
}

/**
 * Scans all tiles for all searches, which stand one after another at `first`.
 *
 * @returns  The number of tiles when done; before that, the tile at which a list was full of items that cannot be told
 *           apart: the caller takes that search out and begins again with the others.
 */
export function scan(first: usize, count: usize): usize {
  for (let tile: usize = 0; tile < tileCount; tile += BLOCK_TILES) {
    const end = min(tile + BLOCK_TILES, tileCount);
    for (let i: usize = 0; i < count; i++) {
      const search = searchAt(first, i);
      if (search.count + BLOCK_ITEMS > search.capacity) {
        raise(search, FINE_STEPS);
        if (search.count + BLOCK_ITEMS > search.capacity) return tile;
      }
    }
    let i: usize = 0;
    if (ASC_FEATURE_RELAXED_SIMD) {
      for (; i + 1 < count; i += 2) scanTwo(searchAt(first, i), searchAt(first, i + 1), tile, end);
      if (i < count) scanOne(searchAt(first, i), tile, end);
    } else {
      for (; i < count; i++) scanWidened(searchAt(first, i), tile, end);
    }
    for (i = 0; i < count; i++) {
      const search = searchAt(first, i);
      if (search.count > 2 * search.wanted + 256) raise(search, COARSE_STEPS);
    }
  }
  return tileCount;
}

// @ts-expect-error: decorator
@inline
function searchAt(first: usize, i: usize): Search {
  return changetype<Search>(first + i * offsetof<Search>());
}

/** Leaves in the list only what may still be among the K best. */
export function finish(at: usize): u32 {
  const search = changetype<Search>(at);
  raise(search, FINE_STEPS);
  return search.count;
}

/**
 * The sums with two more quads. The codes are the operand that has seven bits; two products of 127 · 127 fit 16 bits,
 * and so do four of them where the caller has seen to it (`paired`).
 */
// @ts-expect-error: decorator
@inline
function addQuads(sum: v128, x0: v128, x1: v128, w0: v128, w1: v128): v128 {
  // Given by the build.
  if (PAIRED) {
    const products = i16x8.add(i16x8.relaxed_dot_i8x16_i7x16_s(w0, x0), i16x8.relaxed_dot_i8x16_i7x16_s(w1, x1));
    return i32x4.add(sum, i32x4.dot_i16x8_s(products, i16x8.splat(1)));
  }
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, x1, i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, x0, sum));
}

function scanOne(search: Search, tile: usize, end: usize): void {
  const threshold = f32x4.splat(search.threshold);
  const start = i32x4.splat(search.start);
  for (; tile < end; tile++) {
    let x = codes + tile * tileBytes;
    const xEnd = x + tileBytes;
    let query = search.query;
    let s0 = start, s1 = start, s2 = start, s3 = start;
    do {
      const w0 = v128.load32_splat(query, 0), w1 = v128.load32_splat(query, 4);
      s0 = addQuads(s0, v128.load(x, 0), v128.load(x, 64), w0, w1);
      s1 = addQuads(s1, v128.load(x, 16), v128.load(x, 80), w0, w1);
      s2 = addQuads(s2, v128.load(x, 32), v128.load(x, 96), w0, w1);
      s3 = addQuads(s3, v128.load(x, 48), v128.load(x, 112), w0, w1);
      const w2 = v128.load32_splat(query, 8), w3 = v128.load32_splat(query, 12);
      s0 = addQuads(s0, v128.load(x, 128), v128.load(x, 192), w2, w3);
      s1 = addQuads(s1, v128.load(x, 144), v128.load(x, 208), w2, w3);
      s2 = addQuads(s2, v128.load(x, 160), v128.load(x, 224), w2, w3);
      s3 = addQuads(s3, v128.load(x, 176), v128.load(x, 240), w2, w3);
      query += 4 * QUERY_QUAD_BYTES;
      x += 4 * QUAD_BYTES;
    } while (x < xEnd);
    collect(search, threshold, tile, s0, s1, s2, s3);
  }
}

/** Two queries share each load of the codes. */
function scanTwo(a: Search, b: Search, tile: usize, end: usize): void {
  const thresholdA = f32x4.splat(a.threshold), thresholdB = f32x4.splat(b.threshold);
  const startA = i32x4.splat(a.start), startB = i32x4.splat(b.start);
  for (; tile < end; tile++) {
    let x = codes + tile * tileBytes;
    const xEnd = x + tileBytes;
    let queryA = a.query, queryB = b.query;
    let a0 = startA, a1 = startA, a2 = startA, a3 = startA;
    let b0 = startB, b1 = startB, b2 = startB, b3 = startB;
    do {
      const v0 = v128.load32_splat(queryA, 0), v1 = v128.load32_splat(queryA, 4);
      const w0 = v128.load32_splat(queryB, 0), w1 = v128.load32_splat(queryB, 4);
      let x0 = v128.load(x, 0), x1 = v128.load(x, 64);
      a0 = addQuads(a0, x0, x1, v0, v1);
      b0 = addQuads(b0, x0, x1, w0, w1);
      x0 = v128.load(x, 16), x1 = v128.load(x, 80);
      a1 = addQuads(a1, x0, x1, v0, v1);
      b1 = addQuads(b1, x0, x1, w0, w1);
      x0 = v128.load(x, 32), x1 = v128.load(x, 96);
      a2 = addQuads(a2, x0, x1, v0, v1);
      b2 = addQuads(b2, x0, x1, w0, w1);
      x0 = v128.load(x, 48), x1 = v128.load(x, 112);
      a3 = addQuads(a3, x0, x1, v0, v1);
      b3 = addQuads(b3, x0, x1, w0, w1);
      queryA += 2 * QUERY_QUAD_BYTES;
      queryB += 2 * QUERY_QUAD_BYTES;
      x += 2 * QUAD_BYTES;
    } while (x < xEnd);
    collect(a, thresholdA, tile, a0, a1, a2, a3);
    collect(b, thresholdB, tile, b0, b1, b2, b3);
  }
}

/** Without relaxed SIMD: eight codes are widened to 16 bits and multiplied, and each item's sum stands in two lanes. */
function scanWidened(search: Search, tile: usize, end: usize): void {
  const threshold = f32x4.splat(search.threshold);
  const start = i32x4.splat(search.start);
  for (; tile < end; tile++) {
    let x = codes + tile * tileBytes;
    const xEnd = x + tileBytes;
    let query = search.query;
    let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    do {
      const w = v128.load64_splat(query);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load8x8_u(x, 0), w));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load8x8_u(x, 8), w));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(v128.load8x8_u(x, 16), w));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(v128.load8x8_u(x, 24), w));
      s4 = i32x4.add(s4, i32x4.dot_i16x8_s(v128.load8x8_u(x, 32), w));
      s5 = i32x4.add(s5, i32x4.dot_i16x8_s(v128.load8x8_u(x, 40), w));
      s6 = i32x4.add(s6, i32x4.dot_i16x8_s(v128.load8x8_u(x, 48), w));
      s7 = i32x4.add(s7, i32x4.dot_i16x8_s(v128.load8x8_u(x, 56), w));
      query += QUERY_QUAD_BYTES;
      x += QUAD_BYTES;
    } while (x < xEnd);
    collect(
      search,
      threshold,
      tile,
      i32x4.add(start, addNeighbours(s0, s1)),
      i32x4.add(start, addNeighbours(s2, s3)),
      i32x4.add(start, addNeighbours(s4, s5)),
      i32x4.add(start, addNeighbours(s6, s7)),
    );
  }
}

/** [a0 + a1, a2 + a3, b0 + b1, b2 + b3] */
// @ts-expect-error: decorator
@inline
function addNeighbours(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** Scales the sums of a tile and adds the items that reach the threshold to the list. */
// @ts-expect-error: decorator
@inline
function collect(search: Search, threshold: v128, tile: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const scale = scales + tile * 64;
  s0 = f32x4.mul(f32x4.convert_i32x4_s(s0), v128.load(scale, 0));
  s1 = f32x4.mul(f32x4.convert_i32x4_s(s1), v128.load(scale, 16));
  s2 = f32x4.mul(f32x4.convert_i32x4_s(s2), v128.load(scale, 32));
  s3 = f32x4.mul(f32x4.convert_i32x4_s(s3), v128.load(scale, 48));
  const h0 = f32x4.ge(s0, threshold), h1 = f32x4.ge(s1, threshold);
  const h2 = f32x4.ge(s2, threshold), h3 = f32x4.ge(s3, threshold);
  if (v128.any_true(v128.or(v128.or(h0, h1), v128.or(h2, h3)))) {
    v128.store(scratch, s0, 0);
    v128.store(scratch, s1, 16);
    v128.store(scratch, s2, 32);
    v128.store(scratch, s3, 48);
    const hits = i32x4.bitmask(h0) | (i32x4.bitmask(h1) << 4) | (i32x4.bitmask(h2) << 8) | (i32x4.bitmask(h3) << 12);
    keep(search, tile, hits);
  }
}

function keep(search: Search, tile: usize, hits: i32): void {
  hits &= ~(<i32>load<u16>(excluded + tile * 2));
  let count = search.count;
  while (hits) {
    const lane = ctz(hits);
    store<f32>(search.scores + count * 4, load<f32>(scratch + lane * 4));
    store<u32>(search.items + count * 4, <u32>(tile * TILE_ITEMS) + lane);
    count++;
    hits &= hits - 1;
  }
  search.count = count;
}

/**
 * Raises the threshold by halving the range in which the K-th best score lies, and drops what is below. Whatever the
 * number of steps, at least K of the items found reach `floor`.
 */
function raise(search: Search, steps: i32): void {
  const wanted = search.wanted;
  if (search.count < wanted) return;
  const scores = search.scores;
  const end = scores + search.count * 4;
  // Fills the last vector up; the list has room for it.
  v128.store(end, f32x4.splat(-Infinity));
  let highest = f32x4.splat(-Infinity);
  for (let at = scores; at < end; at += 16) highest = f32x4.pmax(highest, v128.load(at));
  let low: f32 = max(search.floor, lowestOf(scores, end));
  let high: f32 = max(
    max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)),
    max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3)),
  );
  for (; steps > 0; steps--) {
    const middle: f32 = low + (high - low) * 0.5;
    if (middle <= low || middle >= high) break;
    const reached = countReaching(middle, scores, end);
    if (reached < wanted) high = middle;
    else {
      low = middle;
      if (reached == wanted) break;
    }
  }
  search.floor = low;
  search.threshold = low - search.slack;
  drop(search);
}

function lowestOf(scores: usize, end: usize): f32 {
  let lowest: f32 = Infinity;
  for (let at = scores; at < end; at += 4) lowest = min(lowest, load<f32>(at));
  return lowest;
}

function countReaching(limit: f32, scores: usize, end: usize): u32 {
  const limits = f32x4.splat(limit);
  let counts = i32x4.splat(0);
  for (let at = scores; at < end; at += 16) counts = i32x4.sub(counts, f32x4.ge(v128.load(at), limits));
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  );
}

function drop(search: Search): void {
  const scores = search.scores;
  const items = search.items;
  const count = search.count;
  const threshold = search.threshold;
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const score = load<f32>(scores + i * 4);
    store<f32>(scores + kept * 4, score);
    store<u32>(items + kept * 4, load<u32>(items + i * 4));
    kept += <u32>(score >= threshold);
  }
  search.count = kept;
}
