/**
 * y[o][r] = bias[o] + Σᵢ weights[o][i]·x[i][r], for 4 outputs × 8 rows at a time: eight accumulators, two loads of x and
 * four broadcast weights a step, which is what sixteen registers hold. The sum over i runs in order, so results do not
 * depend on the blocking. A bias of 0 (no address) stands for none. The last block of outputs repeats its last row
 * where fewer than four are left: the same value is written twice.
 */
export function affine(weights: usize, bias: usize, x: usize, y: usize, inputs: i32, outputs: i32, rows: i32): void {
  const rowBytes = (rows as usize) << 2;
  const weightBytes = (inputs as usize) << 2;
  const last = outputs - 1;
  for (let r: usize = 0; r < rowBytes; r += 32) {
    for (let o: i32 = 0; o < outputs; o += 4) {
      const o0 = o as usize;
      const o1 = min<i32>(o + 1, last) as usize;
      const o2 = min<i32>(o + 2, last) as usize;
      const o3 = min<i32>(o + 3, last) as usize;
      let a0 = f32x4.splat(0);
      let b0 = a0;
      let c0 = a0;
      let d0 = a0;
      if (bias) {
        a0 = v128.load32_splat(bias + (o0 << 2));
        b0 = v128.load32_splat(bias + (o1 << 2));
        c0 = v128.load32_splat(bias + (o2 << 2));
        d0 = v128.load32_splat(bias + (o3 << 2));
      }
      let a1 = a0;
      let b1 = b0;
      let c1 = c0;
      let d1 = d0;
      let wa = weights + o0 * weightBytes;
      let wb = weights + o1 * weightBytes;
      let wc = weights + o2 * weightBytes;
      let wd = weights + o3 * weightBytes;
      let source = x + r;
      const end = wa + weightBytes;
      while (wa < end) {
        const x0 = v128.load(source);
        const x1 = v128.load(source, 16);
        let w = v128.load32_splat(wa);
        a0 = f32x4.add(a0, f32x4.mul(w, x0));
        a1 = f32x4.add(a1, f32x4.mul(w, x1));
        w = v128.load32_splat(wb);
        b0 = f32x4.add(b0, f32x4.mul(w, x0));
        b1 = f32x4.add(b1, f32x4.mul(w, x1));
        w = v128.load32_splat(wc);
        c0 = f32x4.add(c0, f32x4.mul(w, x0));
        c1 = f32x4.add(c1, f32x4.mul(w, x1));
        w = v128.load32_splat(wd);
        d0 = f32x4.add(d0, f32x4.mul(w, x0));
        d1 = f32x4.add(d1, f32x4.mul(w, x1));
        wa += 4;
        wb += 4;
        wc += 4;
        wd += 4;
        source += rowBytes;
      }
      const target = y + r;
      v128.store(target + o0 * rowBytes, a0);
      v128.store(target + o0 * rowBytes, a1, 16);
      v128.store(target + o1 * rowBytes, b0);
      v128.store(target + o1 * rowBytes, b1, 16);
      v128.store(target + o2 * rowBytes, c0);
      v128.store(target + o2 * rowBytes, c1, 16);
      v128.store(target + o3 * rowBytes, d0);
      v128.store(target + o3 * rowBytes, d1, 16);
    }
  }
}
