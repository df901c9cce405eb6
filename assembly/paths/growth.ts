import { expPair } from './math64';

// Moves of prices: row ·= factor·e^x, where the move x is float32. e^x − 1 is taken to 1e-7 of itself, as exact as the
// normals that x comes from, and the price itself stays float64.

/** 1/16, then (e^x − 1 − x)/x², lowest power first, at Chebyshev nodes of |x| ≤ ¼ (error of (e^x − 1)/x: 3e-9). */
const GROWTH: usize = memory.data<f32>(
  [0.0625, 0.5, 0.16666642420070893, 0.0416666363649973, 0.008348847788296225, 0.001390827858974919],
  16,
);

// @ts-ignore: decorator
@inline
function constant(place: usize): v128 {
  return v128.load32_splat(GROWTH + 4 * place);
}

/** e^x − 1 of four float32 numbers, |x| ≤ ¼. */
// @ts-ignore: decorator
@inline
export function growth(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const low = f32x4.add(constant(1), f32x4.mul(constant(2), x));
  let high = f32x4.add(constant(3), f32x4.mul(constant(4), x));
  high = f32x4.add(high, f32x4.mul(constant(5), square));
  return f32x4.add(x, f32x4.mul(square, f32x4.add(low, f32x4.mul(square, high))));
}

/** The upper two of four float32 numbers as float64. */
// @ts-ignore: decorator
@inline
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
}

/**
 * Numbers of a call, float32, in memory: of a float64 argument an engine may well convert and spread it anew for every
 * vector, each time waiting for the register's last use.
 */
const ARGUMENTS: usize = memory.data(32, 16);

// @ts-ignore: decorator
@inline
export function setArgument(place: usize, value: f64): void {
  store<f32>(ARGUMENTS + 4 * place, f32(value));
}

/** An argument in all lanes. */
// @ts-ignore: decorator
@inline
export function argument(place: usize): v128 {
  return v128.load32_splat(ARGUMENTS + 4 * place);
}

/** Four prices ·= factor·e^x, |x| ≤ ¼. */
// @ts-ignore: decorator
@inline
export function growNear(row: usize, x: v128, factor: v128): void {
  const g = growth(x);
  const low = f64x2.mul(v128.load(row), factor);
  const high = f64x2.mul(v128.load(row, 16), factor);
  v128.store(row, f64x2.add(low, f64x2.mul(low, f64x2.promote_low_f32x4(g))));
  v128.store(row, f64x2.add(high, f64x2.mul(high, promoteHigh(g))), 16);
}

/** Two prices ·= e^x, by the exponential of any x where |x| > ¼; elsewhere to the bit as `growNear`. */
// @ts-ignore: decorator
@inline
function growPair(row: usize, x: v128, g: v128, factor: v128): void {
  const price = f64x2.mul(v128.load(row), factor);
  const near = f64x2.add(price, f64x2.mul(price, g));
  const far = f64x2.mul(price, expPair(x));
  v128.store(row, v128.bitselect(far, near, f64x2.gt(f64x2.abs(x), f64x2.splat(0.25))));
}

function growFar(row: usize, x: v128, factor: v128): void {
  const g = growth(x);
  growPair(row, f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(g), factor);
  growPair(row + 16, promoteHigh(x), promoteHigh(g), factor);
}

/** Four prices ·= factor·e^x for any x. A price's bits do not depend on its neighbours'. */
// @ts-ignore: decorator
@inline
export function grow(row: usize, x: v128, factor: v128): void {
  if (v128.any_true(f32x4.gt(f32x4.mul(x, x), constant(0)))) growFar(row, x, factor);
  else growNear(row, x, factor);
}
