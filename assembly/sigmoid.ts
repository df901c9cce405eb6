import {
  constant,
  LN2_HIGH,
  LN2_LOW,
  MINUS_LOG2_E,
  ROUNDER,
  SIGMOID_A0,
  SIGMOID_B0,
  SIGMOID_HIGH,
  SIGMOID_LOW,
} from './constants';

/**
 * 1/(1 + e^−x) with e^−x = 2ⁿ·e^s, s = −x − n·ln 2, and e^s = (a − b)/(a + b), a = a₀ + s², b = −b₀·s: the form of a
 * diagonal Padé fraction, with the coefficients of the least largest error (4.6e-7). So one division is enough.
 */
// @ts-ignore: decorator
@inline
function sigmoidBy(
  x: v128,
  low: v128,
  high: v128,
  minusLog2e: v128,
  rounder: v128,
  ln2High: v128,
  ln2Low: v128,
  a0: v128,
  b0: v128,
): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, low), high);
  const rounded = f32x4.add(f32x4.mul(held, minusLog2e), rounder);
  const n = f32x4.sub(rounded, rounder);
  const r = f32x4.add(f32x4.add(held, f32x4.mul(n, ln2High)), f32x4.mul(n, ln2Low));
  const square = f32x4.mul(r, r);
  const a = f32x4.add(square, a0);
  const b = f32x4.mul(r, b0);
  const sum = f32x4.add(a, b);
  // Times 2ⁿ: n added to the exponent.
  const scaled = i32x4.add(f32x4.sub(a, b), i32x4.shl(rounded, 23));
  return f32x4.div(sum, f32x4.add(sum, scaled));
}

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return sigmoidBy(
    x,
    constant(SIGMOID_LOW),
    constant(SIGMOID_HIGH),
    constant(MINUS_LOG2_E),
    constant(ROUNDER),
    constant(LN2_HIGH),
    constant(LN2_LOW),
    constant(SIGMOID_A0),
    constant(SIGMOID_B0),
  );
}

/** Sigmoids of `bytes` bytes of numbers, a multiple of 16, in their place. */
export function sigmoidInPlace(values: usize, bytes: usize): void {
  const low = constant(SIGMOID_LOW);
  const high = constant(SIGMOID_HIGH);
  const minusLog2e = constant(MINUS_LOG2_E);
  const rounder = constant(ROUNDER);
  const ln2High = constant(LN2_HIGH);
  const ln2Low = constant(LN2_LOW);
  const a0 = constant(SIGMOID_A0);
  const b0 = constant(SIGMOID_B0);
  const end = values + bytes;
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, sigmoidBy(x, low, high, minusLog2e, rounder, ln2High, ln2Low, a0, b0));
  }
}
