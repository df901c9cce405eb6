import { high0, high1, high2, high3, low0, low1, low2, low3, philox, setStream } from './philox';
import { normals, uniformPair } from './quantile';

// The draws of four substeps at once: lane by lane a counter of (unit, group of substeps, factor), whose word j belongs to
// substep 4·group + j. A unit is a path, or a pair of paths if `mirrored`: then its second path gets the mirrored draw. The
// lower words of a row's units must not wrap around.

// @ts-ignore: decorator
@inline
function storeNormals(target: usize, words: v128, mirrored: bool): void {
  const z = normals(words);
  if (mirrored) {
    const minus = f32x4.neg(z);
    v128.store(target, v128.shuffle<i32>(z, minus, 0, 4, 1, 5));
    v128.store(target, v128.shuffle<i32>(z, minus, 2, 6, 3, 7), 16);
  } else {
    v128.store(target, z);
  }
}

// @ts-ignore: decorator
@inline
function storeUniforms(target: usize, words: v128, mirrored: bool): void {
  const low = uniformPair(words);
  const high = uniformPair(v128.shuffle<i32>(words, words, 2, 3, 2, 3));
  if (mirrored) {
    const one = f64x2.splat(1.0);
    const lowMirror = f64x2.sub(one, low);
    const highMirror = f64x2.sub(one, high);
    v128.store(target, v128.shuffle<i64>(low, lowMirror, 0, 2));
    v128.store(target, v128.shuffle<i64>(low, lowMirror, 1, 3), 16);
    v128.store(target, v128.shuffle<i64>(high, highMirror, 0, 2), 32);
    v128.store(target, v128.shuffle<i64>(high, highMirror, 1, 3), 48);
  } else {
    v128.store(target, low);
    v128.store(target, high, 16);
  }
}

/** Standard normals, float32 rows `stepBytes` apart. */
export function fillNormals(
  target: usize,
  stepBytes: usize,
  count: i32,
  unitLow: i32,
  unitHigh: i32,
  group: i32,
  factor: i32,
  keyLow: i32,
  keyHigh: i32,
  mirrored: bool,
): void {
  const four = i32x4.splat(4);
  const bytes: usize = mirrored ? 32 : 16;
  const end = target + 4 * (count as usize);
  let units = i32x4.add(i32x4.splat(unitLow), i32x4(0, 1, 2, 3));
  setStream(keyLow, keyHigh, unitHigh, group, factor);
  for (; target < end; target += 2 * bytes) {
    const more = i32x4.add(units, four);
    philox(units, more);
    storeNormals(target, low0, mirrored);
    storeNormals(target + bytes, high0, mirrored);
    storeNormals(target + stepBytes, low1, mirrored);
    storeNormals(target + stepBytes + bytes, high1, mirrored);
    storeNormals(target + 2 * stepBytes, low2, mirrored);
    storeNormals(target + 2 * stepBytes + bytes, high2, mirrored);
    storeNormals(target + 3 * stepBytes, low3, mirrored);
    storeNormals(target + 3 * stepBytes + bytes, high3, mirrored);
    units = i32x4.add(more, four);
  }
}

/** Uniforms on (0, 1) of the same words, float64 rows. */
export function fillUniforms(
  target: usize,
  stepBytes: usize,
  count: i32,
  unitLow: i32,
  unitHigh: i32,
  group: i32,
  factor: i32,
  keyLow: i32,
  keyHigh: i32,
  mirrored: bool,
): void {
  const four = i32x4.splat(4);
  const bytes: usize = mirrored ? 64 : 32;
  const end = target + 8 * (count as usize);
  let units = i32x4.add(i32x4.splat(unitLow), i32x4(0, 1, 2, 3));
  setStream(keyLow, keyHigh, unitHigh, group, factor);
  for (; target < end; target += 2 * bytes) {
    const more = i32x4.add(units, four);
    philox(units, more);
    storeUniforms(target, low0, mirrored);
    storeUniforms(target + bytes, high0, mirrored);
    storeUniforms(target + stepBytes, low1, mirrored);
    storeUniforms(target + stepBytes + bytes, high1, mirrored);
    storeUniforms(target + 2 * stepBytes, low2, mirrored);
    storeUniforms(target + 2 * stepBytes + bytes, high2, mirrored);
    storeUniforms(target + 3 * stepBytes, low3, mirrored);
    storeUniforms(target + 3 * stepBytes + bytes, high3, mirrored);
    units = i32x4.add(more, four);
  }
}

/** Both of the same words. */
export function fillBoth(
  normals: usize,
  uniforms: usize,
  normalBytes: usize,
  uniformBytes: usize,
  count: i32,
  unitLow: i32,
  unitHigh: i32,
  group: i32,
  factor: i32,
  keyLow: i32,
  keyHigh: i32,
  mirrored: bool,
): void {
  const four = i32x4.splat(4);
  const bytes: usize = mirrored ? 32 : 16;
  const end = normals + 4 * (count as usize);
  let units = i32x4.add(i32x4.splat(unitLow), i32x4(0, 1, 2, 3));
  setStream(keyLow, keyHigh, unitHigh, group, factor);
  for (; normals < end; normals += 2 * bytes, uniforms += 4 * bytes) {
    const more = i32x4.add(units, four);
    philox(units, more);
    storeNormals(normals, low0, mirrored);
    storeNormals(normals + bytes, high0, mirrored);
    storeNormals(normals + normalBytes, low1, mirrored);
    storeNormals(normals + normalBytes + bytes, high1, mirrored);
    storeNormals(normals + 2 * normalBytes, low2, mirrored);
    storeNormals(normals + 2 * normalBytes + bytes, high2, mirrored);
    storeNormals(normals + 3 * normalBytes, low3, mirrored);
    storeNormals(normals + 3 * normalBytes + bytes, high3, mirrored);
    storeUniforms(uniforms, low0, mirrored);
    storeUniforms(uniforms + 2 * bytes, high0, mirrored);
    storeUniforms(uniforms + uniformBytes, low1, mirrored);
    storeUniforms(uniforms + uniformBytes + 2 * bytes, high1, mirrored);
    storeUniforms(uniforms + 2 * uniformBytes, low2, mirrored);
    storeUniforms(uniforms + 2 * uniformBytes + 2 * bytes, high2, mirrored);
    storeUniforms(uniforms + 3 * uniformBytes, low3, mirrored);
    storeUniforms(uniforms + 3 * uniformBytes + 2 * bytes, high3, mirrored);
    units = i32x4.add(more, four);
  }
}

/** Standard normals, a float32 row, of whole numbers of 32 bits. */
export function normalsFromBits(bits: usize, target: usize, count: i32): void {
  const end = target + 4 * (count as usize);
  for (; target < end; target += 16, bits += 16) v128.store(target, normals(v128.load(bits)));
}
