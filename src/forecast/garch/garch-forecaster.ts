import { z } from 'zod';
import { type Bars, logReturns } from '../../market/bars.ts';
import type { VarianceMeasure } from '../../market/daily-variance.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { InputError } from '../../support/input-error.ts';
import { requireOneOf } from '../../support/require.ts';
import { parseSaved } from '../../support/saved-data.ts';
import { requireRows } from '../forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from '../forecaster.ts';
import { usualVariance, varianceFloor } from '../known-variance.ts';
import { DEFAULT_TARGET, levelRatio, measureKeys } from '../measure-options.ts';
import { checkHorizons } from '../term-structure.ts';
import { fitGarch, type GarchFit } from './fit-garch.ts';
import { meanVarianceAhead } from './garch-ahead.ts';
import { conditionalVariance } from './garch-likelihood.ts';
import {
  type GarchInitial,
  type GarchLaw,
  type GarchModel,
  type GarchParameters,
  garchInitials,
  garchLaws,
  MEAN,
  toVector,
} from './garch-terms.ts';

/** A year: with less, a variance that moves can hardly be told from one that does not. */
const FIT_ROWS = 252;
/** Days after which the variance that the recursion starts from no longer matters much. */
const WARMUP = 21;
/** Bounds of a forecast in multiples of the smallest variance and the largest variance or squared return fitted. */
const CLIP = { low: 0.7, high: 1.5 };
const DEFAULT_LAW: GarchLaw = 'normal';
const DEFAULT_INITIAL: GarchInitial = 'backcast';

export interface GarchOptions {
  /** Law of the standardised returns; 'normal' by default. */
  readonly law?: GarchLaw | undefined;
  /** How the recursion starts when it is fitted; 'backcast' by default. */
  readonly initial?: GarchInitial | undefined;
  /** The daily variance whose mean is forecast; 'squared-return' by default. */
  readonly target?: VarianceMeasure | undefined;
}

/** The keys of a file that forecasters of the family share. */
export const garchKeys = {
  law: z.enum(garchLaws).default(DEFAULT_LAW).describe('Law of the standardised returns.'),
  initial: z
    .enum(garchInitials)
    .default(DEFAULT_INITIAL)
    .describe('What stands for the variance of the day before the first when the model is fitted.'),
  target: measureKeys.target,
};

/**
 * A forecaster of one recursion of the family, fitted to daily log returns (`fitGarch`). A forecast is the mean over the horizon
 * of the expected squared returns, exact for each horizon (`meanVarianceAhead`) and brought to the level of the target
 * (`levelRatio`). It is clipped to [0.7 × the smallest conditional variance of the fitted history, 1.5 × the largest conditional
 * variance or squared return of it]: a persistence above 1 lets forecasts grow with the horizon without end otherwise.
 *
 * The first day's variance is that of the fit, and is saved with it: rows of any history depend on those before them alone.
 * Returns that have no such model, as they do not move, are forecast by their mean square.
 */
export function garchForecaster(
  name: GarchModel,
  { law = DEFAULT_LAW, initial = DEFAULT_INITIAL, target = DEFAULT_TARGET }: GarchOptions,
): VolatilityForecaster {
  requireOneOf('law', law, garchLaws);
  requireOneOf('initial', initial, garchInitials);
  return {
    name,
    fit(history, { signal, previous }) {
      signal?.throwIfAborted();
      requireRows(name, history.close.length, FIT_ROWS, 'to see the variance of returns move');
      const returns = logReturns(history).filter((value) => !Number.isNaN(value));
      const squares = returns.map((value) => value * value);
      const usual = usualVariance(name, 'squared-return', squares);
      const shared = { law, usual, level: levelRatio(history, 'squared-return', target) };
      const fit = fitted(returns, { model: name, law, initial, previous: earlierParameters(previous, name, law) });
      if (fit === undefined) return garchModel(name, shared);
      const { parameters, conditionalVariance: variance } = fit;
      const smallest = variance.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
      const largest = [variance, squares].reduce(
        (most, column) => column.reduce((other, value) => Math.max(other, value), most),
        0,
      );
      return garchModel(name, {
        ...shared,
        recursion: {
          parameters,
          firstVariance: variance[0],
          low: Math.max(CLIP.low * smallest, varianceFloor(usual)),
          high: CLIP.high * largest,
        },
      });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreGarchModel(json: VolatilityModelJSON): VolatilityModel {
  const name = json.forecaster as GarchModel;
  const { law, usual, level, recursion } = parseSaved(`saved forecaster '${name}'`, savedFit, json);
  return garchModel(name, { law, usual, level, ...(recursion !== undefined && { recursion }) });
}

interface GarchForecastFit {
  readonly law: GarchLaw;
  /** Mean squared return of the fitted history. */
  readonly usual: number;
  /** From squared returns to the target. */
  readonly level: number;
  /** None where returns do not move. */
  readonly recursion?: {
    readonly parameters: GarchParameters;
    /** Variance of the first return of a history. */
    readonly firstVariance: number;
    /** Bounds of a forecast, in daily variance. */
    readonly low: number;
    readonly high: number;
  };
}

const savedFit = z.object({
  law: z.enum(garchLaws),
  usual: z.number().positive(),
  level: z.number().positive(),
  recursion: z
    .object({
      parameters: z.object({
        mean: z.number(),
        omega: z.number(),
        alpha: z.number(),
        gamma: z.number().optional(),
        beta: z.number(),
        degreesOfFreedom: z.number().gt(2).optional(),
        skew: z.number().gt(-1).lt(1).optional(),
      }),
      firstVariance: z.number().positive(),
      low: z.number().positive(),
      high: z.number().positive(),
    })
    .optional(),
});

function garchModel(name: GarchModel, fit: GarchForecastFit): VolatilityModel {
  const { law, usual, level, recursion } = fit;

  /** Per row, expected squared return of the next day about the mean. */
  function nextVariances(history: Bars): Float64Array {
    const rows = history.close.length;
    if (recursion === undefined || rows === 0) return new Float64Array(rows).fill(usual);
    const { parameters, firstVariance, high } = recursion;
    // Row 0 has no return: the last value that the recursion gives is that after the last row.
    const returns = logReturns(history).subarray(1);
    return conditionalVariance({ model: name }, toVector(parameters), firstVariance, returns, high);
  }

  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    checkHorizons(horizonDays);
    const next = nextVariances(history);
    return horizonDays.map((days) => {
      const ahead = expectedSquare(days);
      return next.map((variance, t) =>
        t < WARMUP ? Number.NaN : Math.sqrt(tradingDaysPerYear * level * ahead(variance)),
      );
    });
  }

  /** Mean expected squared return of so many days, from the next day's variance. */
  function expectedSquare(days: number): (variance: number) => number {
    if (recursion === undefined) return (variance) => variance;
    const { parameters, low, high } = recursion;
    const vector = toVector(parameters);
    const meanAhead = meanVarianceAhead({ model: name, law }, vector, days);
    const drift = vector[MEAN] * vector[MEAN];
    return (variance) => Math.min(high, Math.max(low, meanAhead(variance) + drift));
  }

  return {
    forecaster: name,
    warmup: WARMUP,
    forecast,
    toJSON: () => ({ forecaster: name, ...fit }),
  };
}

/** The fit, or none where returns have no model: they do not move, or the likelihood has no end. */
function fitted(returns: Float64Array, options: Parameters<typeof fitGarch>[1]): GarchFit | undefined {
  try {
    const fit = fitGarch(returns, options);
    return Number.isFinite(fit.logLikelihood) && fit.nextVariance < Number.POSITIVE_INFINITY ? fit : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The parameters of the refit before, where it was of the same recursion and law. */
function earlierParameters(
  previous: VolatilityModel | undefined,
  name: GarchModel,
  law: GarchLaw,
): GarchParameters | undefined {
  if (previous?.forecaster !== name) return undefined;
  const saved = parseSaved(`saved forecaster '${name}'`, savedFit, previous.toJSON());
  return saved.law === law ? saved.recursion?.parameters : undefined;
}
