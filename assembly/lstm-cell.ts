import { one4 } from './constants';
import { flush4 } from './flush';
import { sigmoidInPlace } from './sigmoid';
import { tanh4, tanhInPlace } from './tanh';
import { ROW_BYTES } from './tile';

// The cell of a long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate: Gers, Schmidhuber and Cummins,
// 2000). `gates` holds the matrices of i, f, g and o, one after another.

/**
 * One step from the gates before activation: c = σ(f)·c₋ + σ(i)·tanh(g), h = σ(o)·tanh(c). The activated gates take the
 * place of the gates; `cellTanh` receives tanh(c). Several short loops are faster than one over everything: their
 * constants fit the registers.
 */
export function lstmForward(
  gates: usize,
  cellBefore: usize,
  cell: usize,
  cellTanh: usize,
  hidden: usize,
  units: i32,
): void {
  const bytes = (units as usize) * ROW_BYTES;
  const forget = gates + bytes;
  const candidate = forget + bytes;
  const output = candidate + bytes;
  sigmoidInPlace(gates, 2 * bytes);
  tanhInPlace(candidate, bytes);
  sigmoidInPlace(output, bytes);
  for (let k: usize = 0; k < bytes; k += 16) {
    const kept = f32x4.mul(v128.load(forget + k), v128.load(cellBefore + k));
    const c = f32x4.add(kept, f32x4.mul(v128.load(gates + k), v128.load(candidate + k)));
    const t = tanh4(c);
    v128.store(cell + k, c);
    v128.store(cellTanh + k, t);
    v128.store(hidden + k, f32x4.mul(v128.load(output + k), t));
  }
}

/**
 * Gradient of the same step: from that by h and by c (`cellGradient`, which then holds that by c₋) to that by the gates
 * before activation, in the place of the activated gates.
 */
export function lstmBackward(
  gates: usize,
  cellBefore: usize,
  cellTanh: usize,
  hiddenGradient: usize,
  cellGradient: usize,
  units: i32,
): void {
  const bytes = (units as usize) * ROW_BYTES;
  const forget = gates + bytes;
  const candidate = forget + bytes;
  const output = candidate + bytes;
  const one = one4();
  for (let k: usize = 0; k < bytes; k += 16) {
    const i = v128.load(gates + k);
    const f = v128.load(forget + k);
    const g = v128.load(candidate + k);
    const o = v128.load(output + k);
    const t = v128.load(cellTanh + k);
    // Products of the gradient by h, or by c, with what the letters after it stand for.
    const ho = f32x4.mul(flush4(v128.load(hiddenGradient + k)), o);
    const hot = f32x4.mul(ho, t);
    const c = f32x4.add(v128.load(cellGradient + k), f32x4.sub(ho, f32x4.mul(hot, t)));
    const ci = f32x4.mul(c, i);
    const cig = f32x4.mul(ci, g);
    const cf = f32x4.mul(c, f);
    v128.store(gates + k, f32x4.mul(cig, f32x4.sub(one, i)));
    v128.store(forget + k, f32x4.mul(f32x4.mul(cf, v128.load(cellBefore + k)), f32x4.sub(one, f)));
    v128.store(candidate + k, f32x4.sub(ci, f32x4.mul(cig, g)));
    v128.store(output + k, f32x4.mul(hot, f32x4.sub(one, o)));
    v128.store(cellGradient + k, flush4(cf));
  }
}
