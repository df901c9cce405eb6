import { ROW_BYTES } from './tile';

/** target += factor · source, both [units][row]. */
export function addScaled(target: usize, source: usize, units: i32, factor: f32): void {
  const bytes = (units as usize) * ROW_BYTES;
  const scale = f32x4.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(target + k, f32x4.add(v128.load(target + k), f32x4.mul(scale, v128.load(source + k))));
  }
}

/** target += source, both [units][row]. */
export function add(target: usize, source: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(target + k, f32x4.add(v128.load(target + k), v128.load(source + k)));
  }
}
