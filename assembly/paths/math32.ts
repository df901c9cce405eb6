// Logarithms of four float32 numbers at a time, by s = (y − 1)/(y + 1): ln y = 2 artanh s = 2s + s·z·(2/3 + 2z/5 + …), z = s².

const NUMBERS: usize = memory.data<f32>(
  [1.0, 2.0, 0.6931471805599453, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0],
  16,
);
/** Bits of √½, and an exponent's. */
const BITS: usize = memory.data<u32>([0x3f3504f3, 0xff800000], 16);

// @ts-ignore: decorator
@inline
function number(place: usize): v128 {
  return v128.load32_splat(NUMBERS + 4 * place);
}

// @ts-ignore: decorator
@inline
function step(sum: v128, z: v128, next: usize): v128 {
  return f32x4.add(f32x4.mul(sum, z), number(next));
}

/** 2 artanh(s) for |s| below 1/7, relative error 2e-7: ln(1 + x) with s = x / (2 + x), for |x| below ¼. */
// @ts-ignore: decorator
@inline
export function twiceArtanh(s: v128): v128 {
  const z = f32x4.mul(s, s);
  return f32x4.mul(s, step(step(step(number(5), z, 6), z, 7), z, 1));
}

/** ln x for normal positive numbers, error below 2e-7 of it or of ½, whichever is more; near 1 relative too. */
// @ts-ignore: decorator
@inline
export function logFour(x: v128): v128 {
  // √½ goes to an exponent's edge: what is left lies in [√½, √2).
  const shifted = i32x4.sub(x, v128.load32_splat(BITS));
  const left = i32x4.sub(x, v128.and(shifted, v128.load32_splat(BITS, 4)));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const s = f32x4.div(f32x4.sub(left, number(0)), f32x4.add(left, number(0)));
  const z = f32x4.mul(s, s);
  const sum = step(step(step(step(step(number(3), z, 4), z, 5), z, 6), z, 7), z, 1);
  return f32x4.add(f32x4.mul(e, number(2)), f32x4.mul(s, sum));
}
