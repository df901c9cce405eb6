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

/** out = max(√(v + jumps), least): the volatility at hand, kept above 0. */
export function spotVolRow(variance: usize, out: usize, jumps: f64, least: f64, count: i32): void {
  const end = variance + 8 * (count as usize);
  const floor = f64x2.splat(least);
  const more = f64x2.splat(jumps);
  for (; variance < end; variance += 16, out += 16) {
    v128.store(out, f64x2.pmax(f64x2.sqrt(f64x2.add(v128.load(variance), more)), floor));
  }
}
