// exp, sigmoid and tanh of four numbers at a time, with a relative error below 1e-6 (in practice below 8e-7).
// e^x = 2ⁿ·e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; there e^r − 1 = r + r²·p(r), with p the polynomial of
// degree 4 that interpolates (e^r − 1 − r)/r² at the Chebyshev nodes (error of e^r: 1.1e-8).

// The constants stand in memory: a broadcasting load costs nothing beside the arithmetic, while an engine builds a
// constant written in the code anew each time, on the units that the arithmetic needs. Loops that have registers to
// spare read them before, `sigmoidInPlace` and `tanhInPlace`: an LSTM's cell is faster by a sixth for it.
const CONSTANTS: usize = memory.data<f32>(
  [
    // 0. Between these e^x is a normal number; the argument is held there. NaN passes through.
    -87.3, 88.3,
    // 2. log₂ e, and 1.5·2²³: adding it rounds to a whole number and leaves that in the low bits of the float.
    1.4426950408889634, 12582912.0,
    // 4. ln 2 in two parts, the first with so few bits that n times it is exact (Cody and Waite, 1980).
    0.693359375, -2.1219444005471377e-4,
    // 6. p, highest power first; its last coefficient is 0.5.
    0.001392618358789702, 0.008363179052727866, 0.041666554617201146, 0.16666576989698692, 0.5,
    // 11. 1.
    1.0,
    // 12. −log₂ e, and where the argument of the sigmoid is held, so that 2ⁿ·(a − b) stays a normal number.
    -1.4426950408889634, -85.5, 87.0,
    // 15. a₀ and b₀ of the sigmoid.
    12.03072603, 6.01532386,
    // 17. Where tanh is held: its fraction is exactly 1 there, and nowhere above 1 before.
    -7.7709856033325195, 7.7709856033325195,
    // 19. Numerator of tanh, highest power first.
    46.679511932458404, 12123.984133903148, 532386.9939363596, 4121646.6069616284,
    // 23. Its denominator, from the second highest power on; the first has the coefficient 1.
    978.1728569868712, 97999.59061617168, 1906264.0698486147, 4121647.274180676,
    // 27. 2⁻⁸⁰.
    8.271806125530277e-25,
  ],
  16,
);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

// @ts-ignore: decorator
@inline
export function one4(): v128 {
  return constant(11);
}

/**
 * x, or 0 where |x| < 2⁻⁸⁰. Gradients that go back through many steps vanish, and processors take many times as long
 * over numbers too small for a full mantissa: this stops them long before. NaN stays.
 */
// @ts-ignore: decorator
@inline
export function flush4(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), constant(27)));
}

/** round(x / ln 2), still with 1.5·2²³ added. */
// @ts-ignore: decorator
@inline
function whole(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(2)), constant(3));
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
  const n = f32x4.sub(rounded, constant(3));
  let r = f32x4.sub(x, f32x4.mul(n, constant(4)));
  r = f32x4.sub(r, f32x4.mul(n, constant(5)));
  let p = f32x4.add(f32x4.mul(constant(6), r), constant(7));
  p = f32x4.add(f32x4.mul(p, r), constant(8));
  p = f32x4.add(f32x4.mul(p, r), constant(9));
  p = f32x4.add(f32x4.mul(p, r), constant(10));
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
}

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1));
  const rounded = whole(held);
  return f32x4.mul(f32x4.add(remainderExpm1(held, rounded), one4()), powerOfTwo(rounded));
}

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
    constant(13),
    constant(14),
    constant(12),
    constant(3),
    constant(4),
    constant(5),
    constant(15),
    constant(16),
  );
}

/** Sigmoids of `bytes` bytes of numbers, a multiple of 16, in their place. */
export function sigmoidInPlace(values: usize, bytes: usize): void {
  const low = constant(13);
  const high = constant(14);
  const minusLog2e = constant(12);
  const rounder = constant(3);
  const ln2High = constant(4);
  const ln2Low = constant(5);
  const a0 = constant(15);
  const b0 = constant(16);
  const end = values + bytes;
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, sigmoidBy(x, low, high, minusLog2e, rounder, ln2High, ln2Low, a0, b0));
  }
}

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
    constant(17),
    constant(18),
    constant(19),
    constant(20),
    constant(21),
    constant(22),
    constant(23),
    constant(24),
    constant(25),
    constant(26),
  );
}

/** tanh of `bytes` bytes of numbers, a multiple of 16, in their place. */
export function tanhInPlace(values: usize, bytes: usize): void {
  const low = constant(17);
  const high = constant(18);
  const p3 = constant(19);
  const p2 = constant(20);
  const p1 = constant(21);
  const p0 = constant(22);
  const q3 = constant(23);
  const q2 = constant(24);
  const q1 = constant(25);
  const q0 = constant(26);
  const end = values + bytes;
  for (; values < end; values += 16) {
    v128.store(values, tanhBy(v128.load(values), low, high, p3, p2, p1, p0, q3, q2, q1, q0));
  }
}
