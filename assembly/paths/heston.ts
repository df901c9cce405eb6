import { argument, grow, promoteHigh, setArgument } from './growth';
import { logFour, twiceArtanh } from './math32';

// Heston's variance and price by the quadratic-exponential scheme with martingale correction: Andersen, "Simple and
// efficient simulation of the Heston stochastic volatility model" (2008), §3.2.4 and §4.3.
//
// One draw moves the variance, whichever branch it takes: the quadratic one reads it as a normal z, the exponential one
// as the uniform u = Φ(z). So mirrored draws mirror the variance, and Sobol's points stay of one dimension.
//
// Variances and moves are float32, as the normals are: formulae are written so that nothing large cancels. Prices and
// integrals of the variance, which gather moves, are float64.

/** Numbers of a call, float32, read from memory (../constants.ts says why). First those that never change. */
const NUMBERS: usize = memory.data<f32>([
  0.0, 0.5, 1.0, 2.0, 4.0, 1.5, 0.0, 0.0,
  0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
  0.0, 0.0, 0.0, 0.0,
], 16);
const ZERO: usize = 0;
const HALF: usize = 1;
const ONE: usize = 2;
const TWO: usize = 3;
const FOUR: usize = 4;
const SWITCH: usize = 5;
/** 1 − E. */
const REST: usize = 6;
/** 2A. */
const TWICE_TILT: usize = 7;
/** Where the constants of the table begin. */
const TABLE: usize = 8;

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
/** g: ∫ v dt is taken as g(v + v′) + REMAINDER, whose mean is exact. */
const GATHER: usize = 9;
/** θ(Δ − 2g). */
const REMAINDER: usize = 10;
/** e^DRIFT. */
const GROWTH: usize = 11;
const ENTRIES: usize = 11;

// @ts-ignore: decorator
@inline
function number(place: usize): v128 {
  return v128.load32_splat(NUMBERS + 4 * place);
}

// @ts-ignore: decorator
@inline
function constant(place: usize): v128 {
  return number(TABLE + place);
}

function readConstants(table: usize): void {
  store<f32>(NUMBERS + 4 * REST, f32(1.0 - load<f64>(table + 8 * DECAY)));
  store<f32>(NUMBERS + 4 * TWICE_TILT, f32(2.0 * load<f64>(table + 8 * TILT)));
  for (let i: usize = 0; i < ENTRIES; ++i) store<f32>(NUMBERS + 4 * (TABLE + i), f32(load<f64>(table + 8 * i)));
}

// The next variance and K₂v′ − ln E[e^{Av′}] of the branch last taken: functions give one value back.
let nextVariance: v128 = f32x4.splat(0);
let gain: v128 = f32x4.splat(0);

/**
 * ψ <= 3/2: v′ = a(b + z)² of mean a(1 + b²) = m and variance 2a²(1 + 2b²) = s². With q = ab² that is q = √(m² − s²/2),
 * a = m − q = s²/2 / (m + q) and v′ = q + 2z√(qa) + az². With x = 2Aa, ln E[e^{Av′}] = Aq/(1 − x) − ln(1 − x)/2, and
 *   K₂v′ − ln E[e^{Av′}] = K₂(v′ − q) − K₄q/2 − Aqx/(1 − x) + ln(1 − x)/2.
 */
// @ts-ignore: decorator
@inline
function quadratic(mean: v128, square: v128, spread: v128, normal: v128): void {
  const half = f32x4.mul(spread, number(HALF));
  const q = f32x4.sqrt(f32x4.sub(square, half));
  const a = f32x4.div(half, f32x4.add(mean, q));
  const root = f32x4.sqrt(f32x4.mul(q, a));
  const shock = f32x4.mul(normal, f32x4.add(f32x4.add(root, root), f32x4.mul(a, normal)));
  // Rounding may take a square of almost 0 below it.
  nextVariance = f32x4.pmax(f32x4.add(q, shock), number(ZERO));
  const x = f32x4.mul(number(TWICE_TILT), a);
  const below = f32x4.sub(number(ONE), x);
  const far = f32x4.sub(number(TWO), x);
  const share = f32x4.div(x, f32x4.mul(below, far));
  const log = twiceArtanh(f32x4.mul(share, below));
  const tilted = f32x4.mul(f32x4.mul(f32x4.mul(constant(TILT), q), share), far);
  const rest = f32x4.add(f32x4.mul(constant(QUARTER_TIME), q), f32x4.mul(number(HALF), log));
  gain = f32x4.sub(f32x4.sub(f32x4.mul(constant(LEVERAGE), shock), tilted), rest);
}

/**
 * ψ > 3/2: v′ = 0 with probability p = (ψ − 1)/(ψ + 1), else exponential of mean 1/β = m(ψ + 1)/2; of u that is
 * v′ = ln((1 − p)/(1 − u))/β where positive. ln E[e^{Av′}] = ln(1 + (1 − p)x/(1 − x)), x = A/β.
 */
// @ts-ignore: decorator
@inline
function exponential(mean: v128, square: v128, spread: v128, uniforms: usize): void {
  const sum = f32x4.add(spread, square);
  const alive = f32x4.div(f32x4.add(square, square), sum);
  const scale = f32x4.div(f32x4.mul(number(HALF), sum), mean);
  const log = logFour(f32x4.div(alive, survival(uniforms)));
  nextVariance = f32x4.mul(scale, f32x4.pmax(log, number(ZERO)));
  const x = f32x4.mul(constant(TILT), scale);
  const ratio = f32x4.mul(alive, x);
  const rest = f32x4.sub(number(ONE), x);
  const tilt = twiceArtanh(f32x4.div(ratio, f32x4.add(f32x4.add(rest, rest), ratio)));
  gain = f32x4.sub(f32x4.mul(constant(LEVERAGE), nextVariance), tilt);
}

/** 1 − u of four float64 numbers, as float32: to 6e-8 of it. */
// @ts-ignore: decorator
@inline
function survival(uniforms: usize): v128 {
  const one = f64x2.splat(1.0);
  const low = f32x4.demote_f64x2_zero(f64x2.sub(one, v128.load(uniforms)));
  const high = f32x4.demote_f64x2_zero(f64x2.sub(one, v128.load(uniforms, 16)));
  return v128.shuffle<i64>(low, high, 0, 2);
}

/**
 * One substep: the variance, float32, its integral and the price, float64, of each path, from the variance's draw (`normals`,
 * float32, and `uniforms`) and the price's own normals:
 *   ln S += drift + K₂v′ − ln E[e^{Av′}] − K₃v/2 + √(K₃(v + v′)) Z
 *
 * @param integral 0 where nobody asks for it
 * @param logarithm whether the price's row holds ln S, for jumps to be added, instead of S
 */
export function hestonRow(
  price: usize,
  variance: usize,
  integral: usize,
  normals: usize,
  uniforms: usize,
  priceNormals: usize,
  table: usize,
  logarithm: bool,
  count: i32,
): void {
  readConstants(table);
  const drift = f64x2.splat(load<f64>(table + 8 * DRIFT));
  const factor = f64x2.splat(load<f64>(table + 8 * GROWTH));
  const end = price + 8 * (count as usize);
  for (; price < end; price += 32) {
    const v = v128.load(variance);
    // So written, rounding 1 − E does not move the mean in the long run.
    const mean = f32x4.add(v, f32x4.sub(constant(MEAN), f32x4.mul(v, number(REST))));
    const spread = f32x4.add(f32x4.mul(v, constant(SPREAD)), constant(SPREAD_0));
    const square = f32x4.mul(mean, mean);
    const far = f32x4.gt(spread, f32x4.mul(square, number(SWITCH)));
    if (v128.any_true(far)) {
      exponential(mean, square, spread, uniforms);
      if (!i32x4.all_true(far)) {
        const farVariance = nextVariance;
        const farGain = gain;
        quadratic(mean, square, spread, v128.load(normals));
        nextVariance = v128.bitselect(farVariance, nextVariance, far);
        gain = v128.bitselect(farGain, gain, far);
      }
    } else {
      quadratic(mean, square, spread, v128.load(normals));
    }
    const after = nextVariance;
    v128.store(variance, after);
    const both = f32x4.add(v, after);
    let move = f32x4.mul(f32x4.sqrt(f32x4.mul(both, constant(HALF_TIME))), v128.load(priceNormals));
    move = f32x4.add(move, f32x4.sub(gain, f32x4.mul(v, constant(QUARTER_TIME))));
    if (logarithm) {
      const low = f64x2.add(v128.load(price), drift);
      const high = f64x2.add(v128.load(price, 16), drift);
      v128.store(price, f64x2.add(low, f64x2.promote_low_f32x4(move)));
      v128.store(price, f64x2.add(high, promoteHigh(move)), 16);
    } else {
      grow(price, move, factor);
    }
    if (integral) {
      const passed = f32x4.add(f32x4.mul(both, constant(GATHER)), constant(REMAINDER));
      v128.store(integral, f64x2.add(v128.load(integral), f64x2.promote_low_f32x4(passed)));
      v128.store(integral, f64x2.add(v128.load(integral, 16), promoteHigh(passed)), 16);
      integral += 32;
    }
    variance += 16;
    normals += 16;
    uniforms += 32;
    priceNormals += 16;
  }
}

/** out (float64) = max(√(v + jumps), least) of float32 variances: the volatility at hand, kept above 0. */
export function spotVolRow(variance: usize, out: usize, jumps: f64, least: f64, count: i32): void {
  const end = out + 8 * (count as usize);
  setArgument(0, least);
  setArgument(1, jumps);
  for (; out < end; out += 32, variance += 16) {
    const vol = f32x4.pmax(f32x4.sqrt(f32x4.add(v128.load(variance), argument(1))), argument(0));
    v128.store(out, f64x2.promote_low_f32x4(vol));
    v128.store(out, promoteHigh(vol), 16);
  }
}
