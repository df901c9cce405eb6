import { requireCount, requireOneOf, requirePositive } from '../support/require.ts';
import {
  type CombinationMean,
  type CombinationWeighting,
  combinationMeans,
  combinationWeightings,
  inverseLossWeights,
  PRIOR_DAYS,
  weightedVariance,
} from './combine-weights.ts';
import type { ForecastTable } from './forecast-table.ts';
import { qlike } from './losses.ts';

export interface CombineForecastsOptions {
  /** Names of the forecasts combined; by default all of the table but those of `shortHorizons`. */
  readonly members?: readonly string[] | undefined;
  /** Further members that join at horizons of up to so many days; none by default. Beyond, their weight is 0. */
  readonly shortHorizons?: { readonly days: number; readonly members: readonly string[] } | undefined;
  /** 'equal' by default. */
  readonly weighting?: CombinationWeighting | undefined;
  /** Of variances; 'geometric' by default. */
  readonly mean?: CombinationMean | undefined;
  /** Of the weights towards equal ones, in [0, 1]; 0.5 by default. */
  readonly shrinkage?: number | undefined;
  /** Days after which a past loss counts half; 252 by default. Infinity counts all alike. */
  readonly memoryDays?: number | undefined;
  /**
   * Each member is held between these multiples of the smallest and largest realised variance of its horizon that is known;
   * 0.7 and 1.5 by default. Rows before anything is known are not clipped. `false` clips nothing.
   */
  readonly clip?: { readonly low: number; readonly high: number } | false | undefined;
  /**
   * Whether the combination is multiplied by the discounted mean of past realised over combined variance: the factor that would
   * have had the least QLIKE, with 63 days of 1 before the first. False by default.
   */
  readonly correctLevel?: boolean | undefined;
}

/** A combination, per horizon. */
export interface CombinedForecasts {
  /** One daily variance per row, as forecasts of a `ForecastTable`; NaN where a member has none. */
  readonly variance: readonly Float64Array[];
  /** Per horizon and member, those of `shortHorizons` last, the weight in force on each row. */
  readonly weights: readonly (readonly Float64Array[])[];
}

/**
 * Combines the forecasts of a table day by day. Row t reads the forecasts of rows 0..t and the realised variances that are
 * known at its close: that of a forecast for h days made on row s from row s + h on.
 *
 * Weights are equal, or those of the members' discounted QLIKE: in inverse proportion to it (Bates and Granger 1969;
 * discounted as in Stock and Watson 2004, Journal of Forecasting 23), then shrunk (`inverseLossWeights`). Rows whose realised
 * variance is 0 have no finite QLIKE and are left out of it. The geometric mean keeps a member that is far too high from
 * carrying the others with it.
 *
 * @throws RangeError on an unknown member or option
 * @example
 * const shortHorizons = { days: 5, members: ['lstm'] };
 * const { variance } = combineForecasts(table, { members: ['gjr', 'har'], shortHorizons });
 * const wider = { ...table, forecasts: { ...table.forecasts, combined: variance } };
 */
export function combineForecasts(table: ForecastTable, options: CombineForecastsOptions = {}): CombinedForecasts {
  const { shortHorizons = { days: 1, members: [] } } = options;
  const names = Object.keys(table.forecasts);
  const { members = names.filter((name) => !shortHorizons.members.includes(name)) } = options;
  if (members.length === 0) throw new RangeError('members is empty: expected one forecast or more');
  requireCount('shortHorizons.days', shortHorizons.days);
  const all = [...members, ...shortHorizons.members];
  all.forEach((name, i) => {
    requireOneOf('member', name, names);
    if (all.indexOf(name) < i) throw new RangeError(`member '${name}' stands twice: expected each forecast once`);
  });
  const checked = checkOptions(options);
  const perHorizon = table.horizonDays.map((days, h) => {
    const joining = days <= shortHorizons.days ? all : members;
    const forecasts = joining.map((name) => table.forecasts[name][h]);
    const { variance, weights } = combineHorizon(days, table.realised[h], forecasts, checked);
    const absent = all.slice(joining.length).map(() => new Float64Array(variance.length));
    return { variance, weights: [...weights, ...absent] };
  });
  return { variance: perHorizon.map(({ variance }) => variance), weights: perHorizon.map(({ weights }) => weights) };
}

type CheckedOptions = Required<Omit<CombineForecastsOptions, 'members' | 'shortHorizons' | 'memoryDays'>> & {
  readonly discount: number;
};

function checkOptions({
  weighting = 'equal',
  mean = 'geometric',
  shrinkage = 0.5,
  memoryDays = 252,
  clip = { low: 0.7, high: 1.5 },
  correctLevel = false,
}: CombineForecastsOptions): CheckedOptions {
  requireOneOf('weighting', weighting, combinationWeightings);
  requireOneOf('mean', mean, combinationMeans);
  if (!(shrinkage >= 0 && shrinkage <= 1))
    throw new RangeError(`shrinkage is ${shrinkage}: expected a number in [0, 1]`);
  if (memoryDays !== Number.POSITIVE_INFINITY) requirePositive('memoryDays', memoryDays);
  if (clip !== false && !(clip.low >= 0 && clip.low <= 1 && clip.high >= 1)) {
    throw new RangeError(`clip is ${clip.low} and ${clip.high}: expected low in [0, 1] and high of 1 or more`);
  }
  return { weighting, mean, shrinkage, discount: 0.5 ** (1 / memoryDays), clip, correctLevel };
}

function combineHorizon(
  days: number,
  realised: Float64Array,
  forecasts: readonly Float64Array[],
  { weighting, mean, shrinkage, discount, clip, correctLevel }: CheckedOptions,
) {
  const rows = realised.length;
  const members = forecasts.length;
  const variance = new Float64Array(rows);
  const weights = forecasts.map(() => new Float64Array(rows));
  // As used: clipped forecasts, and their combination before its level is corrected.
  const clipped = forecasts.map(() => new Float64Array(rows));
  const combined = new Float64Array(rows);
  const losses = new Float64Array(members);
  const row = new Float64Array(members);
  let lossDays = 0;
  let ratios = 0;
  let ratioDays = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;

  /** What the close of a row makes known: how the forecasts of `origin` have done. */
  function learn(origin: number): void {
    const known = realised[origin];
    if (Number.isNaN(known)) return;
    smallest = Math.min(smallest, known);
    largest = Math.max(largest, known);
    const scored = clipped.map((column) => qlike(known, column[origin]));
    if (scored.every(Number.isFinite)) {
      scored.forEach((loss, i) => {
        losses[i] = discount * losses[i] + loss;
      });
      lossDays = discount * lossDays + 1;
    }
    const ratio = known / combined[origin];
    if (Number.isFinite(ratio)) {
      ratios = discount * ratios + ratio;
      ratioDays = discount * ratioDays + 1;
    }
  }

  for (let t = 0; t < rows; t++) {
    if (t >= days) learn(t - days);
    const isClipped = clip !== false && largest > 0;
    for (let i = 0; i < members; i++) {
      const forecast = forecasts[i][t];
      row[i] = isClipped ? Math.min(Math.max(forecast, clip.low * smallest), clip.high * largest) : forecast;
      clipped[i][t] = row[i];
    }
    const now = inverseLossWeights(losses, weighting === 'qlike' ? lossDays : 0, shrinkage);
    for (let i = 0; i < members; i++) weights[i][t] = now[i];
    combined[t] = weightedVariance(mean, row, now);
    variance[t] = combined[t] * (correctLevel ? (ratios + PRIOR_DAYS) / (ratioDays + PRIOR_DAYS) : 1);
  }
  return { variance, weights };
}
