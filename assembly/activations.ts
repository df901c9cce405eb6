import { one4 } from './constants';
import { sigmoid4 } from './sigmoid';
import { tanh4 } from './tanh';
import { ROW_BYTES } from './tile';

// Each activation turns z into f(z) in place; the way back turns the gradient by f(z) into that by z, `delta`. All
// matrices are [units][row]. SiLU's slope does not follow from its value: it is left in `delta` meanwhile.

/** f(z) = z·σ(z), f'(z) = σ + f·(1 − σ) (Elfwing, Uchibe and Doya, 2018). */
export function silu(values: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    const z = v128.load(values + k);
    const s = sigmoid4(z);
    const value = f32x4.mul(z, s);
    v128.store(values + k, value);
    v128.store(delta + k, f32x4.add(s, f32x4.mul(value, f32x4.sub(one4(), s))));
  }
}

export function siluBackward(values: usize, gradient: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(delta + k, f32x4.mul(v128.load(delta + k), v128.load(gradient + k)));
  }
}

/** f(z) = max(z, 0), f'(z) = 1 where z > 0 and 0 elsewhere. NaN stays NaN. */
export function relu(values: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const zero = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(values + k, f32x4.max(v128.load(values + k), zero));
}

export function reluBackward(values: usize, gradient: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const zero = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(delta + k, v128.and(f32x4.gt(v128.load(values + k), zero), v128.load(gradient + k)));
  }
}

/** f(z) = tanh z, f'(z) = 1 − f². */
export function tanh(values: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(values + k, tanh4(v128.load(values + k)));
}

export function tanhBackward(values: usize, gradient: usize, delta: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    const value = v128.load(values + k);
    const slope = f32x4.sub(one4(), f32x4.mul(value, value));
    v128.store(delta + k, f32x4.mul(slope, v128.load(gradient + k)));
  }
}
