import { mean } from '../../math/moments.ts';
import { type BootstrapIndices, bootstrapDeviations, checkLosses } from './bootstrap-indices.ts';

export interface ModelConfidenceSetOptions {
  /** Resamples of rows, such as those of `drawBootstrapIndices`. */
  readonly indices: BootstrapIndices;
  /** 'range': the largest difference of two forecasts; 'max': of one from the mean of all. 'range' unless given. */
  readonly statistic?: 'range' | 'max' | undefined;
}

export interface ModelConfidenceSet {
  /** Per forecast: the lowest level at which it is not in the set. The best has 1; those above 0.1 are in the 90 % set. */
  readonly pValues: Float64Array;
  /** Numbers of the forecasts, from the one left out first to the one that is left. */
  readonly order: Int32Array;
}

/**
 * The model confidence set of Hansen, Lunde and Nason (Econometrica 79, 2011): forecasts are left out one after another, the
 * worst first, as long as equal accuracy of those that remain can be rejected. The statistics are
 *   range: max over i, j of t_ij = d̄_ij / se(d̄_ij),   d_ij = loss_i − loss_j
 *   max:   max over i of t_i = d̄_i / se(d̄_i),         d_i = loss_i − mean loss of those that remain
 * with standard errors and null distributions from the same resamples at every step. A p-value is never below that of a forecast
 * left out earlier. Two forecasts with the same losses stay together.
 *
 * @param losses one column per forecast, all rows known
 * @throws RangeError on columns of different lengths, a loss that is not finite, or indices that do not fit
 * @example
 * modelConfidenceSet([lossOfGarch, lossOfHar], { indices }).pValues;
 */
export function modelConfidenceSet(
  losses: readonly Float64Array[],
  { indices, statistic = 'range' }: ModelConfidenceSetOptions,
): ModelConfidenceSet {
  checkLosses(losses, indices);
  const means = losses.map(mean);
  const deviations = bootstrapDeviations(losses, indices);
  const worst = statistic === 'range' ? rangeTest(means, deviations) : maxTest(means, deviations);
  const remaining = losses.map((_, i) => i);
  const order: number[] = [];
  const pValues = new Float64Array(losses.length);
  let highest = 0;
  while (remaining.length > 1) {
    const { place, pValue } = worst(remaining);
    highest = Math.max(highest, pValue);
    const [left] = remaining.splice(place, 1);
    pValues[left] = highest;
    order.push(left);
  }
  pValues[remaining[0]] = 1;
  return { pValues, order: Int32Array.from([...order, ...remaining]) };
}

/** The test of those that remain: which place among them is the worst, and the p-value of equal accuracy. */
type EqualAccuracyTest = (remaining: readonly number[]) => { readonly place: number; readonly pValue: number };

function rangeTest(means: readonly number[], deviations: readonly Float64Array[]): EqualAccuracyTest {
  const replications = deviations[0].length;
  const scale = means.map((_, i) =>
    means.map((_, j) => (i === j ? 1 : rootMeanSquare(replications, (b) => deviations[i][b] - deviations[j][b]))),
  );
  return (remaining) => {
    let observed = 0;
    // Of equals, the last: the first ones named stay.
    let place = remaining.length - 1;
    remaining.forEach((i, at) => {
      for (const j of remaining) {
        const t = ratio(means[i] - means[j], scale[i][j]);
        if (t > observed) [observed, place] = [t, at];
      }
    });
    const pValue = shareAbove(observed, replications, (b) => {
      let largest = 0;
      for (const i of remaining) {
        for (const j of remaining) {
          if (i < j) largest = Math.max(largest, ratio(Math.abs(deviations[i][b] - deviations[j][b]), scale[i][j]));
        }
      }
      return largest;
    });
    return { place, pValue: observed === 0 ? 1 : pValue };
  };
}

function maxTest(means: readonly number[], deviations: readonly Float64Array[]): EqualAccuracyTest {
  const replications = deviations[0].length;
  return (remaining) => {
    const share = 1 / remaining.length;
    const middle = share * remaining.reduce((sum, i) => sum + means[i], 0);
    const middles = new Float64Array(replications);
    for (const i of remaining) for (let b = 0; b < replications; b++) middles[b] += share * deviations[i][b];
    const scale = remaining.map((i) => rootMeanSquare(replications, (b) => deviations[i][b] - middles[b]));
    let observed = 0;
    let place = remaining.length - 1;
    remaining.forEach((i, at) => {
      const t = ratio(means[i] - middle, scale[at]);
      if (t > observed) [observed, place] = [t, at];
    });
    const pValue = shareAbove(observed, replications, (b) => {
      let largest = Number.NEGATIVE_INFINITY;
      remaining.forEach((i, at) => {
        largest = Math.max(largest, ratio(deviations[i][b] - middles[b], scale[at]));
      });
      return largest;
    });
    return { place, pValue: observed === 0 ? 1 : pValue };
  };
}

/** 0 / 0 is no difference; a difference that never varies is beyond doubt. */
function ratio(difference: number, scale: number): number {
  return difference === 0 ? 0 : difference / scale;
}

function rootMeanSquare(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i) ** 2;
  return Math.sqrt(sum / count);
}

function shareAbove(limit: number, count: number, value: (index: number) => number): number {
  let above = 0;
  for (let i = 0; i < count; i++) if (value(i) > limit) above++;
  return above / count;
}
