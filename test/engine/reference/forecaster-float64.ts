import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { networkFloat64 } from './network-float64.ts';

/** A forecaster in float64, row by row in plain loops: its loss and outputs `[horizons][rows]` without the baseline. */
export function forecasterFloat64(
  problem: ForecasterProblem,
  weights: Float64Array,
  batch: ForecasterBatch,
): { loss: number; outputs: number[] } {
  const { inputs, window, layers, horizons } = problem;
  const count = batch.rows.length;
  const start = networkFloat64({ inputs, layers, outputs: horizons }, weights);
  const outputs = new Array<number>(horizons * count);
  let sum = 0;
  for (let row = 0; row < count; ++row) {
    const day = batch.rows[row];
    const network = start();
    let y: number[] = [];
    for (let d = day - window + 1; d <= day; ++d) {
      y = network(Array.from({ length: inputs }, (_, i) => batch.features[i * batch.days + d]));
    }
    for (let h = 0; h < horizons; ++h) {
      const at = h * batch.days + day;
      const variance = batch.targets![at];
      const g = y[h] + (batch.baseline?.[at] ?? 0);
      outputs[h * count + row] = y[h];
      if (problem.loss === 'log-mse') sum += (g - Math.log(variance)) ** 2;
      else sum += variance * Math.exp(-g) - (Math.log(variance) - g) - 1;
    }
  }
  return { loss: sum / (horizons * count), outputs };
}
