// @ts-ignore: decorator
@inline
function laneSum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 2) + (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3))
  );
}

/**
 * weightGradient[o][i] += Σᵣ delta[o][r]·x[i][r] and biasGradient[o] += Σᵣ delta[o][r], 4 outputs × 2 inputs at a time.
 * Where fewer are left the last output or input stands in for the missing ones: all sums are read before any is
 * written, so the same value is written twice.
 */
export function weightGradient(
  delta: usize,
  x: usize,
  gradient: usize,
  biasGradient: usize,
  inputs: i32,
  outputs: i32,
  rows: i32,
): void {
  const rowBytes = (rows as usize) << 2;
  const lastOutput = outputs - 1;
  const lastInput = inputs - 1;
  for (let o: i32 = 0; o < outputs; o += 4) {
    const o1 = min<i32>(o + 1, lastOutput);
    const o2 = min<i32>(o + 2, lastOutput);
    const o3 = min<i32>(o + 3, lastOutput);
    for (let i: i32 = 0; i < inputs; i += 2) {
      const i1 = min<i32>(i + 1, lastInput);
      let da = delta + (o as usize) * rowBytes;
      let db = delta + (o1 as usize) * rowBytes;
      let dc = delta + (o2 as usize) * rowBytes;
      let dd = delta + (o3 as usize) * rowBytes;
      let x0 = x + (i as usize) * rowBytes;
      let x1 = x + (i1 as usize) * rowBytes;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      const end = da + rowBytes;
      while (da < end) {
        const v0 = v128.load(x0);
        const v1 = v128.load(x1);
        let d = v128.load(da);
        a0 = f32x4.add(a0, f32x4.mul(d, v0));
        a1 = f32x4.add(a1, f32x4.mul(d, v1));
        d = v128.load(db);
        b0 = f32x4.add(b0, f32x4.mul(d, v0));
        b1 = f32x4.add(b1, f32x4.mul(d, v1));
        d = v128.load(dc);
        c0 = f32x4.add(c0, f32x4.mul(d, v0));
        c1 = f32x4.add(c1, f32x4.mul(d, v1));
        d = v128.load(dd);
        d0 = f32x4.add(d0, f32x4.mul(d, v0));
        d1 = f32x4.add(d1, f32x4.mul(d, v1));
        da += 16;
        db += 16;
        dc += 16;
        dd += 16;
        x0 += 16;
        x1 += 16;
      }
      const ga = gradient + (((o * inputs) as usize) << 2);
      const gb = gradient + (((o1 * inputs) as usize) << 2);
      const gc = gradient + (((o2 * inputs) as usize) << 2);
      const gd = gradient + (((o3 * inputs) as usize) << 2);
      const p0 = (i as usize) << 2;
      const p1 = (i1 as usize) << 2;
      const sa0 = load<f32>(ga + p0) + laneSum(a0);
      const sa1 = load<f32>(ga + p1) + laneSum(a1);
      const sb0 = load<f32>(gb + p0) + laneSum(b0);
      const sb1 = load<f32>(gb + p1) + laneSum(b1);
      const sc0 = load<f32>(gc + p0) + laneSum(c0);
      const sc1 = load<f32>(gc + p1) + laneSum(c1);
      const sd0 = load<f32>(gd + p0) + laneSum(d0);
      const sd1 = load<f32>(gd + p1) + laneSum(d1);
      // A repeated row or column carries the same sums as the original, so the order of these does not matter.
      store<f32>(ga + p0, sa0);
      store<f32>(ga + p1, sa1);
      store<f32>(gb + p0, sb0);
      store<f32>(gb + p1, sb1);
      store<f32>(gc + p0, sc0);
      store<f32>(gc + p1, sc1);
      store<f32>(gd + p0, sd0);
      store<f32>(gd + p1, sd1);
    }
  }
  for (let o: i32 = 0; o < outputs; ++o) {
    const start = delta + (o as usize) * rowBytes;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    for (let r: usize = 0; r < rowBytes; r += 32) {
      s0 = f32x4.add(s0, v128.load(start + r));
      s1 = f32x4.add(s1, v128.load(start + r, 16));
    }
    const target = biasGradient + ((o as usize) << 2);
    store<f32>(target, load<f32>(target) + laneSum(f32x4.add(s0, s1)));
  }
}
