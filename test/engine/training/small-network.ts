import type { Evaluation } from '../../../src/engine/objective.ts';
import { createRandomStream } from '../../../src/math/random.ts';

const HIDDEN = 8;

/** Points of a sine with noise, to train on and to validate on. */
export function sinePoints(count: number, seed: number): { readonly x: Float64Array; readonly y: Float64Array } {
  const stream = createRandomStream(seed, 'sine');
  const x = Float64Array.from({ length: count }, () => 6 * stream.uniform() - 3);
  return { x, y: x.map((value) => Math.sin(value) + 0.1 * stream.normal()) };
}

export function initialSmallWeights(seed: number): Float32Array {
  const stream = createRandomStream(seed, 'weights');
  return Float32Array.from({ length: 3 * HIDDEN + 1 }, () => 0.7 * stream.normal());
}

/** Mean squared error of c + Σ vₖ tanh(aₖ x + bₖ) over some points, with its gradient by (a, b, v, c). */
export function squaredError(
  weights: Float32Array,
  { x, y }: ReturnType<typeof sinePoints>,
  rows: Iterable<number> = x.keys(),
): Evaluation {
  const gradient = new Float64Array(weights.length);
  const chosen = [...rows];
  let loss = 0;
  for (const row of chosen) {
    const units = Array.from({ length: HIDDEN }, (_, k) => Math.tanh(weights[k] * x[row] + weights[HIDDEN + k]));
    const output = units.reduce((sum, unit, k) => sum + weights[2 * HIDDEN + k] * unit, weights[3 * HIDDEN]);
    const slope = (2 * (output - y[row])) / chosen.length;
    loss += (output - y[row]) ** 2 / chosen.length;
    for (const [k, unit] of units.entries()) {
      const inner = slope * weights[2 * HIDDEN + k] * (1 - unit * unit);
      gradient[k] += inner * x[row];
      gradient[HIDDEN + k] += inner;
      gradient[2 * HIDDEN + k] += slope * unit;
    }
    gradient[3 * HIDDEN] += slope;
  }
  return { loss, gradient: Float32Array.from(gradient) };
}
