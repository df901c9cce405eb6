import { ROW_BYTES } from './tile';

/** target += source, both [units][row]. */
export function add(target: usize, source: usize, units: i32): void {
  const bytes = (units as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(target + k, f32x4.add(v128.load(target + k), v128.load(source + k)));
  }
}
