import { type Bars, sliceBars } from '../market/bars.ts';
import { isVarianceMeasure, type VarianceMeasure } from '../market/daily-variance.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { InputError } from '../support/input-error.ts';
import type { Progress } from '../support/long-call.ts';
import { requireCount, requireOneOf } from '../support/require.ts';
import { boundsOf, type CombinationModel, combinationModel } from './combination-model.ts';
import {
  type CombinationMean,
  type CombinationWeighting,
  combinationMeans,
  combinationWeightings,
  inverseLossWeights,
} from './combine-weights.ts';
import { requireRows } from './forecast-input.ts';
import type { ForecasterFitOptions, VolatilityForecaster, VolatilityModel } from './forecaster.ts';
import { qlike } from './losses.ts';
import { DEFAULT_TARGET } from './measure-options.ts';
import { checkGrid, DEFAULT_GRID_DAYS } from './term-structure.ts';
import { realisedVariance } from './to-forecast-table.ts';

/** Origins at least on which members are compared, or whose realised variance bounds them. */
const SCORED_ROWS = 63;
export interface CombinationOptions {
  /** Forecasters combined, one at least. All should forecast the mean of `target`. */
  readonly members: readonly VolatilityForecaster[];
  /**
   * Further members that join at horizons of up to `days` of the grid: those that learn much from few independent windows,
   * of which long horizons leave less. Between that horizon and the next of the grid their weight falls to 0.
   */
  readonly shortHorizons?: { readonly days: number; readonly members: readonly VolatilityForecaster[] } | undefined;
  /** 'equal' by default; 'qlike' fits every member twice. */
  readonly weighting?: CombinationWeighting | undefined;
  /** Of the members' variances; 'geometric' by default. */
  readonly mean?: CombinationMean | undefined;
  /** Of weights by loss towards equal ones, in [0, 1]; 0.5 by default. */
  readonly shrinkage?: number | undefined;
  /** Share of the history on which members are fitted to be compared on the rest, in (0, 1); 0.6 by default. */
  readonly fitShare?: number | undefined;
  /** The daily variance by which members are bounded and compared; 'squared-return' by default. */
  readonly target?: VarianceMeasure | undefined;
  /** Horizons that have weights of their own, increasing; 1, 5, 10, 21 by default. Between them weights are interpolated. */
  readonly gridDays?: readonly number[] | undefined;
}

/**
 * Combination of forecasters by a weighted mean of their variances, geometric unless told otherwise. Each member is first held
 * between 0.7 × the smallest and 1.5 × the largest mean variance that the fitted history has seen over the horizon, so one
 * that goes astray cannot carry the others with it.
 *
 * Members of `shortHorizons` join at short horizons alone.
 *
 * With equal weights, hard to beat (Timmermann 2006, Handbook of Economic Forecasting 1), nothing but the members is fitted.
 * With 'qlike' they are first fitted on the first 60 % of the history and compared on the rest: per horizon of a grid, weights
 * are in inverse proportion to the mean QLIKE there, shrunk to equal ones (`inverseLossWeights`); then they are fitted again on
 * all of it. The comparison's fits know nothing of the rows compared on, so they take no `previous` either; the others do.
 *
 * `fit` needs 63 rows and as many as the longest horizon of the grid has days, with 'qlike' in the part compared on, and what
 * its members need.
 *
 * @example
 * const members = [createHarForecaster(), createEwmaForecaster({ lambda: 0.94 })];
 * const [volToExpiry] = createCombinationForecaster({ members }).fit(bars, { seed: 7 }).forecast(bars, [21]);
 */
export function createCombinationForecaster({
  members: throughout,
  shortHorizons = { days: 1, members: [] },
  weighting = 'equal',
  mean = 'geometric',
  shrinkage = 0.5,
  fitShare = 0.6,
  target = DEFAULT_TARGET,
  gridDays = DEFAULT_GRID_DAYS,
}: CombinationOptions): VolatilityForecaster {
  if (throughout.length === 0) throw new RangeError('members is empty: expected one forecaster or more');
  requireCount('shortHorizons.days', shortHorizons.days);
  checkGrid(gridDays);
  if (shortHorizons.members.length > 0 && shortHorizons.days < gridDays[0]) {
    throw new RangeError(
      `shortHorizons.days is ${shortHorizons.days}: expected the first horizon of gridDays (${gridDays[0]}) or more, or its members join nowhere`,
    );
  }
  const members = [...throughout, ...shortHorizons.members];
  /** How many of them join at a horizon: the first ones. */
  const joining = (days: number) => (days <= shortHorizons.days ? members.length : throughout.length);
  requireOneOf('weighting', weighting, combinationWeightings);
  requireOneOf('mean', mean, combinationMeans);
  if (!(shrinkage >= 0 && shrinkage <= 1))
    throw new RangeError(`shrinkage is ${shrinkage}: expected a number in [0, 1]`);
  if (!(fitShare > 0 && fitShare < 1)) throw new RangeError(`fitShare is ${fitShare}: expected a number in (0, 1)`);
  if (!isVarianceMeasure(target)) throw new RangeError(`target is '${target}': expected a measure of daily variance`);
  const scoredRows = SCORED_ROWS + gridDays[gridDays.length - 1];
  const isCompared = weighting === 'qlike' && members.length > 1;

  function fit(history: Bars, options: ForecasterFitOptions): CombinationModel {
    options.signal?.throwIfAborted();
    const rows = history.close.length;
    const needed = isCompared ? Math.ceil(scoredRows / (1 - fitShare)) : scoredRows;
    requireRows('combination', rows, needed, `${scoredRows} to bound and compare its members`);
    const realised = realisedVariance(history, target, gridDays);
    const steps = (isCompared ? 2 : 1) * members.length;
    const weights = isCompared
      ? compare(history, realised, options, steps)
      : gridDays.map((days) => equalWeights(joining(days)));
    const models = fitMembers(history, options, previousMembers(options.previous), {
      first: steps - members.length,
      steps,
    });
    return combinationModel({
      gridDays: [...gridDays],
      mean,
      weights: weights.map((row) => [...row]),
      ...boundsOf(realised),
      members: models,
    });
  }

  function equalWeights(count: number): Float64Array {
    return new Float64Array(members.length).fill(1 / count, 0, count);
  }

  /** Per grid horizon, weights by how members fitted on the first part did on the rest. */
  function compare(history: Bars, realised: readonly Float64Array[], options: ForecasterFitOptions, steps: number) {
    const rows = history.close.length;
    const fitRows = Math.floor(fitShare * rows);
    let models: readonly VolatilityModel[];
    try {
      models = fitMembers(sliceBars(history, 0, fitRows), options, [], { first: 0, steps });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        `forecaster 'combination': the history has ${rows} rows, of which members are first fitted on ${fitRows}: ${error.message}`,
      );
    }
    const forecasts = models.map((model) => model.forecast(history, gridDays));
    // What was realised by the last row fitted.
    const known = realised.map((column, g) => column.subarray(0, Math.max(0, fitRows - gridDays[g])));
    const { low, high } = boundsOf(known);
    return realised.map((column, g) => {
      const count = joining(gridDays[g]);
      const losses = new Float64Array(count);
      let days = 0;
      for (let t = fitRows - 1; t < rows - gridDays[g]; t++) {
        const scored = forecasts.slice(0, count).map((columns) => {
          const variance = columns[g][t] ** 2 / tradingDaysPerYear;
          return qlike(column[t], Math.min(Math.max(variance, low[g]), high[g]));
        });
        // A day that did not move has no finite loss.
        if (!scored.every(Number.isFinite)) continue;
        for (let i = 0; i < scored.length; i++) losses[i] += scored[i];
        days++;
      }
      const weights = new Float64Array(members.length);
      weights.set(inverseLossWeights(losses, days, shrinkage));
      return weights;
    });
  }

  function fitMembers(
    history: Bars,
    { seed, signal, onProgress }: ForecasterFitOptions,
    previous: readonly VolatilityModel[],
    { first, steps }: { readonly first: number; readonly steps: number },
  ): readonly VolatilityModel[] {
    return members.map((member, i) => {
      const report = ({ done, total, label }: Progress) =>
        onProgress?.({
          label: `combination: ${label}`,
          done: Math.round(100 * (first + i + (total > 0 ? done / total : 0))),
          total: 100 * steps,
        });
      const before = previous.length === members.length ? previous[i] : undefined;
      const model = member.fit(history, {
        seed,
        signal,
        previous: before?.forecaster === member.name ? before : undefined,
        onProgress: report,
      });
      report({ label: member.name, done: 1, total: 1 });
      return model;
    });
  }

  return { name: 'combination', fit };
}

function previousMembers(previous: VolatilityModel | undefined): readonly VolatilityModel[] {
  return previous?.forecaster === 'combination' ? (previous as CombinationModel).members : [];
}
