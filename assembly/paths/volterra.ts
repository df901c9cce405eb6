import { exp4 } from '../exp';

// Weighted sums of a path's past normals, G_i = Σ_{j≤i} w_{i−j} Z_j, in float32: the sums are of the order of 1 and are used
// as exponents, so that rounding moves what they give by some 1e-6 of it. Eight paths at a time are packed, one row of 32
// bytes after the other: the rows of a block lie so far apart that the fastest cache would hold few of them.

const PACKED_ROW: usize = 32;

/** Copies the normals of eight paths, `rows` substeps of them, to `packed`. */
export function packNormals(normals: usize, packed: usize, rows: i32, rowBytes: usize): void {
  for (let row = 0; row < rows; ++row) {
    v128.store(packed, v128.load(normals));
    v128.store(packed, v128.load(normals, 16), 16);
    packed += PACKED_ROW;
    normals += rowBytes;
  }
}

/** Weights as float32, after three zeros: a block of four sums reaches so far beyond the end of the first. */
export function packWeights(weights: usize, packed: usize, count: i32): void {
  f32.store(packed, 0);
  f32.store(packed, 0, 4);
  f32.store(packed, 0, 8);
  packed += 12;
  for (let i = 0; i < count; ++i) {
    f32.store(packed, f32(f64.load(weights)));
    packed += 4;
    weights += 8;
  }
}

// The eight vectors of the last sum, four sums of eight paths: functions give one value back.
let a0: v128 = f32x4.splat(0);
let a1: v128 = f32x4.splat(0);
let b0: v128 = f32x4.splat(0);
let b1: v128 = f32x4.splat(0);
let c0: v128 = f32x4.splat(0);
let c1: v128 = f32x4.splat(0);
let d0: v128 = f32x4.splat(0);
let d1: v128 = f32x4.splat(0);

/**
 * Four sums over the first `rows` packed rows; sum q weighs row 0 by the float32 at address q, each later row by the one
 * before it.
 */
// @ts-ignore: decorator
@inline
function sumFour(packed: usize, rows: i32, first: usize, second: usize, third: usize, fourth: usize): void {
  let p0 = f32x4.splat(0);
  let p1 = p0;
  let q0 = p0;
  let q1 = p0;
  let r0 = p0;
  let r1 = p0;
  let s0 = p0;
  let s1 = p0;
  const end = packed + (rows as usize) * PACKED_ROW;
  for (; packed < end; packed += PACKED_ROW) {
    const x0 = v128.load(packed);
    const x1 = v128.load(packed, 16);
    let w = v128.load32_splat(first);
    p0 = f32x4.add(p0, f32x4.mul(w, x0));
    p1 = f32x4.add(p1, f32x4.mul(w, x1));
    w = v128.load32_splat(second);
    q0 = f32x4.add(q0, f32x4.mul(w, x0));
    q1 = f32x4.add(q1, f32x4.mul(w, x1));
    w = v128.load32_splat(third);
    r0 = f32x4.add(r0, f32x4.mul(w, x0));
    r1 = f32x4.add(r1, f32x4.mul(w, x1));
    w = v128.load32_splat(fourth);
    s0 = f32x4.add(s0, f32x4.mul(w, x0));
    s1 = f32x4.add(s1, f32x4.mul(w, x1));
    first -= 4;
    second -= 4;
    third -= 4;
    fourth -= 4;
  }
  a0 = p0;
  a1 = p1;
  b0 = q0;
  b1 = q1;
  c0 = r0;
  c1 = r1;
  d0 = s0;
  d1 = s1;
}

/** row ← exp(sum + residual · row + shift), eight paths. */
// @ts-ignore: decorator
@inline
function finish(row: usize, low: v128, high: v128, residual: v128, shift: f64): void {
  const offset = f32x4.splat(f32(shift));
  v128.store(row, exp4(f32x4.add(f32x4.add(low, f32x4.mul(residual, v128.load(row))), offset)));
  v128.store(row, exp4(f32x4.add(f32x4.add(high, f32x4.mul(residual, v128.load(row, 16))), offset)), 16);
}

/**
 * Row i of `rows` (a multiple of 4) ← exp(G_i + residual · row_i + shifts[i]), for the eight paths that are packed.
 *
 * @param weights address of w₀, float32, three zeros before it
 */
export function exponentialSums(
  packed: usize,
  target: usize,
  weights: usize,
  shifts: usize,
  residual: f32,
  rows: i32,
  rowBytes: usize,
): void {
  const own = f32x4.splat(residual);
  for (let row = 0; row < rows; row += 4) {
    const first = weights + ((row as usize) << 2);
    sumFour(packed, row + 4, first, first + 4, first + 8, first + 12);
    finish(target, a0, a1, own, f64.load(shifts));
    finish(target + rowBytes, b0, b1, own, f64.load(shifts, 8));
    finish(target + 2 * rowBytes, c0, c1, own, f64.load(shifts, 16));
    finish(target + 3 * rowBytes, d0, d1, own, f64.load(shifts, 24));
    target += 4 * rowBytes;
    shifts += 32;
  }
}

/** sum + weight · exp(exponent + shift). */
// @ts-ignore: decorator
@inline
function weigh(sum: v128, exponent: v128, shift: f64, weight: f64): v128 {
  const value = exp4(f32x4.add(exponent, f32x4.splat(f32(shift))));
  return f32x4.add(sum, f32x4.mul(f32x4.splat(f32(weight)), value));
}

/**
 * Adds to eight float32 values at `sums`: Σ over four nodes of ω_q exp(Σ_{j<rows} w_{place_q − j} Z_j + shift_q).
 *
 * @param nodes twelve float64: places, shifts, weights ω
 */
export function addFourNodes(packed: usize, rows: i32, weights: usize, nodes: usize, sums: usize): void {
  const first = weights + ((f64.load(nodes) as usize) << 2);
  const second = weights + ((f64.load(nodes, 8) as usize) << 2);
  const third = weights + ((f64.load(nodes, 16) as usize) << 2);
  const fourth = weights + ((f64.load(nodes, 24) as usize) << 2);
  sumFour(packed, rows, first, second, third, fourth);
  let low = v128.load(sums);
  let high = v128.load(sums, 16);
  low = weigh(low, a0, f64.load(nodes, 32), f64.load(nodes, 64));
  high = weigh(high, a1, f64.load(nodes, 32), f64.load(nodes, 64));
  low = weigh(low, b0, f64.load(nodes, 40), f64.load(nodes, 72));
  high = weigh(high, b1, f64.load(nodes, 40), f64.load(nodes, 72));
  low = weigh(low, c0, f64.load(nodes, 48), f64.load(nodes, 80));
  high = weigh(high, c1, f64.load(nodes, 48), f64.load(nodes, 80));
  low = weigh(low, d0, f64.load(nodes, 56), f64.load(nodes, 88));
  high = weigh(high, d1, f64.load(nodes, 56), f64.load(nodes, 88));
  v128.store(sums, low);
  v128.store(sums, high, 16);
}
