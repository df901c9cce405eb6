import { logPair } from './math64';

// Heston's variance and price by the quadratic-exponential scheme with martingale correction: Andersen, "Simple and
// efficient simulation of the Heston stochastic volatility model" (2008), §3.2.4 and §4.3.
//
// One draw moves the variance, whichever branch it takes: the quadratic one reads it as a normal z, the exponential one
// as the uniform u = Φ(z). So mirrored draws mirror the variance, and Sobol's points stay of one dimension.

// Numbers of the code, read from memory (../constants.ts says why).
const NUMBERS: usize = memory.data<f64>([0.0, 0.5, 1.0, 2.0, 4.0, 1.5, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0], 16);
const ZERO: usize = 0;
const HALF: usize = 1;
const ONE: usize = 2;
const TWO: usize = 3;
const FOUR: usize = 4;
const SWITCH: usize = 5;
const ARTANH: usize = 6;

// @ts-ignore: decorator
@inline
function number(place: usize): v128 {
  return v128.load64_splat(NUMBERS + 8 * place);
}

// @ts-ignore: decorator
@inline
function constant(table: usize, place: usize): v128 {
  return v128.load64_splat(table + 8 * place);
}

// Places in the table of constants, which src/simulate/heston-scheme.ts fills: with E = e^{−κΔ},
/** E: the mean of the next variance is E·v + MEAN. */
const DECAY: usize = 0;
/** θ(1 − E). */
const MEAN: usize = 1;
/** σ²E(1 − E)/κ: its variance is SPREAD·v + SPREAD_0. */
const SPREAD: usize = 2;
/** θσ²(1 − E)²/(2κ). */
const SPREAD_0: usize = 3;
/** A = K₂ + K₄/2, the factor of the next variance in E[S′/S]. */
const TILT: usize = 4;
/** K₂. */
const LEVERAGE: usize = 5;
/** K₃ = K₄ = Δ(1 − ρ²)/2. */
const HALF_TIME: usize = 6;
/** K₃/2. */
const QUARTER_TIME: usize = 7;
/** Drift of ln S, the jumps' compensator included. */
const DRIFT: usize = 8;
/** g: ∫ v dt is taken as g(v + v′) + REST, whose mean is exact. */
const GATHER: usize = 9;
/** θ(Δ − 2g). */
const REST: usize = 10;

/** 2 artanh(s), error below 1e-10 for |s| below 1/7: ln(1 + x) with s = x / (2 + x), for |x| below 1/4. */
// @ts-ignore: decorator
@inline
function twiceArtanh(s: v128): v128 {
  const z = f64x2.mul(s, s);
  let sum = f64x2.add(f64x2.mul(z, number(ARTANH)), number(ARTANH + 1));
  sum = f64x2.add(f64x2.mul(sum, z), number(ARTANH + 2));
  sum = f64x2.add(f64x2.mul(sum, z), number(ARTANH + 3));
  sum = f64x2.add(f64x2.mul(sum, z), number(TWO));
  return f64x2.mul(sum, s);
}

// The next variance and ln E[e^{Av′}] of the branch last taken: functions give one value back.
let nextVariance: v128 = f64x2.splat(0);
let logTilt: v128 = f64x2.splat(0);

/**
 * ψ <= 3/2: v′ = a(b + z)² of mean a(1 + b²) = m and variance 2a²(1 + 2b²) = s². With q = ab² that is q = √(m² − s²/2),
 * a = m − q and v′ = q + 2z√(qa) + az², without a division; ln E[e^{Av′}] = Aq/(1 − 2Aa) − ln(1 − 2Aa)/2.
 */
// @ts-ignore: decorator
@inline
function quadratic(mean: v128, square: v128, spread: v128, normal: v128, tilt: v128): void {
  const one = number(ONE);
  const two = number(TWO);
  const q = f64x2.sqrt(f64x2.sub(square, f64x2.mul(spread, number(HALF))));
  const a = f64x2.pmax(f64x2.sub(mean, q), number(ZERO));
  const root = f64x2.sqrt(f64x2.mul(q, a));
  const slope = f64x2.add(f64x2.add(root, root), f64x2.mul(a, normal));
  // Rounding may take a square of almost 0 below it.
  nextVariance = f64x2.pmax(f64x2.add(q, f64x2.mul(normal, slope)), number(ZERO));
  const tilted = f64x2.mul(tilt, a);
  const x = f64x2.add(tilted, tilted);
  const below = f64x2.sub(one, x);
  const far = f64x2.sub(two, x);
  const inverse = f64x2.div(one, f64x2.mul(below, far));
  const drift = f64x2.mul(f64x2.mul(tilt, q), f64x2.mul(far, inverse));
  const log = twiceArtanh(f64x2.mul(f64x2.mul(x, below), inverse));
  logTilt = f64x2.add(drift, f64x2.mul(number(HALF), log));
}

/**
 * ψ > 3/2: v′ = 0 with probability p = (ψ − 1)/(ψ + 1), else exponential of mean 1/β = m(ψ + 1)/2; of u that is
 * v′ = ln((1 − p)/(1 − u))/β where positive. ln E[e^{Av′}] = ln(1 + (1 − p)x/(1 − x)), x = A/β.
 */
// @ts-ignore: decorator
@inline
function exponential(mean: v128, square: v128, spread: v128, uniform: v128, tilt: v128): void {
  const one = number(ONE);
  const sum = f64x2.add(spread, square);
  const inverse = f64x2.div(number(HALF), f64x2.mul(sum, mean));
  const alive = f64x2.mul(f64x2.mul(f64x2.mul(square, mean), inverse), number(FOUR));
  const scale = f64x2.mul(f64x2.mul(sum, sum), inverse);
  const log = logPair(f64x2.div(alive, f64x2.sub(one, uniform)));
  nextVariance = f64x2.mul(scale, f64x2.pmax(log, number(ZERO)));
  const x = f64x2.mul(tilt, scale);
  const gain = f64x2.mul(alive, x);
  const rest = f64x2.sub(one, x);
  logTilt = twiceArtanh(f64x2.div(gain, f64x2.add(f64x2.add(rest, rest), gain)));
}

/**
 * One substep: variance, integral of the variance and ln S of each path, from the variance's draw (`normals`, float32, and
 * `uniforms`) and the price's own normals:
 *   ln S += drift − ln E[e^{Av′}] − K₃v/2 + K₂v′ + √(K₃(v + v′)) Z
 */
export function hestonRow(
  logSpot: usize,
  variance: usize,
  integral: usize,
  normals: usize,
  uniforms: usize,
  priceNormals: usize,
  table: usize,
  count: i32,
): void {
  const end = logSpot + 8 * (count as usize);
  for (; logSpot < end; logSpot += 16) {
    const v = v128.load(variance);
    const tilt = constant(table, TILT);
    const mean = f64x2.add(f64x2.mul(v, constant(table, DECAY)), constant(table, MEAN));
    const spread = f64x2.add(f64x2.mul(v, constant(table, SPREAD)), constant(table, SPREAD_0));
    const square = f64x2.mul(mean, mean);
    const far = f64x2.gt(spread, f64x2.mul(square, number(SWITCH)));
    if (v128.any_true(far)) {
      exponential(mean, square, spread, v128.load(uniforms), tilt);
      if (!i64x2.all_true(far)) {
        const farVariance = nextVariance;
        const farTilt = logTilt;
        quadratic(mean, square, spread, f64x2.promote_low_f32x4(v128.load64_zero(normals)), tilt);
        nextVariance = v128.bitselect(farVariance, nextVariance, far);
        logTilt = v128.bitselect(farTilt, logTilt, far);
      }
    } else {
      quadratic(mean, square, spread, f64x2.promote_low_f32x4(v128.load64_zero(normals)), tilt);
    }
    const after = nextVariance;
    const both = f64x2.add(v, after);
    const z = f64x2.promote_low_f32x4(v128.load64_zero(priceNormals));
    let move = f64x2.mul(f64x2.sqrt(f64x2.mul(both, constant(table, HALF_TIME))), z);
    move = f64x2.add(move, f64x2.mul(after, constant(table, LEVERAGE)));
    move = f64x2.sub(move, f64x2.mul(v, constant(table, QUARTER_TIME)));
    move = f64x2.add(move, f64x2.sub(constant(table, DRIFT), logTilt));
    v128.store(logSpot, f64x2.add(v128.load(logSpot), move));
    v128.store(variance, after);
    const passed = f64x2.add(f64x2.mul(both, constant(table, GATHER)), constant(table, REST));
    v128.store(integral, f64x2.add(v128.load(integral), passed));
    variance += 16;
    integral += 16;
    normals += 8;
    uniforms += 16;
    priceNormals += 8;
  }
}

// The table of implied volatilities: SLICE_COLUMNS a row, the middle one at the money.
const SLICE_COLUMNS: i32 = 97;
const MIDDLE: f64 = 48.0;

/** Value of a table at a place, counted in rows and columns: the cubic through four points in each direction. */
// @ts-ignore: decorator
@inline
function cubicAt(table: usize, rows: i32, row: f64, column: f64): f64 {
  const i = max(min(i32(row), rows - 3), 1);
  const j = max(min(i32(column), SLICE_COLUMNS - 3), 1);
  const y = row - f64(i);
  const x = column - f64(j);
  const x0 = x * (x - 1.0);
  const x1 = (x + 1.0) * (x - 2.0);
  const outer = f64x2(-x0 * (x - 2.0) * (1.0 / 6.0), x1 * (x - 1.0) * 0.5);
  const inner = f64x2(x1 * x * -0.5, x0 * (x + 1.0) * (1.0 / 6.0));
  const y0 = y * (y - 1.0);
  const y1 = (y + 1.0) * (y - 2.0);
  let place = table + 8 * (((i - 1) * SLICE_COLUMNS + j - 1) as usize);
  let sum = f64x2.mul(rowAt(place, outer, inner), f64x2.splat(-y0 * (y - 2.0) * (1.0 / 6.0)));
  place += 8 * SLICE_COLUMNS;
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y1 * (y - 1.0) * 0.5)));
  place += 8 * SLICE_COLUMNS;
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y1 * y * -0.5)));
  place += 8 * SLICE_COLUMNS;
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y0 * (y + 1.0) * (1.0 / 6.0))));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function rowAt(place: usize, outer: v128, inner: v128): v128 {
  return f64x2.add(f64x2.mul(v128.load(place), outer), f64x2.mul(v128.load(place, 16), inner));
}

/**
 * out = implied volatility of a strike at logMoneyness over the price at writing, read from a slice
 * (src/simulate/heston-vol-surface.ts says what it holds); its edges' values outside.
 */
export function hestonVolRow(
  logSpot: usize,
  variance: usize,
  out: usize,
  table: usize,
  rows: i32,
  logMoneyness: f64,
  leastTotal: f64,
  slope: f64,
  inverseRowStep: f64,
  inverseColumnStep: f64,
  inverseYears: f64,
  count: i32,
): void {
  const end = logSpot + 8 * (count as usize);
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const lastRow = f64x2.splat(f64(rows - 1));
  const sign = i64x2.splat(i64.MIN_VALUE);
  const inverseLeast = f64x2.splat(1.0 / leastTotal);
  for (; logSpot < end; logSpot += 16, variance += 16, out += 16) {
    const total = f64x2.add(f64x2.splat(leastTotal), f64x2.mul(f64x2.splat(slope), v128.load(variance)));
    const up = f64x2.mul(logPair(f64x2.mul(total, inverseLeast)), f64x2.splat(inverseRowStep));
    const row = f64x2.pmin(f64x2.pmax(up, zero), lastRow);
    const away = f64x2.div(f64x2.sub(f64x2.splat(logMoneyness), v128.load(logSpot)), f64x2.sqrt(total));
    const size = f64x2.abs(away);
    const arsinh = logPair(f64x2.add(size, f64x2.sqrt(f64x2.add(f64x2.mul(size, size), one))));
    const side = f64x2.pmin(f64x2.mul(arsinh, f64x2.splat(inverseColumnStep)), f64x2.splat(MIDDLE));
    const column = f64x2.add(f64x2.splat(MIDDLE), v128.or(side, v128.and(away, sign)));
    const low = cubicAt(table, rows, f64x2.extract_lane(row, 0), f64x2.extract_lane(column, 0));
    const high = cubicAt(table, rows, f64x2.extract_lane(row, 1), f64x2.extract_lane(column, 1));
    const deviation = f64x2.sqrt(f64x2.mul(total, f64x2.splat(inverseYears)));
    v128.store(out, f64x2.mul(f64x2(low, high), deviation));
  }
}

/** out = max(√(v + jumps), least): the volatility at hand, kept above 0. */
export function spotVolRow(variance: usize, out: usize, jumps: f64, least: f64, count: i32): void {
  const end = variance + 8 * (count as usize);
  const floor = f64x2.splat(least);
  const more = f64x2.splat(jumps);
  for (; variance < end; variance += 16, out += 16) {
    v128.store(out, f64x2.pmax(f64x2.sqrt(f64x2.add(v128.load(variance), more)), floor));
  }
}
