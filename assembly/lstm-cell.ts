import { one4, sigmoid4, tanh4 } from './elementary';

/**
 * One time step of the cell (Hochreiter and Schmidhuber, 1997; forget gate: Gers, Schmidhuber and Cummins, 2000):
 * c = σ(f)·c₋ + σ(i)·tanh(g), h = σ(o)·tanh(c).
 * `gates` holds i, f, g, o, each of `count` numbers (units × rows, a multiple of 4), and receives them activated.
 */
export function lstmForward(
  gates: usize,
  cellBefore: usize,
  cell: usize,
  cellTanh: usize,
  hidden: usize,
  count: i32,
): void {
  const bytes = (count as usize) << 2;
  const forgetGate = gates + bytes;
  const candidate = forgetGate + bytes;
  const outputGate = candidate + bytes;
  for (let k: usize = 0; k < bytes; k += 16) {
    const i = sigmoid4(v128.load(gates + k));
    const f = sigmoid4(v128.load(forgetGate + k));
    const g = tanh4(v128.load(candidate + k));
    const o = sigmoid4(v128.load(outputGate + k));
    const c = f32x4.add(f32x4.mul(f, v128.load(cellBefore + k)), f32x4.mul(i, g));
    const t = tanh4(c);
    v128.store(gates + k, i);
    v128.store(forgetGate + k, f);
    v128.store(candidate + k, g);
    v128.store(outputGate + k, o);
    v128.store(cell + k, c);
    v128.store(cellTanh + k, t);
    v128.store(hidden + k, f32x4.mul(o, t));
  }
}

/**
 * Gradient of the same step: from that of h (`hiddenGradient`) and of c (`cellGradient`, which then holds that of c₋) to
 * that of the gates before activation (`delta`, laid out as the gates).
 */
export function lstmBackward(
  gates: usize,
  cellBefore: usize,
  cellTanh: usize,
  hiddenGradient: usize,
  cellGradient: usize,
  delta: usize,
  count: i32,
): void {
  const bytes = (count as usize) << 2;
  const two = bytes << 1;
  const three = two + bytes;
  for (let k: usize = 0; k < bytes; k += 16) {
    const i = v128.load(gates + k);
    const f = v128.load(gates + k + bytes);
    const g = v128.load(gates + k + two);
    const o = v128.load(gates + k + three);
    const t = v128.load(cellTanh + k);
    const dh = v128.load(hiddenGradient + k);
    const dho = f32x4.mul(dh, o);
    const dc = f32x4.add(v128.load(cellGradient + k), f32x4.mul(dho, f32x4.sub(one4(), f32x4.mul(t, t))));
    const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one4(), i)));
    const df = f32x4.mul(f32x4.mul(dc, v128.load(cellBefore + k)), f32x4.mul(f, f32x4.sub(one4(), f)));
    const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one4(), f32x4.mul(g, g)));
    const dO = f32x4.mul(f32x4.mul(dho, t), f32x4.sub(one4(), o));
    v128.store(delta + k, di);
    v128.store(delta + k + bytes, df);
    v128.store(delta + k + two, dg);
    v128.store(delta + k + three, dO);
    v128.store(cellGradient + k, f32x4.mul(dc, f));
  }
}
