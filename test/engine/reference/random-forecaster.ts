import {
  type ForecasterBatch,
  type ForecasterProblem,
  forecasterNetwork,
} from '../../../src/engine/forecaster/forecaster-problem.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { randomWeights } from './random-weights.ts';

/**
 * A history of standardised features with variances that followed, rows of it in no order, some of them twice, the first
 * and the last possible ones among them, and weights to forecast with. What no row may touch is NaN.
 */
export function randomForecaster(
  problem: ForecasterProblem,
  rows: number,
  hasBaseline: boolean,
  seed: number,
): { weights: Float32Array; batch: ForecasterBatch & { readonly targets: Float32Array } } {
  const stream = createRandomStream(seed, 'forecaster gradient');
  const { inputs, window, horizons } = problem;
  const days = window + Math.max(3, Math.ceil(0.7 * rows));
  const at = Int32Array.from({ length: rows }, () => window - 1 + stream.integer(days - window + 1));
  at[0] = days - 1;
  at[rows - 1] = window - 1;
  const asked = new Set(at);
  const column = (value: (day: number) => number) =>
    Float32Array.from({ length: horizons * days }, (_, k) => (asked.has(k % days) ? value(k % days) : Number.NaN));
  return {
    weights: randomWeights(forecasterNetwork(problem), stream),
    batch: {
      days,
      features: Float32Array.from({ length: inputs * days }, () => stream.normal()),
      targets: column(() => Math.exp(0.7 * stream.normal())),
      baseline: hasBaseline ? column(() => 0.5 * stream.normal()) : undefined,
      rows: at,
    },
  };
}
