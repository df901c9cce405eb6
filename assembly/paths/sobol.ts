// Sobol's points, scrambled, and the turning of their normals into those of a Brownian bridge's increments.

// @ts-ignore: decorator
@inline
function swapped(x: v128, shift: i32, mask: i32): v128 {
  const bits = i32x4.splat(mask);
  return v128.or(v128.and(i32x4.shr_u(x, shift), bits), i32x4.shl(v128.and(x, bits), shift));
}

// @ts-ignore: decorator
@inline
function reversed(x: v128): v128 {
  const bytes = v128.shuffle<i8>(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  return swapped(swapped(swapped(bytes, 4, 0x0f0f0f0f), 2, 0x33333333), 1, 0x55555555);
}

/**
 * A nested scrambling as Owen's (1995) of numbers with their bits in reverse: each bit is turned over or not by a hash of
 * the seed and of the bits before it. Multiplying and adding only carry upwards, which in reverse is downwards. The hash
 * is Laine and Karras's (2011) with Vegdahl's constants ("Building a better LK hash", 2021).
 */
// @ts-ignore: decorator
@inline
function scrambled(x: v128, seed: i32): v128 {
  let value = v128.xor(x, i32x4.mul(x, i32x4.splat(0x3d20adea)));
  value = i32x4.add(value, i32x4.splat(seed));
  value = i32x4.mul(value, i32x4.splat((seed >>> 16) | 1));
  value = v128.xor(value, i32x4.mul(value, i32x4.splat(0x05526c56)));
  return v128.xor(value, i32x4.mul(value, i32x4.splat(0x53a22864)));
}

/**
 * One dimension of the points `first`, `first` + 1, …, in the order of Gray's code, as whole numbers of 32 bits.
 * `directions` are its 32 direction numbers with their bits in reverse: the first digit in the lowest bit.
 */
export function sobolBits(target: usize, directions: usize, first: u32, scramble: i32, count: i32): void {
  let bits: u32 = 0;
  for (let gray = first ^ (first >>> 1), at = directions; gray != 0; gray >>>= 1, at += 4) {
    if (gray & 1) bits ^= load<u32>(at);
  }
  const end = target + 4 * (count as usize);
  for (let at = target; at < end; at += 4) {
    store<u32>(at, bits);
    ++first;
    bits ^= load<u32>(directions + 4 * (ctz(first) & 31));
  }
  for (; target < end; target += 16) v128.store(target, reversed(scrambled(v128.load(target), scramble)));
}

/** a ← cosine·a + sine·b and b ← sine·a − cosine·b, of float32 rows. */
export function turnRows(a: usize, b: usize, cosine: f32, sine: f32, count: i32): void {
  const c = f32x4.splat(cosine);
  const s = f32x4.splat(sine);
  const end = a + 4 * (count as usize);
  for (; a < end; a += 16, b += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    v128.store(a, f32x4.add(f32x4.mul(c, x), f32x4.mul(s, y)));
    v128.store(b, f32x4.sub(f32x4.mul(s, x), f32x4.mul(c, y)));
  }
}
