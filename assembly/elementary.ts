// exp, sigmoid and tanh of four numbers at a time, with a relative error below 1e-6 (in practice below 3e-7).
// e^x = 2ⁿ·e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; there e^r − 1 = r + r²·p(r), with p the polynomial of
// degree 4 that interpolates (e^r − 1 − r)/r² at the Chebyshev nodes (error of e^r: 1.1e-8).

// The constants stand in memory: a broadcasting load costs nothing beside the arithmetic, while an engine builds a
// constant written in the code anew each time, on the units that the arithmetic needs.
const CONSTANTS: usize = memory.data<f32>(
  [
    // Between these e^x is a normal number; the argument is held there. NaN passes through.
    -87.3, 88.3,
    // log₂ e, and 1.5·2²³: adding it rounds to a whole number and leaves that in the low bits of the float.
    1.4426950408889634, 12582912.0,
    // ln 2 in two parts, the first with so few bits that n times it is exact (Cody and Waite, 1980).
    0.693359375, -2.1219444005471377e-4,
    // p, highest power first; its last coefficient is 0.5.
    0.001392618358789702, 0.008363179052727866, 0.041666554617201146, 0.16666576989698692, 0.5,
    // 1, 2, and where tanh is held.
    1.0, 2.0, -10.0, 10.0,
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

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(one4(), f32x4.add(one4(), exp4(f32x4.neg(x))));
}

/** tanh x = m/(m + 2) with m = e^2x − 1 = 2ⁿ·(e^r − 1) + (2ⁿ − 1), which keeps its digits near 0; ±1 from ±10 on. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, constant(13)), constant(14));
  const twice = f32x4.add(held, held);
  const rounded = whole(twice);
  const power = powerOfTwo(rounded);
  const m = f32x4.add(f32x4.mul(power, remainderExpm1(twice, rounded)), f32x4.sub(power, one4()));
  return f32x4.div(m, f32x4.add(m, constant(12)));
}

/** target[k] = e^source[k] for `count` numbers, a multiple of 4. */
export function mapExp(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, exp4(v128.load(source + k)));
}

/** target[k] = 1/(1 + e^−source[k]) for `count` numbers, a multiple of 4. */
export function mapSigmoid(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, sigmoid4(v128.load(source + k)));
}

/** target[k] = tanh source[k] for `count` numbers, a multiple of 4. */
export function mapTanh(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, tanh4(v128.load(source + k)));
}
