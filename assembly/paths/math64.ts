// Elementary functions of two float64 lanes, for the kernels of this folder. Each reduces its argument exactly and then
// takes a polynomial that interpolates the rest at Chebyshev nodes; errors were measured against 50 digits.
//
// Constants are read from memory: a broadcasting load costs nothing beside the arithmetic, while an engine builds a
// constant written in the code anew each time (../constants.ts). Kernels with constants of their own do likewise:
// `memory.data<f64>([…], 16)` and `constantPair`.

/** The float64 of a table in memory at a place, in both lanes. */
// @ts-ignore: decorator
@inline
export function constantPair(table: usize, place: usize): v128 {
  return v128.load64_splat(table + 8 * place);
}

// @ts-ignore: decorator
@inline
function step(sum: v128, x: v128, next: v128): v128 {
  return f64x2.add(f64x2.mul(sum, x), next);
}

const EXP: usize = memory.data<f64>(
  [
    // 0. e^x is a normal number between these; the argument is held there.
    -708.0, 709.0,
    // 2. log₂ e, and 1.5·2⁵²: adding it rounds to a whole number and leaves that in the low bits.
    1.4426950408889634, 6755399441055744.0,
    // 4. ln 2 in two parts, the first with so few bits that n times it is exact (Cody and Waite, 1980).
    0.6931471803691238, 1.908214929270588e-10,
    // 6. q, lowest power first, and 1.
    0.5, 0.16666666666666667, 0.04166666666662382, 0.0083333333333300382, 0.0013888888917367081,
    0.00019841269863171556, 2.4801521057868205e-5, 2.7557268275906696e-6, 2.7620201591031549e-7, 2.5100472505694996e-8,
    1.0,
  ],
  16,
);

/**
 * e^x, relative error below 2.3e-16; x is held to [−708, 709].
 *
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2, e^r = 1 + r + r²·q(r) with q of degree 9.
 */
// @ts-ignore: decorator
@inline
export function expPair(x: v128): v128 {
  const rounder = constantPair(EXP, 3);
  const held = f64x2.pmin(f64x2.pmax(x, constantPair(EXP, 0)), constantPair(EXP, 1));
  const rounded = f64x2.add(f64x2.mul(held, constantPair(EXP, 2)), rounder);
  const n = f64x2.sub(rounded, rounder);
  let r = f64x2.sub(held, f64x2.mul(n, constantPair(EXP, 4)));
  r = f64x2.sub(r, f64x2.mul(n, constantPair(EXP, 5)));
  // Estrin's order: pairs of terms first, so that the products do not wait for each other.
  const square = f64x2.mul(r, r);
  const fourth = f64x2.mul(square, square);
  const q01 = step(constantPair(EXP, 7), r, constantPair(EXP, 6));
  const q23 = step(constantPair(EXP, 9), r, constantPair(EXP, 8));
  const q45 = step(constantPair(EXP, 11), r, constantPair(EXP, 10));
  const q67 = step(constantPair(EXP, 13), r, constantPair(EXP, 12));
  const q89 = step(constantPair(EXP, 15), r, constantPair(EXP, 14));
  const q03 = step(q23, square, q01);
  const q47 = step(q67, square, q45);
  const q = step(step(q89, fourth, q47), fourth, q03);
  const value = f64x2.add(f64x2.add(f64x2.mul(square, q), r), constantPair(EXP, 16));
  return i64x2.add(value, i64x2.shl(rounded, 52));
}

const LOG: usize = memory.data<f64>(
  [
    // 0. 2⁵² + 1023: what an exponent's bits, put under 2⁵², exceed it by.
    4503599627371519.0,
    // 1. 2, ½ and 1.
    2.0, 0.5, 1.0,
    // 4. ln 2 in two parts, as above.
    0.6931471803691238, 1.908214929270588e-10,
    // 6. p, highest power first.
    0.14617807153417325, 0.15331611722055008, 0.18182892432536871, 0.22222211089379496, 0.28571428626253838,
    0.39999999999898891, 0.66666666666666697,
  ],
  16,
);
const LOG_BITS: usize = memory.data<i64>(
  [
    // 0. From the bits of 1 to those of √½, the bits of 1, an exponent's bits, and the bits of 2⁵².
    -0x00095f619980c433, 0x3ff0000000000000, -0x0010000000000000, 0x4330000000000000,
  ],
  16,
);

/**
 * ln x for normal positive numbers, relative error below 2.5e-16.
 *
 * x = 2ᵉ·(1 + f) with 1 + f in [√½, √2); s = f / (2 + f); ln(1 + f) = f − f²/2 + s·(f²/2 + R), where
 * R = (2 artanh s − 2s) / s = s²·p(s²) with p of degree 6.
 */
// @ts-ignore: decorator
@inline
export function logPair(x: v128): v128 {
  // √½ goes to an exponent's edge, so that the mantissa's range is centred around 1.
  const shifted = i64x2.sub(x, constantPair(LOG_BITS, 0));
  const e = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), constantPair(LOG_BITS, 3)), constantPair(LOG, 0));
  const power = v128.and(i64x2.sub(shifted, constantPair(LOG_BITS, 1)), constantPair(LOG_BITS, 2));
  const f = f64x2.sub(i64x2.sub(x, power), constantPair(LOG, 3));
  const s = f64x2.div(f, f64x2.add(f, constantPair(LOG, 1)));
  const z = f64x2.mul(s, s);
  let p = step(constantPair(LOG, 6), z, constantPair(LOG, 7));
  p = step(p, z, constantPair(LOG, 8));
  p = step(p, z, constantPair(LOG, 9));
  p = step(p, z, constantPair(LOG, 10));
  p = step(p, z, constantPair(LOG, 11));
  p = step(p, z, constantPair(LOG, 12));
  const half = f64x2.mul(f64x2.mul(f, f), constantPair(LOG, 2));
  const low = f64x2.mul(e, constantPair(LOG, 5));
  const rest = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.mul(z, p))), low);
  return f64x2.add(f64x2.mul(e, constantPair(LOG, 4)), f64x2.sub(f, f64x2.sub(half, rest)));
}
