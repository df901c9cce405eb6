import { addTo } from './lane-sum';
import { ROW_BYTES } from './tile';

/** gradient[o] += Σ delta[o] over the rows of all steps. */
export function biasGradient(delta: usize, gradient: usize, outputs: i32, steps: i32, deltaStep: usize): void {
  for (let o: i32 = 0; o < outputs; ++o) {
    let a = f32x4.splat(0);
    let b = a;
    let start = delta;
    for (let s: i32 = 0; s < steps; ++s) {
      for (let r: usize = 0; r < ROW_BYTES; r += 32) {
        a = f32x4.add(a, v128.load(start + r));
        b = f32x4.add(b, v128.load(start + r, 16));
      }
      start += deltaStep;
    }
    addTo(gradient, f32x4.add(a, b));
    delta += ROW_BYTES;
    gradient += 4;
  }
}
