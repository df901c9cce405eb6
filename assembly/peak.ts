// 0.999, by which the accumulators are multiplied, and 0.001, which is added: they stay near 1.
const FACTORS: usize = memory.data<f32>([0.999, 0.001], 16);

/**
 * What the core can do at most in 128-bit code: `count` rounds of a = a·w + x on 12 independent accumulators that never
 * leave their registers, 96 floating-point operations a round. Twelve are enough to keep two arithmetic units busy
 * through the latency of a multiplication and an addition; they start apart so that no compiler can merge them.
 * Returns a number that depends on all of them.
 */
export function peakLoop(count: i32): f32 {
  const w = v128.load32_splat(FACTORS);
  const x = v128.load32_splat(FACTORS, 4);
  let a0 = x;
  let a1 = f32x4.add(a0, x);
  let a2 = f32x4.add(a1, x);
  let a3 = f32x4.add(a2, x);
  let a4 = f32x4.add(a3, x);
  let a5 = f32x4.add(a4, x);
  let a6 = f32x4.add(a5, x);
  let a7 = f32x4.add(a6, x);
  let a8 = f32x4.add(a7, x);
  let a9 = f32x4.add(a8, x);
  let a10 = f32x4.add(a9, x);
  let a11 = f32x4.add(a10, x);
  for (let k: i32 = 0; k < count; ++k) {
    a0 = f32x4.add(f32x4.mul(a0, w), x);
    a1 = f32x4.add(f32x4.mul(a1, w), x);
    a2 = f32x4.add(f32x4.mul(a2, w), x);
    a3 = f32x4.add(f32x4.mul(a3, w), x);
    a4 = f32x4.add(f32x4.mul(a4, w), x);
    a5 = f32x4.add(f32x4.mul(a5, w), x);
    a6 = f32x4.add(f32x4.mul(a6, w), x);
    a7 = f32x4.add(f32x4.mul(a7, w), x);
    a8 = f32x4.add(f32x4.mul(a8, w), x);
    a9 = f32x4.add(f32x4.mul(a9, w), x);
    a10 = f32x4.add(f32x4.mul(a10, w), x);
    a11 = f32x4.add(f32x4.mul(a11, w), x);
  }
  a0 = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(f32x4.add(a4, a5), f32x4.add(a6, a7)));
  a0 = f32x4.add(a0, f32x4.add(f32x4.add(a8, a9), f32x4.add(a10, a11)));
  return f32x4.extract_lane(a0, 0) + f32x4.extract_lane(a0, 1) + f32x4.extract_lane(a0, 2) + f32x4.extract_lane(a0, 3);
}
