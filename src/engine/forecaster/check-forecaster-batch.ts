import { requireCount } from '../../support/require.ts';
import { describe, isArrayOf, requireLength, requireObject } from '../check-network.ts';
import type { ForecasterBatch, ForecasterProblem } from './forecaster-problem.ts';

/** What of a problem settles the shape of its batches. */
type BatchShape = Pick<ForecasterProblem, 'inputs' | 'window' | 'horizons'>;

/** Throws a RangeError that names the first part of a batch that does not fit the problem. */
export function checkForecasterBatch({ inputs, window, horizons }: BatchShape, batch: ForecasterBatch): void {
  requireObject('batch', batch);
  const { days, features, targets, baseline, rows } = batch;
  requireCount('days', days);
  requireLength('features', features, inputs * days);
  if (targets !== undefined) requireLength('targets', targets, horizons * days);
  if (baseline !== undefined) requireLength('baseline', baseline, horizons * days);
  if (!isArrayOf('Int32Array', rows)) throw new RangeError(`rows is ${describe(rows)}: expected an Int32Array of days`);
  if (rows.length === 0) throw new RangeError('rows is empty: expected at least one day to forecast at');
  for (let r = 0; r < rows.length; ++r) {
    if (!(rows[r] >= window - 1 && rows[r] < days)) {
      throw new RangeError(`rows[${r}] is ${rows[r]}: expected a day from ${window - 1} to ${days - 1}`);
    }
  }
}

/**
 * The targets of a checked batch, for a loss to be taken of. Throws a RangeError unless those at the batch's rows are
 * finite numbers above 0; results need none.
 */
export function requireTargets({ horizons }: BatchShape, { days, targets, rows }: ForecasterBatch): Float32Array {
  if (targets === undefined) throw new RangeError('targets are missing: a loss is taken of them');
  for (let h = 0; h < horizons; ++h) {
    for (let r = 0; r < rows.length; ++r) {
      const at = h * days + rows[r];
      const variance = targets[at];
      if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) {
        const where = `the variance of horizon ${h} at day ${rows[r]} (rows[${r}])`;
        throw new RangeError(`targets[${at}] is ${variance}: ${where} is to be a finite number above 0`);
      }
    }
  }
  return targets;
}
