import { FIRST_BITS, TABLE } from './quantile-table';

// Uniforms and normals from whole numbers w of 32 bits: u = (w + ½)/2³², and the normal Φ⁻¹(u). As a signed number w is
// small in both tails, so that its conversion to float32 keeps their digits. Relative error below 6e-7 (absolute below 1)
// up to the largest size, 6.34.

// Constants are read from memory (../constants.ts says why).
const HALF: usize = memory.data<f32>([0.5], 16);
/** Where the table begins, its rows' bytes within the upper half of a float, the bits within a piece, and the sign. */
const BITS: usize = memory.data<u32>([FIRST_BITS, 0x7ff0, 0x000fffff, 0x80000000], 16);
/** 2⁻³² and ½. */
const UNIFORM: usize = memory.data<f64>([2.3283064365386963e-10, 0.5], 16);

// @ts-ignore: decorator
@inline
function bits(place: usize): v128 {
  return v128.load32_splat(BITS + 4 * place);
}

/** Four standard normals. */
// @ts-ignore: decorator
@inline
export function normals(w: v128): v128 {
  const v = f32x4.add(f32x4.convert_i32x4_s(w), v128.load32_splat(HALF));
  const rows = v128.and(i32x4.shr_u(i32x4.sub(v, bits(0)), 16), bits(1));
  const d = f32x4.convert_i32x4_s(v128.and(v, bits(2)));
  // Two addresses at a time: the vectors' units are the busy ones.
  const lower = i64x2.extract_lane(rows, 0);
  const upper = i64x2.extract_lane(rows, 1);
  const a = v128.load(TABLE + ((lower as u32) as usize));
  const b = v128.load(TABLE + ((lower >>> 32) as usize));
  const c = v128.load(TABLE + ((upper as u32) as usize));
  const e = v128.load(TABLE + ((upper >>> 32) as usize));
  // From a row of coefficients for each number to a vector for each power.
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ce = v128.shuffle<i32>(c, e, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const ceHigh = v128.shuffle<i32>(c, e, 2, 6, 3, 7);
  const high = f32x4.add(
    f32x4.mul(v128.shuffle<i64>(abHigh, ceHigh, 1, 3), d),
    v128.shuffle<i64>(abHigh, ceHigh, 0, 2),
  );
  const low = f32x4.add(f32x4.mul(v128.shuffle<i64>(ab, ce, 1, 3), d), v128.shuffle<i64>(ab, ce, 0, 2));
  const negative = f32x4.add(f32x4.mul(high, f32x4.mul(d, d)), low);
  return v128.xor(negative, v128.and(v, bits(3)));
}

/** u of the two lower lanes, float64. */
// @ts-ignore: decorator
@inline
export function uniformPair(w: v128): v128 {
  const half = v128.load64_splat(UNIFORM, 8);
  return f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(w), half), v128.load64_splat(UNIFORM));
}
