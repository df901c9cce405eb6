import { bootstrapBlockLength } from '../math/block-length.ts';
import { InputError } from '../support/input-error.ts';
import { type BlockBootstrapParameters, createBlockBootstrap } from './block-bootstrap.ts';
import { type DailyHistory, dailyLogReturns, minimumDays } from './daily-returns.ts';
import { type FitQuality, fitQuality } from './fit-quality.ts';
import type { Market } from './market.ts';

export interface CalibrateBlockBootstrapOptions
  extends Pick<BlockBootstrapParameters, 'volBy' | 'keepDrift' | 'lambda' | 'impliedPremium'> {
  /** Mean block length in days; chosen by `bootstrapBlockLength` when left out. */
  readonly meanBlockDays?: number;
}

/**
 * A block bootstrap (`createBlockBootstrap`) of daily closes, with implied volatilities riding along where given: days on
 * which one is missing at either end are then left out. Nothing is fitted but the mean block length, where none is given:
 * the longer of those that suit the returns and their squares, so that clusters of volatility stay whole.
 *
 * @throws InputError on closes that cannot be resampled
 * @example
 * const { market, fit } = calibrateBlockBootstrap({ close: bars.close }, { meanBlockDays: 21 });
 */
export function calibrateBlockBootstrap(
  history: DailyHistory,
  { meanBlockDays, ...options }: CalibrateBlockBootstrapOptions = {},
): { readonly market: Market; readonly fit: FitQuality } {
  const all = dailyLogReturns(history, 'a block bootstrap');
  const { returns, impliedVol } = history.impliedVol
    ? daysWithVol(history.close, history.impliedVol)
    : { returns: all, impliedVol: undefined };
  const chosen =
    meanBlockDays ??
    Math.max(bootstrapBlockLength(returns), bootstrapBlockLength(returns.map((value) => value * value)));
  const parameters = { ...options, returns, ...(impliedVol && { impliedVol }), meanBlockDays: chosen };
  const market = createBlockBootstrap(parameters);
  return {
    market,
    fit: fitQuality({
      market: createBlockBootstrap({ ...parameters, keepDrift: true }),
      returns,
      parameters: { meanBlockDays: chosen },
      warnings: [
        ...(chosen > returns.length / 20
          ? [
              `a history of ${returns.length} days holds few blocks of ${Math.round(chosen)} days: paths repeat each other.`,
            ]
          : []),
      ],
    }),
  };
}

/** Returns of the days with an implied volatility at both ends, and those volatilities. */
function daysWithVol(close: Float64Array, vol: Float64Array) {
  if (vol.length !== close.length) {
    throw new RangeError(`impliedVol has ${vol.length} rows: expected ${close.length}, as close has`);
  }
  const days: number[] = [];
  for (let t = 1; t < close.length; t++) {
    if (vol[t - 1] > 0 && vol[t] > 0 && vol[t] < Infinity && close[t - 1] > 0 && close[t] > 0) days.push(t);
  }
  if (days.length < minimumDays) {
    throw new InputError(
      `only ${days.length} days have a close and an implied volatility at both ends: expected at least ${minimumDays} to resample; give a longer history, or none of implied volatility`,
    );
  }
  return {
    returns: Float64Array.from(days, (t) => Math.log(close[t] / close[t - 1])),
    impliedVol: {
      before: Float64Array.from(days, (t) => vol[t - 1]),
      after: Float64Array.from(days, (t) => vol[t]),
    },
  };
}
