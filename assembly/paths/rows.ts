import { constantPair, expPair, logPair } from './math64';

// One operation on each value of a row.

/** Every value of a row. */
export function fillRow(row: usize, value: f64, count: i32): void {
  const values = f64x2.splat(value);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16) v128.store(row, values);
}

/** out = scale·e^x. */
export function expRow(x: usize, out: usize, scale: f64, count: i32): void {
  const factor = f64x2.splat(scale);
  const end = x + 8 * (count as usize);
  for (; x < end; x += 32, out += 32) {
    const low = f64x2.mul(factor, expPair(v128.load(x)));
    const high = f64x2.mul(factor, expPair(v128.load(x, 16)));
    v128.store(out, low);
    v128.store(out, high, 16);
  }
}

/** out = scale·ln x. */
export function logRow(x: usize, out: usize, scale: f64, count: i32): void {
  const factor = f64x2.splat(scale);
  const end = x + 8 * (count as usize);
  for (; x < end; x += 16, out += 16) v128.store(out, f64x2.mul(factor, logPair(v128.load(x))));
}

/** out = scale·√x. */
export function sqrtRow(x: usize, out: usize, scale: f64, count: i32): void {
  const factor = f64x2.splat(scale);
  const end = x + 8 * (count as usize);
  for (; x < end; x += 16, out += 16) v128.store(out, f64x2.mul(factor, f64x2.sqrt(v128.load(x))));
}

/** row += drift + scale·normal. */
export function diffuseRow(row: usize, normals: usize, drift: f64, scale: f64, count: i32): void {
  const shift = f64x2.splat(drift);
  const factor = f64x2.splat(scale);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 32, normals += 16) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(normals));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(normals, 8));
    v128.store(row, f64x2.add(v128.load(row), f64x2.add(shift, f64x2.mul(factor, low))));
    v128.store(row, f64x2.add(v128.load(row, 16), f64x2.add(shift, f64x2.mul(factor, high))), 16);
  }
}

/** (e^x − 1)/x, lowest power first, for |x| ≤ ¼. */
const GROWTH: usize = memory.data<f64>(
  [
    0.999999999999671118, 0.499999999999967118, 0.166666666835051444, 0.0416666666835020057, 0.00833331986384230214,
    0.00138888754216935097, 0.000198757434144906884, 0.0000248360563859252162,
  ],
  16,
);

/** spot·e^x for |x| ≤ ¼, relative error below 1e-13: cheaper than e^x of any x. */
// @ts-ignore: decorator
@inline
function grow(spot: v128, x: v128): v128 {
  const square = f64x2.mul(x, x);
  const fourth = f64x2.mul(square, square);
  const q01 = f64x2.add(constantPair(GROWTH, 0), f64x2.mul(constantPair(GROWTH, 1), x));
  const q23 = f64x2.add(constantPair(GROWTH, 2), f64x2.mul(constantPair(GROWTH, 3), x));
  const q45 = f64x2.add(constantPair(GROWTH, 4), f64x2.mul(constantPair(GROWTH, 5), x));
  const q67 = f64x2.add(constantPair(GROWTH, 6), f64x2.mul(constantPair(GROWTH, 7), x));
  const low = f64x2.add(q01, f64x2.mul(q23, square));
  const high = f64x2.add(q45, f64x2.mul(q67, square));
  const q = f64x2.add(low, f64x2.mul(high, fourth));
  return f64x2.add(spot, f64x2.mul(spot, f64x2.mul(x, q)));
}

/** row ·= e^(drift + scale·normal), whose exponent must stay within ±¼. */
export function growRow(row: usize, normals: usize, drift: f64, scale: f64, count: i32): void {
  const shift = f64x2.splat(drift);
  const factor = f64x2.splat(scale);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 32, normals += 16) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(normals));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(normals, 8));
    v128.store(row, grow(v128.load(row), f64x2.add(shift, f64x2.mul(factor, low))));
    v128.store(row, grow(v128.load(row, 16), f64x2.add(shift, f64x2.mul(factor, high))), 16);
  }
}
