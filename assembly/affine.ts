import { ROW_BYTES } from './tile';

/**
 * y = bias + W·x over a tile, from packed weights. Without a bias (address 0) the products are added to what stands in y,
 * or replace it unless `adds`. The sum over inputs runs in order, so results do not depend on the blocking.
 *
 * Blocks of 4 outputs × 8 rows: eight accumulators, two loads of x and four broadcast weights a step are what sixteen
 * registers hold, and the arithmetic units are then the limit. Unrolling over inputs was slower.
 */
export function affine(packed: usize, bias: usize, x: usize, y: usize, inputs: i32, outputs: i32, adds: bool): void {
  const blockBytes = (inputs as usize) << 4;
  let weights = packed;
  let target = y;
  let o: i32 = 0;
  for (; o + 4 <= outputs; o += 4) {
    const end = weights + blockBytes;
    const last = target + ROW_BYTES;
    let source = x;
    for (let t = target; t < last; t += 32, source += 32) {
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      if (bias) {
        a0 = v128.load32_splat(bias);
        a1 = a0;
        b0 = v128.load32_splat(bias, 4);
        b1 = b0;
        c0 = v128.load32_splat(bias, 8);
        c1 = c0;
        d0 = v128.load32_splat(bias, 12);
        d1 = d0;
      } else if (adds) {
        a0 = v128.load(t);
        a1 = v128.load(t, 16);
        b0 = v128.load(t, ROW_BYTES);
        b1 = v128.load(t, ROW_BYTES + 16);
        c0 = v128.load(t, 2 * ROW_BYTES);
        c1 = v128.load(t, 2 * ROW_BYTES + 16);
        d0 = v128.load(t, 3 * ROW_BYTES);
        d1 = v128.load(t, 3 * ROW_BYTES + 16);
      }
      let p = weights;
      let s = source;
      while (p < end) {
        const x0 = v128.load(s);
        const x1 = v128.load(s, 16);
        let w = v128.load32_splat(p);
        a0 = f32x4.add(a0, f32x4.mul(w, x0));
        a1 = f32x4.add(a1, f32x4.mul(w, x1));
        w = v128.load32_splat(p, 4);
        b0 = f32x4.add(b0, f32x4.mul(w, x0));
        b1 = f32x4.add(b1, f32x4.mul(w, x1));
        w = v128.load32_splat(p, 8);
        c0 = f32x4.add(c0, f32x4.mul(w, x0));
        c1 = f32x4.add(c1, f32x4.mul(w, x1));
        w = v128.load32_splat(p, 12);
        d0 = f32x4.add(d0, f32x4.mul(w, x0));
        d1 = f32x4.add(d1, f32x4.mul(w, x1));
        p += 16;
        s += ROW_BYTES;
      }
      v128.store(t, a0);
      v128.store(t, a1, 16);
      v128.store(t, b0, ROW_BYTES);
      v128.store(t, b1, ROW_BYTES + 16);
      v128.store(t, c0, 2 * ROW_BYTES);
      v128.store(t, c1, 2 * ROW_BYTES + 16);
      v128.store(t, d0, 3 * ROW_BYTES);
      v128.store(t, d1, 3 * ROW_BYTES + 16);
    }
    weights = end;
    target += 4 * ROW_BYTES;
    if (bias) bias += 16;
  }
  for (; o < outputs; ++o) {
    affineRow(weights, bias, x, target, inputs, adds);
    weights += (inputs as usize) << 2;
    target += ROW_BYTES;
    if (bias) bias += 4;
  }
}

/** One output of the same, 32 rows at a time. */
function affineRow(weights: usize, bias: usize, x: usize, y: usize, inputs: i32, adds: bool): void {
  const end = weights + ((inputs as usize) << 2);
  for (let r: usize = 0; r < ROW_BYTES; r += 128) {
    const t = y + r;
    let a0 = bias ? v128.load32_splat(bias) : f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    if (!bias && adds) {
      a0 = v128.load(t);
      a1 = v128.load(t, 16);
      a2 = v128.load(t, 32);
      a3 = v128.load(t, 48);
      a4 = v128.load(t, 64);
      a5 = v128.load(t, 80);
      a6 = v128.load(t, 96);
      a7 = v128.load(t, 112);
    }
    let s = x + r;
    for (let p = weights; p < end; p += 4, s += ROW_BYTES) {
      const w = v128.load32_splat(p);
      a0 = f32x4.add(a0, f32x4.mul(w, v128.load(s)));
      a1 = f32x4.add(a1, f32x4.mul(w, v128.load(s, 16)));
      a2 = f32x4.add(a2, f32x4.mul(w, v128.load(s, 32)));
      a3 = f32x4.add(a3, f32x4.mul(w, v128.load(s, 48)));
      a4 = f32x4.add(a4, f32x4.mul(w, v128.load(s, 64)));
      a5 = f32x4.add(a5, f32x4.mul(w, v128.load(s, 80)));
      a6 = f32x4.add(a6, f32x4.mul(w, v128.load(s, 96)));
      a7 = f32x4.add(a7, f32x4.mul(w, v128.load(s, 112)));
    }
    v128.store(t, a0);
    v128.store(t, a1, 16);
    v128.store(t, a2, 32);
    v128.store(t, a3, 48);
    v128.store(t, a4, 64);
    v128.store(t, a5, 80);
    v128.store(t, a6, 96);
    v128.store(t, a7, 112);
  }
}
