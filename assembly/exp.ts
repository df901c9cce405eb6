import {
  constant,
  one4,
  EXP_HIGH,
  EXP_LOW,
  EXP_P0,
  EXP_P1,
  EXP_P2,
  EXP_P3,
  EXP_P4,
  LN2_HIGH,
  LN2_LOW,
  LOG2_E,
  ROUNDER,
} from './constants';

// e^x = 2ⁿ·e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; there e^r − 1 = r + r²·p(r), with p the polynomial of
// degree 4 that interpolates (e^r − 1 − r)/r² at the Chebyshev nodes (error of e^r: 1.1e-8).

/** round(x / ln 2), still with 1.5·2²³ added. */
// @ts-ignore: decorator
@inline
function whole(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(LOG2_E)), constant(ROUNDER));
}

/** 2ⁿ: n added to the exponent of 1. */
// @ts-ignore: decorator
@inline
function powerOfTwo(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), one4());
}

/** e^r − 1 for the remainder r = x − n·ln 2. */
// @ts-ignore: decorator
@inline
function remainderExpm1(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, constant(ROUNDER));
  let r = f32x4.sub(x, f32x4.mul(n, constant(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, constant(LN2_LOW)));
  let p = f32x4.add(f32x4.mul(constant(EXP_P4), r), constant(EXP_P3));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP_P2));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP_P1));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP_P0));
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
}

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, constant(EXP_LOW)), constant(EXP_HIGH));
  const rounded = whole(held);
  return f32x4.mul(f32x4.add(remainderExpm1(held, rounded), one4()), powerOfTwo(rounded));
}
