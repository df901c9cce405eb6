import type { ForecasterBatch, ForecasterLoss, ForecasterProblem } from './forecaster-problem.ts';

/** A loss of one forecast, and its slope by the network's output. */
export interface RowLoss {
  readonly loss: number;
  readonly slope: number;
}

/**
 * The loss of one output (`ForecasterLoss` has the formulas), for the variance that followed and the baseline's log
 * variance, 0 without one.
 *
 * @example
 * rowLoss('log-mse', -9.2, 0.0001, 0); // (−9.2 − log 0.0001)², and twice what is squared
 */
export function rowLoss(kind: ForecasterLoss, output: number, variance: number, baseline: number): RowLoss {
  // g − log v.
  const excess = output + baseline - Math.log(variance);
  switch (kind) {
    case 'log-mse':
      return { loss: excess * excess, slope: 2 * excess };
    case 'qlike': {
      const ratio = Math.exp(-excess);
      return { loss: ratio + excess - 1, slope: 1 - ratio };
    }
  }
}

/** The mean loss of all outputs `[horizons][rows]`. */
export function meanLoss(
  { loss: kind, horizons }: Pick<ForecasterProblem, 'loss' | 'horizons'>,
  { days, baseline, rows }: ForecasterBatch,
  targets: Float32Array,
  outputs: Float64Array,
): number {
  let sum = 0;
  for (let h = 0; h < horizons; ++h) {
    for (let r = 0; r < rows.length; ++r) {
      const at = h * days + rows[r];
      sum += rowLoss(kind, outputs[h * rows.length + r], targets[at], baseline === undefined ? 0 : baseline[at]).loss;
    }
  }
  return sum / (horizons * rows.length);
}
