import { tradingDaysPerYear } from '../market/trading-days.ts';
import { InputError } from '../support/input-error.ts';
import type { RegimeProbabilities, RegimeState } from './detector.ts';

/** Regimes with less than this many days' worth of probability have no figures of their own. */
const fewestDays = 1e-6;

/** Figures of each regime, in the order of their variance, and which of the old regimes each one is. */
export interface DescribedRegimes {
  readonly states: readonly RegimeState[];
  /** Regime k is the old regime `order[k]`. */
  readonly order: readonly number[];
}

/**
 * Orders regimes by the variance of their returns and gives their figures, weighting days by filtered probability.
 * The variance is taken about the mean of all fitted returns, so that a regime of one wild day counts as wild, not as
 * free of variance. A regime that no day belongs to gets the figures of all days and comes last.
 *
 * @param complete 1 for the rows fitted on; only they count
 * @param returns daily log returns, NaN where there is none
 * @throws InputError when none of the fitted rows has a return; RangeError when `returns` has another length
 */
export function describeRegimes(
  { rows, columns }: RegimeProbabilities,
  complete: Uint8Array,
  returns: Float64Array,
): DescribedRegimes {
  if (returns.length !== rows) {
    throw new RangeError(`returns has ${returns.length} values: expected one for each of ${rows} rows of features`);
  }
  const all = weigh(new Float64Array(rows).fill(1), complete, returns, 0);
  if (!(all.returnWeight > 0)) {
    throw new InputError(`none of ${rows} rows has features and a return: expected returns to order regimes by`);
  }
  const centre = all.mean;
  const overall = weigh(new Float64Array(rows).fill(1), complete, returns, centre);
  const figures = columns.map((column, index) => {
    const own = weigh(column, complete, returns, centre);
    const empty = own.returnWeight < fewestDays;
    const { mean, variance } = empty ? overall : own;
    return { index, empty, mean, variance, share: own.weight / overall.weight };
  });
  figures.sort((a, b) => Number(a.empty) - Number(b.empty) || a.variance - b.variance || a.index - b.index);
  return {
    states: figures.map(({ mean, variance, share }) => ({
      volAnnual: Math.sqrt(tradingDaysPerYear * variance),
      meanDaily: mean,
      share,
    })),
    order: figures.map(({ index }) => index),
  };
}

function weigh(weights: Float64Array, complete: Uint8Array, returns: Float64Array, centre: number) {
  let weight = 0;
  let returnWeight = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < weights.length; t++) {
    if (complete[t] === 0) continue;
    weight += weights[t];
    if (!Number.isFinite(returns[t])) continue;
    returnWeight += weights[t];
    sum += weights[t] * returns[t];
    squares += weights[t] * (returns[t] - centre) ** 2;
  }
  return { weight, returnWeight, mean: sum / returnWeight, variance: squares / returnWeight };
}
