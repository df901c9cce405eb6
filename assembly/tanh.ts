import {
  constant,
  TANH_HIGH,
  TANH_LOW,
  TANH_P0,
  TANH_P1,
  TANH_P2,
  TANH_P3,
  TANH_Q0,
  TANH_Q1,
  TANH_Q2,
  TANH_Q3,
} from './constants';

/**
 * tanh x = x·p(x²)/q(x²), p and q of degrees 3 and 4 with the least largest relative error on [−8.1, 8.1] (1.6e-7);
 * ±1 outside ±7.77, where tanh is within 4e-7 of it.
 */
// @ts-ignore: decorator
@inline
function tanhBy(
  x: v128,
  low: v128,
  high: v128,
  p3: v128,
  p2: v128,
  p1: v128,
  p0: v128,
  q3: v128,
  q2: v128,
  q1: v128,
  q0: v128,
): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, low), high);
  const square = f32x4.mul(held, held);
  let p = f32x4.add(f32x4.mul(p3, square), p2);
  let q = f32x4.add(square, q3);
  q = f32x4.add(f32x4.mul(q, square), q2);
  p = f32x4.add(f32x4.mul(p, square), p1);
  q = f32x4.add(f32x4.mul(q, square), q1);
  p = f32x4.add(f32x4.mul(p, square), p0);
  q = f32x4.add(f32x4.mul(q, square), q0);
  return f32x4.div(f32x4.mul(held, p), q);
}

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  return tanhBy(
    x,
    constant(TANH_LOW),
    constant(TANH_HIGH),
    constant(TANH_P3),
    constant(TANH_P2),
    constant(TANH_P1),
    constant(TANH_P0),
    constant(TANH_Q3),
    constant(TANH_Q2),
    constant(TANH_Q1),
    constant(TANH_Q0),
  );
}

/** tanh of `bytes` bytes of numbers, a multiple of 16, in their place. */
export function tanhInPlace(values: usize, bytes: usize): void {
  const low = constant(TANH_LOW);
  const high = constant(TANH_HIGH);
  const p3 = constant(TANH_P3);
  const p2 = constant(TANH_P2);
  const p1 = constant(TANH_P1);
  const p0 = constant(TANH_P0);
  const q3 = constant(TANH_Q3);
  const q2 = constant(TANH_Q2);
  const q1 = constant(TANH_Q1);
  const q0 = constant(TANH_Q0);
  const end = values + bytes;
  for (; values < end; values += 16) {
    v128.store(values, tanhBy(v128.load(values), low, high, p3, p2, p1, p0, q3, q2, q1, q0));
  }
}
