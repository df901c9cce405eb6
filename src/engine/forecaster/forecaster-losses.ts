import type { ForecasterBatch, ForecasterLoss, ForecasterProblem } from './forecaster-problem.ts';

/** A loss of one forecast, and its slope by the network's output. */
export interface RowLoss {
  readonly loss: number;
  readonly slope: number;
}

/**
 * The loss of one output (`ForecasterLoss` has the formulas), for a horizon and an entry of `batch.rows`. Throws a
 * RangeError unless the variance that followed is a finite number above 0.
 *
 * @example
 * rowLoss('log-mse', batch, 0, 5, -9.2); // (−9.2 + baseline − log variance)², and twice what is squared
 */
export function rowLoss(
  kind: ForecasterLoss,
  { days, targets, baseline, rows }: ForecasterBatch,
  horizon: number,
  row: number,
  output: number,
): RowLoss {
  if (targets === undefined) throw new RangeError('targets are missing: a loss is taken of them');
  const at = horizon * days + rows[row];
  const variance = targets[at];
  if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) {
    const where = `the variance of horizon ${horizon} at day ${rows[row]} (rows[${row}])`;
    throw new RangeError(`targets[${at}] is ${variance}: ${where} is to be a finite number above 0`);
  }
  // g − log v.
  const excess = output + (baseline === undefined ? 0 : baseline[at]) - Math.log(variance);
  if (kind === 'log-mse') return { loss: excess * excess, slope: 2 * excess };
  const ratio = Math.exp(-excess);
  return { loss: ratio + excess - 1, slope: 1 - ratio };
}

/** The mean loss of all outputs `[horizons][rows]`; puts the gradient by them into `gradient` where one is given. */
export function lossOf(
  { loss: kind, horizons }: ForecasterProblem,
  batch: ForecasterBatch,
  outputs: Float64Array,
  gradient?: Float64Array,
): number {
  const rows = batch.rows.length;
  const count = horizons * rows;
  let sum = 0;
  for (let k = 0; k < count; ++k) {
    const { loss, slope } = rowLoss(kind, batch, Math.floor(k / rows), k % rows, outputs[k]);
    sum += loss;
    if (gradient !== undefined) gradient[k] = slope / count;
  }
  return sum / count;
}
