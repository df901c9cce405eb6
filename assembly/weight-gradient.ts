import { addTo } from './lane-sum';
import { ROW_BYTES } from './tile';

// Each function goes through `steps` tiles that lie `deltaStep` and `xStep` bytes apart, with its sums in registers all
// the way: lanes are added up, and memory is written, once for all steps.

/** gradient[o][i] += Σ delta[o]·x[i] over the rows of all steps: 4 outputs × 2 inputs at a time. */
export function weightGradient(
  delta: usize,
  x: usize,
  gradient: usize,
  inputs: i32,
  outputs: i32,
  steps: i32,
  deltaStep: usize,
  xStep: usize,
): void {
  const next = (inputs as usize) << 2;
  let o: i32 = 0;
  for (; o + 4 <= outputs; o += 4) {
    let i: i32 = 0;
    let source = x;
    let target = gradient;
    for (; i + 2 <= inputs; i += 2) {
      block42(delta, source, target, next, steps, deltaStep, xStep);
      source += 2 * ROW_BYTES;
      target += 8;
    }
    if (i < inputs) block41(delta, source, target, next, steps, deltaStep, xStep);
    delta += 4 * ROW_BYTES;
    gradient += 4 * next;
  }
  for (; o < outputs; ++o) {
    let i: i32 = 0;
    let source = x;
    let target = gradient;
    for (; i + 8 <= inputs; i += 8) {
      block18(delta, source, target, steps, deltaStep, xStep);
      source += 8 * ROW_BYTES;
      target += 32;
    }
    for (; i < inputs; ++i) {
      block11(delta, source, target, steps, deltaStep, xStep);
      source += ROW_BYTES;
      target += 4;
    }
    delta += ROW_BYTES;
    gradient += next;
  }
}

// @ts-ignore: decorator
@inline
function block42(
  delta: usize,
  x: usize,
  target: usize,
  next: usize,
  steps: i32,
  deltaStep: usize,
  xStep: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let s: i32 = 0; s < steps; ++s) {
    let p = delta;
    let q = x;
    const end = delta + ROW_BYTES;
    while (p < end) {
      const v0 = v128.load(q);
      const v1 = v128.load(q, ROW_BYTES);
      let d = v128.load(p);
      a0 = f32x4.add(a0, f32x4.mul(d, v0));
      a1 = f32x4.add(a1, f32x4.mul(d, v1));
      d = v128.load(p, ROW_BYTES);
      b0 = f32x4.add(b0, f32x4.mul(d, v0));
      b1 = f32x4.add(b1, f32x4.mul(d, v1));
      d = v128.load(p, 2 * ROW_BYTES);
      c0 = f32x4.add(c0, f32x4.mul(d, v0));
      c1 = f32x4.add(c1, f32x4.mul(d, v1));
      d = v128.load(p, 3 * ROW_BYTES);
      d0 = f32x4.add(d0, f32x4.mul(d, v0));
      d1 = f32x4.add(d1, f32x4.mul(d, v1));
      p += 16;
      q += 16;
    }
    delta += deltaStep;
    x += xStep;
  }
  addTo(target, a0);
  addTo(target + 4, a1);
  addTo(target + next, b0);
  addTo(target + next + 4, b1);
  addTo(target + 2 * next, c0);
  addTo(target + 2 * next + 4, c1);
  addTo(target + 3 * next, d0);
  addTo(target + 3 * next + 4, d1);
}

function block41(
  delta: usize,
  x: usize,
  target: usize,
  next: usize,
  steps: i32,
  deltaStep: usize,
  xStep: usize,
): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let s: i32 = 0; s < steps; ++s) {
    for (let r: usize = 0; r < ROW_BYTES; r += 16) {
      const v = v128.load(x + r);
      const p = delta + r;
      a = f32x4.add(a, f32x4.mul(v128.load(p), v));
      b = f32x4.add(b, f32x4.mul(v128.load(p, ROW_BYTES), v));
      c = f32x4.add(c, f32x4.mul(v128.load(p, 2 * ROW_BYTES), v));
      d = f32x4.add(d, f32x4.mul(v128.load(p, 3 * ROW_BYTES), v));
    }
    delta += deltaStep;
    x += xStep;
  }
  addTo(target, a);
  addTo(target + next, b);
  addTo(target + 2 * next, c);
  addTo(target + 3 * next, d);
}

function block18(delta: usize, x: usize, target: usize, steps: i32, deltaStep: usize, xStep: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  let a5 = a0;
  let a6 = a0;
  let a7 = a0;
  for (let s: i32 = 0; s < steps; ++s) {
    for (let r: usize = 0; r < ROW_BYTES; r += 16) {
      const d = v128.load(delta + r);
      const q = x + r;
      a0 = f32x4.add(a0, f32x4.mul(d, v128.load(q)));
      a1 = f32x4.add(a1, f32x4.mul(d, v128.load(q, ROW_BYTES)));
      a2 = f32x4.add(a2, f32x4.mul(d, v128.load(q, 2 * ROW_BYTES)));
      a3 = f32x4.add(a3, f32x4.mul(d, v128.load(q, 3 * ROW_BYTES)));
      a4 = f32x4.add(a4, f32x4.mul(d, v128.load(q, 4 * ROW_BYTES)));
      a5 = f32x4.add(a5, f32x4.mul(d, v128.load(q, 5 * ROW_BYTES)));
      a6 = f32x4.add(a6, f32x4.mul(d, v128.load(q, 6 * ROW_BYTES)));
      a7 = f32x4.add(a7, f32x4.mul(d, v128.load(q, 7 * ROW_BYTES)));
    }
    delta += deltaStep;
    x += xStep;
  }
  addTo(target, a0);
  addTo(target + 4, a1);
  addTo(target + 8, a2);
  addTo(target + 12, a3);
  addTo(target + 16, a4);
  addTo(target + 20, a5);
  addTo(target + 24, a6);
  addTo(target + 28, a7);
}

function block11(delta: usize, x: usize, target: usize, steps: i32, deltaStep: usize, xStep: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  for (let s: i32 = 0; s < steps; ++s) {
    for (let r: usize = 0; r < ROW_BYTES; r += 32) {
      a = f32x4.add(a, f32x4.mul(v128.load(delta + r), v128.load(x + r)));
      b = f32x4.add(b, f32x4.mul(v128.load(delta + r, 16), v128.load(x + r, 16)));
    }
    delta += deltaStep;
    x += xStep;
  }
  addTo(target, f32x4.add(a, b));
}
