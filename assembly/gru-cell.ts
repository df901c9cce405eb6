import { one4 } from './constants';
import { flush4 } from './flush';
import { sigmoidInPlace } from './sigmoid';
import { tanhInPlace } from './tanh';
import { ROW_BYTES } from './tile';

// The gated recurrent unit (Cho et al., 2014): z = σ(…), r = σ(…), n = tanh(… + Uₙ·(r∘h₋)), h = z∘h₋ + (1 − z)∘n.
// `gates` holds the matrices of z, r and n, one after another; activated gates and then gradients take their place.

/** Activates z and r, and puts r∘h₋ into `resetHidden`. */
export function gruGates(gates: usize, hiddenBefore: usize, resetHidden: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const reset = gates + bytes;
  sigmoidInPlace(gates, 2 * bytes);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(resetHidden + k, f32x4.mul(v128.load(reset + k), v128.load(hiddenBefore + k)));
  }
}

/** Activates n, and puts h into `hidden`. */
export function gruForward(gates: usize, hiddenBefore: usize, hidden: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const candidate = gates + 2 * bytes;
  tanhInPlace(candidate, bytes);
  for (let k: usize = 0; k < bytes; k += 16) {
    const n = v128.load(candidate + k);
    const change = f32x4.mul(v128.load(gates + k), f32x4.sub(v128.load(hiddenBefore + k), n));
    v128.store(hidden + k, f32x4.add(n, change));
  }
}

/** From the gradient by h, which becomes its part through z∘h₋ by h₋, to that by z and n before activation. */
export function gruBackward(gates: usize, hiddenBefore: usize, hiddenGradient: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const candidate = gates + 2 * bytes;
  const one = one4();
  for (let k: usize = 0; k < bytes; k += 16) {
    const z = v128.load(gates + k);
    const n = v128.load(candidate + k);
    const gradient = flush4(v128.load(hiddenGradient + k));
    const throughZ = f32x4.mul(gradient, z);
    const throughN = f32x4.sub(gradient, throughZ);
    // gradient·(h₋ − n)·z·(1 − z), and gradient·(1 − z)·(1 − n²).
    v128.store(gates + k, f32x4.mul(f32x4.mul(throughN, z), f32x4.sub(v128.load(hiddenBefore + k), n)));
    v128.store(candidate + k, f32x4.mul(throughN, f32x4.sub(one, f32x4.mul(n, n))));
    v128.store(hiddenGradient + k, throughZ);
  }
}

/** From the gradient by r∘h₋ to that by r before activation; adds its part to the gradient by h₋. */
export function gruResetBackward(
  gates: usize,
  hiddenBefore: usize,
  resetHiddenGradient: usize,
  hiddenGradient: usize,
  units: i32,
): void {
  const bytes = (units as usize) * ROW_BYTES;
  const reset = gates + bytes;
  const one = one4();
  for (let k: usize = 0; k < bytes; k += 16) {
    const r = v128.load(reset + k);
    const throughR = f32x4.mul(v128.load(resetHiddenGradient + k), r);
    v128.store(hiddenGradient + k, f32x4.add(v128.load(hiddenGradient + k), throughR));
    v128.store(reset + k, f32x4.mul(f32x4.mul(throughR, v128.load(hiddenBefore + k)), f32x4.sub(one, r)));
  }
}
