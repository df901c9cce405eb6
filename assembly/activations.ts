import { one4, sigmoid4, tanh4 } from './elementary';

// Each activation turns `values` from z into f(z) in place and writes f'(z) to `slopes`, for `count` numbers, a
// multiple of 4. The slope is kept because going back then costs one product.

/** f(z) = z·σ(z), f'(z) = σ + f·(1 − σ) (Elfwing, Uchibe and Doya, 2018). */
export function silu(values: usize, slopes: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) {
    const z = v128.load(values + k);
    const s = sigmoid4(z);
    const value = f32x4.mul(z, s);
    v128.store(values + k, value);
    v128.store(slopes + k, f32x4.add(s, f32x4.mul(value, f32x4.sub(one4(), s))));
  }
}

/** f(z) = max(z, 0), f'(z) = 1 where z > 0 and 0 elsewhere. NaN stays NaN. */
export function relu(values: usize, slopes: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  const zero = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    const z = v128.load(values + k);
    v128.store(values + k, f32x4.max(z, zero));
    v128.store(slopes + k, v128.and(f32x4.gt(z, zero), one4()));
  }
}

/** f(z) = tanh z, f'(z) = 1 − f². */
export function tanh(values: usize, slopes: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) {
    const value = tanh4(v128.load(values + k));
    v128.store(values + k, value);
    v128.store(slopes + k, f32x4.sub(one4(), f32x4.mul(value, value)));
  }
}

/** values[k] ·= slopes[k] for `count` numbers, a multiple of 4. */
export function multiply(values: usize, slopes: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(values + k, f32x4.mul(v128.load(values + k), v128.load(slopes + k)));
  }
}
