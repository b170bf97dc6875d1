// One training step of the sequence encoder (src/builder/model/sequence-encoder.ts, which says what is learned).
//
//   a[b, p] = P[p] + G[h[b, p]]      α[b] = softmax(a[b])      v[b] = Σ_p α[b, p] · ê[h[b, p]]      u[b] = v[b] / ‖v[b]‖
//   z[b, k] = u[b]·ê[s[k]] / τ − log(K · q[s[k]])              z[b, ·] = u[b]·ê[t[b]] / τ
//   loss[b] = w[b] · (log(e^z[b, ·] + Σ_k e^z[b, k]) − z[b, ·])         k ≠ t[b]
//
// B examples, K shared negatives, D dimensions; rows ê have length 1 and are moved along the sphere by a lazy Adam.
// Twin: test/unit/builder/sequence-encoder.test.ts, by numeric gradients.

const LANES: usize = 4;
/** Columns of a packed panel. */
const PANEL: usize = 8;
/** Rows that a pass over a panel takes. */
const ROWS: usize = 4;

// Shapes and addresses, fixed by `open`.
let dim: usize = 0;
let batch: usize = 0;
let negatives: usize = 0;
let length: usize = 0;
let inverseTemperature: f32 = 0;

/** [N, D] ê, and Adam's two moments of each. */
let rows: usize = 0;
let rowMeans: usize = 0;
let rowSquares: usize = 0;
/** [N] G, and its moments. */
let gates: usize = 0;
let gateMeans: usize = 0;
let gateSquares: usize = 0;
/** [L] P, its moments and its gradient. */
let positions: usize = 0;
let positionMeans: usize = 0;
let positionSquares: usize = 0;
let positionGradient: usize = 0;
/** [N] 1 + place among the touched rows of this step, 0 = not touched. */
let places: usize = 0;
/** [T] touched items, their gradients [T, D] and [T]. */
let touched: usize = 0;
let rowGradient: usize = 0;
let gateGradient: usize = 0;
let touchedCount: usize = 0;

/** [B, L] items, latest first, −1 = none. */
let histories: usize = 0;
/** [B] */
let targets: usize = 0;
/** [B] */
let weights: usize = 0;
/** [K] */
let samples: usize = 0;
/** [K] log(K · q) */
let corrections: usize = 0;

/** [B, L] α · [B, D] u · [B] ‖v‖ · [B, D] gradient of u. */
let shares: usize = 0;
let users: usize = 0;
let norms: usize = 0;
let userGradient: usize = 0;
/** [K, D] ê of the negatives · their gradient [K, D]. */
let sampleRows: usize = 0;
let sampleGradient: usize = 0;
/** [B, K] z, then its gradient · the same transposed. */
let logits: usize = 0;
let logitsTransposed: usize = 0;
/** Room for packed panels. */
let panels: usize = 0;

let cursor: usize = 0;

function take(floats: usize): usize {
  const at = cursor;
  cursor = (cursor + floats * 4 + 63) & ~63;
  return at;
}

/**
 * Lays everything out from `start` on.
 *
 * @param batchSize    B, a multiple of 4
 * @param sampleCount  K, a multiple of 8
 * @param dimension    D, a multiple of 8
 * @returns            where the layout ends.
 */
export function open(
  start: usize,
  itemCount: usize,
  dimension: usize,
  batchSize: usize,
  sampleCount: usize,
  historyLength: usize,
  temperature: f32,
): usize {
  cursor = start;
  dim = dimension;
  batch = batchSize;
  negatives = sampleCount;
  length = historyLength;
  inverseTemperature = 1 / temperature;
  rows = take(itemCount * dim);
  rowMeans = take(itemCount * dim);
  rowSquares = take(itemCount * dim);
  gates = take(itemCount);
  gateMeans = take(itemCount);
  gateSquares = take(itemCount);
  positions = take(length);
  positionMeans = take(length);
  positionSquares = take(length);
  positionGradient = take(length);
  places = take(itemCount);
  const mostTouched = batch * (length + 1) + negatives;
  touched = take(mostTouched);
  rowGradient = take(mostTouched * dim);
  gateGradient = take(mostTouched);
  histories = take(batch * length);
  targets = take(batch);
  weights = take(batch);
  samples = take(negatives);
  corrections = take(negatives);
  shares = take(batch * length);
  users = take(batch * dim);
  norms = take(batch);
  userGradient = take(batch * dim);
  sampleRows = take(negatives * dim);
  sampleGradient = take(negatives * dim);
  logits = take(batch * negatives);
  logitsTransposed = take(batch * negatives);
  panels = take((negatives > batch ? negatives : batch) * dim);
  return cursor;
}

export function rowsAt(): usize {
  return rows;
}
export function gatesAt(): usize {
  return gates;
}
export function positionsAt(): usize {
  return positions;
}
export function historiesAt(): usize {
  return histories;
}
export function targetsAt(): usize {
  return targets;
}
export function weightsAt(): usize {
  return weights;
}
export function samplesAt(): usize {
  return samples;
}
export function correctionsAt(): usize {
  return corrections;
}

/**
 * One step on what stands in histories, targets, weights, samples and corrections.
 *
 * @param rate  Learning rate; 0 leaves everything as it is.
 * @param step  From 1, for Adam's bias correction.
 * @returns     Σ loss / Σ w
 */
export function train(rate: f32, step: i32): f64 {
  gather();
  forward();
  // z = u · ê / τ
  packTransposed(sampleRows, negatives);
  multiply(users, dim, logits, negatives, batch, negatives, dim);
  const loss = softmax();
  transpose();
  // The gradients of u and of the negatives' rows, both still without 1 / τ.
  pack(sampleRows, negatives);
  multiply(logits, negatives, userGradient, dim, batch, dim, negatives);
  pack(users, batch);
  multiply(logitsTransposed, batch, sampleGradient, dim, negatives, dim, batch);
  backward();
  update(rate, step);
  return loss;
}

/** Copies the rows of the negatives to where they stand side by side. */
function gather(): void {
  for (let k: usize = 0; k < negatives; k++)
    memory.copy(sampleRows + k * dim * 4, rows + <usize>load<i32>(samples + k * 4) * dim * 4, dim * 4);
}

function forward(): void {
  for (let b: usize = 0; b < batch; b++) {
    const history = histories + b * length * 4;
    const share = shares + b * length * 4;
    const u = users + b * dim * 4;
    memory.fill(u, 0, dim * 4);
    let largest: f32 = -Infinity;
    for (let p: usize = 0; p < length; p++) {
      const item = load<i32>(history + p * 4);
      if (item < 0) continue;
      const logit = load<f32>(positions + p * 4) + load<f32>(gates + <usize>item * 4);
      store<f32>(share + p * 4, logit);
      largest = max(largest, logit);
    }
    let sum: f32 = 0;
    for (let p: usize = 0; p < length; p++) {
      if (load<i32>(history + p * 4) < 0) continue;
      const e = exp(load<f32>(share + p * 4) - largest);
      store<f32>(share + p * 4, e);
      sum += e;
    }
    for (let p: usize = 0; p < length; p++) {
      const item = load<i32>(history + p * 4);
      if (item < 0) continue;
      const alpha = load<f32>(share + p * 4) / sum;
      store<f32>(share + p * 4, alpha);
      addScaled(u, rows + <usize>item * dim * 4, alpha);
    }
    const norm = sqrt(dot(u, u));
    store<f32>(norms + b * 4, norm);
    scale(u, norm > 1e-6 ? 1 / norm : 0);
  }
}

/** Turns the logits into their gradients. @returns Σ loss / Σ w */
function softmax(): f64 {
  let loss: f64 = 0;
  let weightSum: f64 = 0;
  for (let b: usize = 0; b < batch; b++) weightSum += load<f32>(weights + b * 4);
  const unit: f32 = weightSum > 0 ? <f32>(1 / weightSum) : 0;
  const factor = f32x4.splat(inverseTemperature);
  for (let b: usize = 0; b < batch; b++) {
    const row = logits + b * negatives * 4;
    const target = load<i32>(targets + b * 4);
    const u = users + b * dim * 4;
    const weight = load<f32>(weights + b * 4) * unit;
    const own = dot(u, rows + <usize>target * dim * 4) * inverseTemperature;
    let maxima = f32x4.splat(own);
    for (let k: usize = 0; k < negatives; k += LANES) {
      const same = i32x4.eq(v128.load(samples + k * 4), i32x4.splat(target));
      const z = f32x4.sub(f32x4.mul(v128.load(row + k * 4), factor), v128.load(corrections + k * 4));
      const kept = v128.bitselect(f32x4.splat(-1e30), z, same);
      v128.store(row + k * 4, kept);
      maxima = f32x4.pmax(maxima, kept);
    }
    const largest = max(
      max(f32x4.extract_lane(maxima, 0), f32x4.extract_lane(maxima, 1)),
      max(f32x4.extract_lane(maxima, 2), f32x4.extract_lane(maxima, 3)),
    );
    let sums = f32x4.splat(0);
    for (let k: usize = 0; k < negatives; k += LANES) {
      const e = exp4(f32x4.sub(v128.load(row + k * 4), f32x4.splat(largest)));
      v128.store(row + k * 4, e);
      sums = f32x4.add(sums, e);
    }
    const ownShare = exp(own - largest);
    const sum = ownShare + total(sums);
    loss += weight * (log(sum) + largest - own);
    const share = f32x4.splat(weight / sum);
    for (let k: usize = 0; k < negatives; k += LANES) v128.store(row + k * 4, f32x4.mul(v128.load(row + k * 4), share));
    // The target's own gradient is kept in place of its weight.
    store<f32>(weights + b * 4, weight * (ownShare / sum - 1));
  }
  return loss;
}

/** From the gradient of u back to rows, gates and positions. */
function backward(): void {
  touchedCount = 0;
  memory.fill(positionGradient, 0, length * 4);
  for (let k: usize = 0; k < negatives; k++) {
    const place = touch(load<i32>(samples + k * 4));
    addScaled(rowGradient + place * dim * 4, sampleGradient + k * dim * 4, inverseTemperature);
  }
  for (let b: usize = 0; b < batch; b++) {
    const target = load<i32>(targets + b * 4);
    const own = load<f32>(weights + b * 4);
    const norm = load<f32>(norms + b * 4);
    if (own === 0 || norm <= 1e-6) continue;
    const u = users + b * dim * 4;
    const gradient = userGradient + b * dim * 4;
    addScaled(gradient, rows + <usize>target * dim * 4, own);
    addScaled(rowGradient + touch(target) * dim * 4, u, own * inverseTemperature);
    // v: what lies along u changes nothing.
    addScaled(gradient, u, -dot(gradient, u));
    scale(gradient, inverseTemperature / norm);

    const history = histories + b * length * 4;
    const share = shares + b * length * 4;
    let mean: f32 = 0;
    for (let p: usize = 0; p < length; p++) {
      const item = load<i32>(history + p * 4);
      if (item < 0) continue;
      mean += load<f32>(share + p * 4) * dot(gradient, rows + <usize>item * dim * 4);
    }
    for (let p: usize = 0; p < length; p++) {
      const item = load<i32>(history + p * 4);
      if (item < 0) continue;
      const alpha = load<f32>(share + p * 4);
      const change = alpha * (dot(gradient, rows + <usize>item * dim * 4) - mean);
      const place = touch(item);
      addScaled(rowGradient + place * dim * 4, gradient, alpha);
      addTo(gateGradient + place * 4, change);
      addTo(positionGradient + p * 4, change);
    }
  }
}

/** Adam on what this step has touched, and on all positions. */
function update(rate: f32, step: i32): void {
  const meanRest: f32 = 1 - <f32>(0.9 ** <f64>step);
  const squareRest: f32 = 1 - <f32>(0.99 ** <f64>step);
  const speed: f32 = rate / meanRest;
  const squareFactor: f32 = 1 / squareRest;
  for (let place: usize = 0; place < touchedCount; place++) {
    const item = <usize>load<i32>(touched + place * 4);
    store<i32>(places + item * 4, 0);
    const row = rows + item * dim * 4;
    const gradient = rowGradient + place * dim * 4;
    // Along the sphere only.
    addScaled(gradient, row, -dot(gradient, row));
    adam(row, rowMeans + item * dim * 4, rowSquares + item * dim * 4, gradient, dim, speed, squareFactor);
    scale(row, 1 / sqrt(dot(row, row)));
    adamOne(
      gates + item * 4,
      gateMeans + item * 4,
      gateSquares + item * 4,
      load<f32>(gateGradient + place * 4),
      speed,
      squareFactor,
    );
  }
  for (let p: usize = 0; p < length; p++)
    adamOne(
      positions + p * 4,
      positionMeans + p * 4,
      positionSquares + p * 4,
      load<f32>(positionGradient + p * 4),
      speed,
      squareFactor,
    );
}

function adam(
  x: usize,
  mean: usize,
  square: usize,
  gradient: usize,
  count: usize,
  speed: f32,
  squareFactor: f32,
): void {
  for (let i: usize = 0; i < count * 4; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(v128.load(mean + i), f32x4.splat(0.9)), f32x4.mul(g, f32x4.splat(0.1)));
    const s = f32x4.add(
      f32x4.mul(v128.load(square + i), f32x4.splat(0.99)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(0.01)),
    );
    v128.store(mean + i, m);
    v128.store(square + i, s);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(s, f32x4.splat(squareFactor))), f32x4.splat(1e-8));
    v128.store(x + i, f32x4.sub(v128.load(x + i), f32x4.div(f32x4.mul(m, f32x4.splat(speed)), root)));
  }
}

function adamOne(x: usize, mean: usize, square: usize, g: f32, speed: f32, squareFactor: f32): void {
  const m: f32 = load<f32>(mean) * <f32>0.9 + g * <f32>0.1;
  const s: f32 = load<f32>(square) * <f32>0.99 + g * g * <f32>0.01;
  store<f32>(mean, m);
  store<f32>(square, s);
  store<f32>(x, load<f32>(x) - (m * speed) / (sqrt(s * squareFactor) + <f32>1e-8));
}

/** The place of an item among the touched ones, with its gradients cleared at first. */
function touch(item: i32): usize {
  const at = places + <usize>item * 4;
  const known = load<i32>(at);
  if (known > 0) return <usize>(known - 1);
  const place = touchedCount++;
  store<i32>(at, <i32>touchedCount);
  store<i32>(touched + place * 4, item);
  memory.fill(rowGradient + place * dim * 4, 0, dim * 4);
  store<f32>(gateGradient + place * 4, 0);
  return place;
}

/** X [n, D] → panels of eight of its D columns: [D / 8, n, 8]. */
function pack(x: usize, n: usize): void {
  let to = panels;
  for (let d: usize = 0; d < dim; d += PANEL) {
    for (let i: usize = 0; i < n; i++) {
      const from = x + (i * dim + d) * 4;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += PANEL * 4;
    }
  }
}

/** X [n, D] → panels of eight of the n columns of its transpose: [n / 8, D, 8]. */
function packTransposed(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += PANEL) {
    const to = panels + i * dim * 4;
    for (let c: usize = 0; c < PANEL; c++) {
      const from = x + (i + c) * dim * 4;
      for (let d: usize = 0; d < dim; d++) store<f32>(to + (d * PANEL + c) * 4, load<f32>(from + d * 4));
    }
  }
}

/** C [m, n] = A [m, depth] · what stands in the panels [n / 8, depth, 8]. */
function multiply(a: usize, aStride: usize, c: usize, cStride: usize, m: usize, n: usize, depth: usize): void {
  for (let j: usize = 0; j < n; j += PANEL) {
    for (let i: usize = 0; i < m; i += ROWS) {
      let panel = panels + j * depth * 4;
      let a0 = a + i * aStride * 4;
      let a1 = a0 + aStride * 4;
      let a2 = a1 + aStride * 4;
      let a3 = a2 + aStride * 4;
      const end = a0 + depth * 4;
      let c00 = f32x4.splat(0);
      let c01 = f32x4.splat(0);
      let c10 = f32x4.splat(0);
      let c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0);
      let c21 = f32x4.splat(0);
      let c30 = f32x4.splat(0);
      let c31 = f32x4.splat(0);
      while (a0 < end) {
        const b0 = v128.load(panel);
        const b1 = v128.load(panel, 16);
        const x0 = v128.load32_splat(a0);
        c00 = f32x4.add(c00, f32x4.mul(x0, b0));
        c01 = f32x4.add(c01, f32x4.mul(x0, b1));
        const x1 = v128.load32_splat(a1);
        c10 = f32x4.add(c10, f32x4.mul(x1, b0));
        c11 = f32x4.add(c11, f32x4.mul(x1, b1));
        const x2 = v128.load32_splat(a2);
        c20 = f32x4.add(c20, f32x4.mul(x2, b0));
        c21 = f32x4.add(c21, f32x4.mul(x2, b1));
        const x3 = v128.load32_splat(a3);
        c30 = f32x4.add(c30, f32x4.mul(x3, b0));
        c31 = f32x4.add(c31, f32x4.mul(x3, b1));
        panel += PANEL * 4;
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
      }
      let to = c + (i * cStride + j) * 4;
      v128.store(to, c00);
      v128.store(to, c01, 16);
      to += cStride * 4;
      v128.store(to, c10);
      v128.store(to, c11, 16);
      to += cStride * 4;
      v128.store(to, c20);
      v128.store(to, c21, 16);
      to += cStride * 4;
      v128.store(to, c30);
      v128.store(to, c31, 16);
    }
  }
}

/** logits [B, K] → logitsTransposed [K, B], four by four. */
function transpose(): void {
  for (let b: usize = 0; b < batch; b += 4) {
    for (let k: usize = 0; k < negatives; k += 4) {
      const from = logits + (b * negatives + k) * 4;
      const r0 = v128.load(from);
      const r1 = v128.load(from + negatives * 4);
      const r2 = v128.load(from + negatives * 8);
      const r3 = v128.load(from + negatives * 12);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const to = logitsTransposed + (k * batch + b) * 4;
      v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(to + batch * 4, v128.shuffle<f64>(low01, low23, 1, 3));
      v128.store(to + batch * 8, v128.shuffle<f64>(high01, high23, 0, 2));
      v128.store(to + batch * 12, v128.shuffle<f64>(high01, high23, 1, 3));
    }
  }
}

function dot(a: usize, b: usize): f32 {
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < dim * 4; i += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(a + i), v128.load(b + i)));
  return total(sums);
}

function addScaled(to: usize, from: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let i: usize = 0; i < dim * 4; i += 16)
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(v128.load(from + i), factors)));
}

function scale(x: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let i: usize = 0; i < dim * 4; i += 16) v128.store(x + i, f32x4.mul(v128.load(x + i), factors));
}

function addTo(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}

function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/**
 * e^x of four numbers ≤ 0, to seven digits: 2^n · e^r with n = round(x / ln 2), and the Taylor polynomial of degree six
 * for |r| ≤ ln 2 / 2. Below −87 it is 0 within what a float32 holds.
 */
function exp4(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.4426950408889634)));
  const r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.6931471805599453)));
  let y = f32x4.splat(1.0 / 720);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 120));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 24));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.0 / 6));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(0.5));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

/** The scalar form of `exp4`: sums must not mix two roundings. */
function exp(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

function log(x: f32): f64 {
  return Math.log(<f64>x);
}
