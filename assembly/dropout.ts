import { ROW_BYTES } from './tile';

// Masks are hashes of where a number stands: of a seed for layer and step, of its unit, and of its row in the batch. So
// they depend neither on tiles nor on who computes them, and the way back needs no memory of them.

/** Mixes the bits of a whole number: a bijection (Wellons, 2018, "lowbias32" with the constants found by TheIronBorn). */
// @ts-ignore: decorator
@inline
function mix(x: u32): u32 {
  x = (x ^ (x >>> 16)) * 0x21f0aaad;
  x = (x ^ (x >>> 15)) * 0xd35a2d97;
  return x ^ (x >>> 15);
}

/**
 * target = scale·source where a number's hash, as a signed one, is at least `threshold`, and 0 elsewhere; or adds it to
 * the target if it `adds`. `unit` and `row` are those of the first number.
 */
export function dropout(
  source: usize,
  target: usize,
  units: i32,
  unit: i32,
  row: i32,
  seed: i32,
  threshold: i32,
  scale: f32,
  adds: bool,
): void {
  const factor = f32x4.splat(scale);
  const least = i32x4.splat(threshold);
  const first = i32x4.splat(0x21f0aaad);
  const second = i32x4.splat(0xd35a2d97);
  const four = i32x4.splat(4);
  const rows = i32x4.add(i32x4.splat(row), i32x4(0, 1, 2, 3));
  for (let u = 0; u < units; ++u) {
    const own = mix((seed as u32) + ((unit + u) as u32) * 0x9e3779b9);
    // One key before the hash and one within it: no two units share their sequence, not even shifted by some rows.
    const inner = i32x4.splat(mix(own + 0x7f4a7c15) as i32);
    let counter = i32x4.add(rows, i32x4.splat(own as i32));
    const end = source + ROW_BYTES;
    for (; source < end; source += 16, target += 16) {
      let hash = i32x4.mul(v128.xor(counter, i32x4.shr_u(counter, 16)), first);
      hash = i32x4.add(hash, inner);
      hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 15)), second);
      hash = v128.xor(hash, i32x4.shr_u(hash, 15));
      const kept = v128.and(i32x4.ge_s(hash, least), f32x4.mul(v128.load(source), factor));
      v128.store(target, adds ? f32x4.add(v128.load(target), kept) : kept);
      counter = i32x4.add(counter, four);
    }
  }
}
