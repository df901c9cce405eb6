import type { Bars } from '../market/bars.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { InputError } from '../support/input-error.ts';
import { type CombinationMean, combinationMeans, weightedVariance } from './combine-weights.ts';
import { savedGrid, savedNumbers, savedTable } from './forecast-input.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';

/** Members are held between these multiples of the smallest and largest variance that the fitted history has seen. */
const CLIP_LOW = 0.7;
const CLIP_HIGH = 1.5;

/** What a combination is made of. */
interface CombinationFit {
  readonly gridDays: readonly number[];
  readonly mean: CombinationMean;
  /** Per grid horizon, one for each member; they add up to 1. */
  readonly weights: readonly (readonly number[])[];
  /** Per grid horizon: smallest and largest daily variance let through. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly members: readonly VolatilityModel[];
}

/** A model that combines others. */
export interface CombinationModel extends VolatilityModel, CombinationFit {}

/** Combines fitted members. */
export function combinationModel(fit: CombinationFit): CombinationModel {
  const { gridDays, mean, weights, low, high, members } = fit;

  /** Per horizon and member, daily variances as they are combined. */
  function clipped(history: Bars, horizonDays: readonly number[]): readonly (readonly Float64Array[])[] {
    const forecasts = members.map((member) => member.forecast(history, horizonDays));
    return horizonDays.map((days, h) => {
      const least = atHorizon(gridDays, low, days);
      const most = atHorizon(gridDays, high, days);
      return forecasts.map((columns) =>
        columns[h].map((vol) => Math.min(Math.max((vol * vol) / tradingDaysPerYear, least), most)),
      );
    });
  }

  /** One weight for each member. */
  function sharesAt(days: number): number[] {
    return members.map((_, i) =>
      atHorizon(
        gridDays,
        weights.map((row) => row[i]),
        days,
      ),
    );
  }

  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    return clipped(history, horizonDays).map((columns, h) => {
      const shares = sharesAt(horizonDays[h]);
      return columns[0].map((_, t) => {
        const variances = columns.map((column) => column[t]);
        return Math.sqrt(tradingDaysPerYear * weightedVariance(mean, variances, shares));
      });
    });
  }

  function spread(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    return clipped(history, horizonDays).map((all, h) => {
      const shares = sharesAt(horizonDays[h]);
      const columns = all.filter((_, i) => shares[i] > 0);
      return columns[0].map((_, t) => deviation(columns.map((column) => Math.sqrt(tradingDaysPerYear * column[t]))));
    });
  }

  return {
    ...fit,
    forecaster: 'combination',
    warmup: Math.max(...members.map(({ warmup }) => warmup)),
    forecast,
    ...(weights.every((row) => row.filter((weight) => weight > 0).length > 1) && { spread }),
    toJSON: () => ({
      forecaster: 'combination',
      gridDays,
      mean,
      weights,
      low,
      high,
      members: members.map((member) => member.toJSON()),
    }),
  };
}

/** Restores a model saved by `toJSON`; `load` restores its members. */
export function restoreCombinationModel(
  json: VolatilityModelJSON,
  load: (json: VolatilityModelJSON) => VolatilityModel,
): CombinationModel {
  const gridDays = savedGrid(json);
  const { mean, members } = json;
  if (!combinationMeans.includes(mean as CombinationMean))
    throw damaged(`mean is ${JSON.stringify(mean)}`, combinationMeans.join(' or '));
  if (!Array.isArray(members) || members.length === 0) {
    throw damaged(`members is ${JSON.stringify(members)?.slice(0, 40)}`, 'a list of one saved model or more');
  }
  const weights = savedTable(json, 'weights', gridDays.length, members.length);
  const bad = weights.findIndex(
    (row) => row.some((weight) => weight < 0) || Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) > 1e-9,
  );
  if (bad >= 0) throw damaged(`weights[${bad}] is [${weights[bad]}]`, 'weights of 0 or more that add up to 1');
  return combinationModel({
    gridDays,
    mean: mean as CombinationMean,
    weights,
    low: savedNumbers(json, 'low', gridDays.length),
    high: savedNumbers(json, 'high', gridDays.length),
    members: members.map((member: VolatilityModelJSON) => load(member)),
  });
}

function damaged(found: string, expected: string): InputError {
  return new InputError(`saved forecaster 'combination': ${found}, expected ${expected}: save the model again`);
}

/** Per horizon, the smallest and largest variance let through. Where nothing ever moved, all are. */
export function boundsOf(realised: readonly Float64Array[]): { readonly low: number[]; readonly high: number[] } {
  const known = realised.map((column) => column.filter((value) => !Number.isNaN(value)));
  const largest = known.map((column) => column.reduce((most, value) => Math.max(most, value), 0));
  return {
    low: known.map((column, g) => (largest[g] > 0 ? CLIP_LOW * column.reduce((a, b) => Math.min(a, b)) : 0)),
    high: largest.map((most) => (most > 0 ? CLIP_HIGH * most : Number.MAX_VALUE)),
  };
}

/** A figure of the grid at any horizon: linear in the logarithm of days between two grid points, level outside. */
function atHorizon(gridDays: readonly number[], values: readonly number[], days: number): number {
  const after = gridDays.findIndex((gridDay) => gridDay >= days);
  if (after < 0) return values[values.length - 1];
  if (after === 0 || gridDays[after] === days) return values[after];
  const share = Math.log(days / gridDays[after - 1]) / Math.log(gridDays[after] / gridDays[after - 1]);
  return values[after - 1] + share * (values[after] - values[after - 1]);
}

/** Standard deviation, divisor n − 1. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
