import { z } from 'zod';
import { type Bars, logReturns } from '../market/bars.ts';
import { computeFeatures } from '../market/features/registry.ts';
import { createDetector, type DetectorSettings, detectorSchema } from '../regimes/create-detector.ts';
import type { RegimeModel, RegimeModelJSON } from '../regimes/detector.ts';
import { loadRegimeModel } from '../regimes/load-regime-model.ts';
import { InputError } from '../support/input-error.ts';
import { savedGrid, savedPositive } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { applyDirectRegression, type DirectRegression, fitDirectRegression } from './har/direct-regression.ts';
import { harRegressors, harWarmup } from './har/har-regressors.ts';
import { biasKey, clipKey, type HarTerms, windowsKey } from './har/har-terms.ts';
import {
  checkRegressionSettings,
  ownCount,
  requireCompleteRows,
  requireRegressionRows,
  savedTerms,
  toTargetVariance,
} from './har/regression-forecaster.ts';
import { MONTH_WINDOWS, type RegressionOptions, regressionSettings, USUAL_CLIP } from './har/regression-settings.ts';
import { savedRegression } from './har/saved-regression.ts';
import { gridKey, levelRatio, measureKeys } from './measure-options.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** Rows' worth of probability, at least, per coefficient; a regime with less is forecast by the regression of all rows. */
const ROWS_PER_COEFFICIENT = 10;
const DETECTOR: DetectorSettings = { name: 'hmm', states: 2 };

export interface RegimeHarOptions extends Omit<RegressionOptions, 'exogenous'> {
  /** Whether variances or their logs are regressed; 'log' by default. */
  readonly transform?: 'level' | 'log' | undefined;
  /** The detector of `createDetector`, whose features bars alone must give; a hidden Markov model of 2 regimes by default. */
  readonly detector?: DetectorSettings | undefined;
}

/** A heterogeneous autoregression by regimes as a file gives it. */
export const regimeHarSchema = z
  .strictObject({
    name: z.literal('regime-har'),
    ...measureKeys,
    windows: windowsKey(MONTH_WINDOWS),
    transform: z.enum(['level', 'log']).default('log').describe('Whether variances or their logs are regressed.'),
    detector: detectorSchema.prefault(DETECTOR).describe('What finds the regimes.'),
    bias: biasKey,
    clip: clipKey(USUAL_CLIP.low, USUAL_CLIP.high),
    gridDays: gridKey,
  })
  .describe('Heterogeneous autoregression with coefficients for each regime.');

interface RegimeFit extends DirectRegression {
  readonly terms: HarTerms;
  readonly level: number;
  /** One for each regime: that of all rows where a regime has too few. */
  readonly regimes: readonly DirectRegression[];
  /** None where returns do not vary: then there is but one regression. */
  readonly detector?: RegimeModelJSON | undefined;
}

/**
 * A heterogeneous autoregression for each regime: least squares with the filtered probability of the regime at each row as
 * the row's weight, and as forecast of row t Σ_k P(regime k at t | rows 0..t) f_k,t. A regression of regime k answers for
 * rows that are in k today, wherever they go, so today's probabilities are the weights of its forecasts at every horizon.
 * The detector is fitted on the same past as the regressions. Regimes with too few rows have the
 * regression of all rows.
 *
 * Clipped as `createLogHarForecaster` has it. `fit` needs 85 rows and as many more
 * as the longest horizon has days; the first 22 rows of a history have no forecast.
 *
 * @throws RangeError on windows, clips and grids that are none; InputError on a detector that is none
 * @example
 * createRegimeHarForecaster({ detector: { name: 'hmm', states: 3 } }).fit(bars, { seed: 7 });
 */
export function createRegimeHarForecaster({
  transform = 'log',
  detector: detectorSettings = DETECTOR,
  ...options
}: RegimeHarOptions = {}): VolatilityForecaster {
  const settings = regressionSettings(options, { transform });
  checkRegressionSettings(settings);
  const detector = createDetector(detectorSettings);
  const { terms, target, gridDays, clip, bias } = settings;
  return {
    name: 'regime-har',
    fit(history, { seed, signal, previous }) {
      signal?.throwIfAborted();
      requireRegressionRows('regime-har', history, settings);
      const { variance, own } = harRegressors(history, terms);
      requireCompleteRows('regime-har', variance, own, gridDays);
      const regression = { gridDays, transform, bias, clip, signal };
      const pooled = fitDirectRegression(variance, own, regression);
      const level = levelRatio(history, terms.measure, target);
      const returns = logReturns(history);
      if (returns.every((value) => Number.isNaN(value) || value === 0)) {
        return regimeHarModel({ terms, level, ...pooled, regimes: [pooled] });
      }
      const features = computeFeatures(history, detector.features);
      const model = detector.fit(features, { seed, returns, signal, previous: detectorOf(previous) });
      const regimes = model
        .filter(features)
        .columns.map((weights) =>
          rowsOf(weights) < ROWS_PER_COEFFICIENT * (own.length + 1) + gridDays[gridDays.length - 1]
            ? pooled
            : fitDirectRegression(variance, own, { ...regression, weights }),
        );
      return regimeHarModel({ terms, level, ...pooled, regimes, detector: model.toJSON() }, model);
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreRegimeHarModel(json: VolatilityModelJSON): VolatilityModel {
  const { forecaster, regimes, detector } = json;
  savedGrid(json);
  const terms = savedTerms(json);
  const count = ownCount(terms);
  const model = detector === undefined ? undefined : savedDetector(json);
  if (!Array.isArray(regimes) || regimes.length !== (model?.states.length ?? 1)) {
    throw new InputError(
      `saved forecaster '${forecaster}': regimes do not fit its detector, expected one regression for each: save the model again`,
    );
  }
  const fit = {
    terms,
    level: savedPositive(json, 'level'),
    ...savedRegression(json, count),
    regimes: regimes.map((regime) => savedRegression({ forecaster, regime }, count, 'regime')),
  };
  return regimeHarModel(model === undefined ? fit : { ...fit, detector: model.toJSON() }, model);
}

function detectorOf(previous: VolatilityModel | undefined): RegimeModel | undefined {
  if (previous?.forecaster !== 'regime-har') return undefined;
  const { detector } = previous.toJSON();
  return detector === undefined ? undefined : loadRegimeModel(detector as RegimeModelJSON);
}

function savedDetector({ forecaster, detector }: VolatilityModelJSON): RegimeModel {
  try {
    return loadRegimeModel(detector as RegimeModelJSON);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`saved forecaster '${forecaster}': detector: ${error.message}`);
  }
}

function regimeHarModel(fit: RegimeFit, detector?: RegimeModel): VolatilityModel {
  const warmup = harWarmup(fit.terms);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const rows = history.close.length;
    const { own } = harRegressors(history, fit.terms);
    const pooled = applyDirectRegression(fit, own, rows);
    const shares = detector?.filter(computeFeatures(history, detector.features)).columns;
    const byRegime = fit.regimes.map((regime) => applyDirectRegression(regime, own, rows));
    const gridVariance = pooled.map((column, g) => {
      const mixed = column.map((value, t) => {
        if (shares === undefined) return value;
        return shares.reduce((sum, share, k) => sum + share[t] * byRegime[k][g][t], 0);
      });
      return toTargetVariance(mixed, warmup, fit.averages[g], fit.level);
    });
    return volatilityAtHorizons(fit.gridDays, gridVariance, horizonDays);
  }
  return { forecaster: 'regime-har', warmup, forecast, toJSON: () => ({ forecaster: 'regime-har', ...fit }) };
}

function rowsOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + (Number.isNaN(weight) ? 0 : weight), 0);
}
