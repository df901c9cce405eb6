import { argument, growth, promoteHigh, setArgument } from './growth';
import { expPair, logPair } from './math64';

// One operation on each value of a row.

/** Every value of a row. */
export function fillRow(row: usize, value: f64, count: i32): void {
  const values = f64x2.splat(value);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16) v128.store(row, values);
}

/** Every value of a float32 row. */
export function fillFloats(row: usize, value: f64, count: i32): void {
  const values = f32x4.splat(f32(value));
  const end = row + 4 * (count as usize);
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

/** row ·= e^(drift + scale·normal), whose exponent must stay within ±¼. */
export function growRow(row: usize, normals: usize, drift: f64, scale: f64, count: i32): void {
  setArgument(0, drift);
  setArgument(1, scale);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 32, normals += 16) {
    const g = growth(f32x4.add(argument(0), f32x4.mul(argument(1), v128.load(normals))));
    const low = v128.load(row);
    const high = v128.load(row, 16);
    v128.store(row, f64x2.add(low, f64x2.mul(low, f64x2.promote_low_f32x4(g))));
    v128.store(row, f64x2.add(high, f64x2.mul(high, promoteHigh(g))), 16);
  }
}

/** row ·= e^move, any move; the move gives way to the row's new value over the old one. */
export function growByRow(row: usize, moves: usize, count: i32): void {
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16, moves += 16) {
    const before = v128.load(row);
    const after = f64x2.mul(before, expPair(v128.load(moves)));
    v128.store(row, after);
    v128.store(moves, f64x2.div(after, before));
  }
}
