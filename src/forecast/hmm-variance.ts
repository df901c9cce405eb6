import { z } from 'zod';
import { type Bars, logReturns } from '../market/bars.ts';
import type { VarianceMeasure } from '../market/daily-variance.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { RegimeModel, RegimeModelJSON } from '../regimes/detector.ts';
import { forecastVarianceByRegimes } from '../regimes/forecast-variance-by-regimes.ts';
import type { EmissionLaw } from '../regimes/hmm/emissions.ts';
import { createHmmDetector } from '../regimes/hmm/hmm-detector.ts';
import type { HmmModel } from '../regimes/hmm/hmm-model.ts';
import { emissionKeys } from '../regimes/hmm/hmm-schema.ts';
import { loadHmmModel } from '../regimes/hmm/load-hmm-model.ts';
import { InputError } from '../support/input-error.ts';
import { requireRows, savedPositive } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { usualVariance, varianceFloor } from './known-variance.ts';
import { DEFAULT_TARGET, levelRatio, measureKeys } from './measure-options.ts';
import { checkHorizons } from './term-structure.ts';

const FIT_ROWS = 120;
/** Days after which the first day's regime no longer matters much. */
const WARMUP = 21;
const DEFAULTS = { states: 3, restarts: 10, law: 'normal' } as const;

export interface HmmVarianceOptions {
  /** Number of regimes, 1 to 16; 3 by default. */
  readonly states?: number | undefined;
  /** Law of a day's return within a regime; 'normal' by default. */
  readonly law?: EmissionLaw | undefined;
  /** Starting points of each fit; 10 by default. */
  readonly restarts?: number | undefined;
  /** The daily variance whose mean is forecast; 'squared-return' by default. */
  readonly target?: VarianceMeasure | undefined;
}

/** A forecast from the regimes of returns as a file gives it. */
export const hmmVarianceSchema = z
  .strictObject({
    name: z.literal('hmm'),
    states: z.int().min(1).max(16).default(DEFAULTS.states).describe('Number of regimes.'),
    law: emissionKeys.law,
    restarts: z.int().positive().default(DEFAULTS.restarts).describe('Starting points of each fit; the best is kept.'),
    target: measureKeys.target,
  })
  .describe('Variance that the regimes of a hidden Markov model of returns foretell.');

/**
 * A hidden Markov model of daily log returns (`createHmmDetector`) and the variance that its regimes foretell: the mixture
 * of the regimes' variances and means under the filtered probabilities, carried forward day by day by the chain
 * (`forecastVarianceByRegimes`), hence with a term structure that runs to the long-run mean. Brought to the level of the
 * target (`levelRatio` from squared returns) and at least 1 % of the mean squared return fitted.
 *
 * `fit` needs 120 rows. A refit that is given the model before, of the same law and number of regimes, starts from it too.
 * Returns that do not vary, or take too few values for that many regimes, have no regimes: the forecast is then their mean
 * square. The first 21 rows of a history have no forecast.
 *
 * @throws RangeError on impossible options
 * @example
 * const model = createHmmVarianceForecaster({ states: 3, law: 'student-t' }).fit(bars, { seed: 7 });
 * const [day, month] = model.forecast(bars, [1, 21]);
 */
export function createHmmVarianceForecaster({
  states = DEFAULTS.states,
  law = DEFAULTS.law,
  restarts = DEFAULTS.restarts,
  target = DEFAULT_TARGET,
}: HmmVarianceOptions = {}): VolatilityForecaster {
  const detector = createHmmDetector({ states, features: ['return'], law, restarts });
  return {
    name: 'hmm',
    fit(history, { seed, signal, onProgress, previous }) {
      signal?.throwIfAborted();
      requireRows('hmm', history.close.length, FIT_ROWS, 'to tell regimes apart');
      const returns = logReturns(history);
      const usual = usualVariance(
        'hmm',
        'squared-return',
        returns.map((value) => value * value),
      );
      const shared = { usual, level: levelRatio(history, 'squared-return', target) };
      const earlier = earlierRegimes(previous, states, law);
      const options = { seed, returns, signal, onProgress, ...(earlier !== undefined && { previous: earlier }) };
      try {
        return hmmVarianceModel({ ...shared, regimes: detector.fit(returnFeature(history), options) });
      } catch (error) {
        // What the detector cannot tell apart.
        if (error instanceof InputError) return hmmVarianceModel(shared);
        throw error;
      }
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreHmmVarianceModel(json: VolatilityModelJSON): VolatilityModel {
  const shared = { usual: savedPositive(json, 'usual'), level: savedPositive(json, 'level') };
  return hmmVarianceModel('regimes' in json ? { ...shared, regimes: savedRegimes(json) } : shared);
}

interface HmmVarianceFit {
  /** Mean squared return of the fitted history. */
  readonly usual: number;
  /** From squared returns to the target. */
  readonly level: number;
  /** None where returns do not vary. */
  readonly regimes?: HmmModel;
}

function hmmVarianceModel({ usual, level, regimes }: HmmVarianceFit): VolatilityModel {
  const floor = varianceFloor(usual);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    checkHorizons(horizonDays);
    return variancesOf(history, horizonDays, usual, regimes).map((variance) =>
      variance.map((value, t) =>
        t < WARMUP ? Number.NaN : Math.sqrt(tradingDaysPerYear * level * Math.max(value, floor)),
      ),
    );
  }
  return {
    forecaster: 'hmm',
    warmup: WARMUP,
    forecast,
    toJSON: () => ({
      forecaster: 'hmm',
      usual,
      level,
      ...(regimes !== undefined && { regimes: regimes.toJSON() }),
    }),
  };
}

/** Per horizon, mean daily variance of returns over it, row by row. */
function variancesOf(
  history: Bars,
  horizonDays: readonly number[],
  usual: number,
  regimes: RegimeModel | undefined,
): readonly Float64Array[] {
  const rows = history.close.length;
  if (regimes === undefined || rows === 0) return horizonDays.map(() => new Float64Array(rows).fill(usual));
  const probabilities = regimes.filter(returnFeature(history));
  const { varianceAnnual } = forecastVarianceByRegimes(probabilities, regimes, horizonDays);
  return varianceAnnual.map((column) => column.map((variance) => variance / tradingDaysPerYear));
}

function returnFeature(history: Bars): FeatureMatrix {
  return { names: ['return'], rows: history.close.length, columns: [logReturns(history)] };
}

/** The regimes of the refit before, where they are of the same make. */
function earlierRegimes(previous: VolatilityModel | undefined, states: number, law: EmissionLaw): HmmModel | undefined {
  const json = previous?.forecaster === 'hmm' ? previous.toJSON() : undefined;
  if (json === undefined || !('regimes' in json)) return undefined;
  const regimes = savedRegimes(json);
  return regimes.states.length === states && regimes.parts.hmm.law === law ? regimes : undefined;
}

function savedRegimes(json: VolatilityModelJSON): HmmModel {
  try {
    return loadHmmModel(json.regimes as RegimeModelJSON);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`saved forecaster 'hmm': regimes: ${error.message}`);
  }
}
