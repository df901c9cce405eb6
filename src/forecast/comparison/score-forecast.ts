import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { hacStandardError, overlapLags } from '../../math/long-run-covariance.ts';
import { mean } from '../../math/moments.ts';
import type { ForecastTable } from '../forecast-table.ts';
import { meanLoss, qlike } from '../losses.ts';

/** How one forecast did over some rows. */
export interface ForecastScore {
  readonly forecaster: string;
  /** Rows scored. QLIKE is over those of them whose realised variance is not 0. */
  readonly rows: number;
  /** Mean normalised QLIKE, with its Newey–West standard error (`overlapLags`). */
  readonly qlike: number;
  readonly qlikeError: number;
  /** Mean squared error of daily variances in percent squared: (%²)². */
  readonly mse: number;
  /** Root mean squared error of annualised volatility, in volatility points. */
  readonly rmseVolPoints: number;
  /** Mean forecast over mean realised variance: above 1 it says too much. */
  readonly bias: number;
  /** 1 − squared errors over those of the causal mean of what was known; over the rows where there was one. */
  readonly rSquared: number;
}

/** Columns of the rows that are scored: variances of a day, in squared log units. */
export interface ScoredRows {
  readonly horizonDays: number;
  readonly realised: Float64Array;
  readonly forecast: Float64Array;
  /** Mean of what had been realised by then; NaN where nothing had. */
  readonly causalMean: Float64Array;
}

/** From squared log units squared to (%²)². */
export const PERCENT_SQUARED = 1e8;

/** Scores one forecast; every row must have both values. */
export function scoreForecast(
  forecaster: string,
  { horizonDays, realised, forecast, causalMean }: ScoredRows,
): ForecastScore {
  const rows = realised.length;
  const losses = realised.map((y, i) => qlikeOrNone(y, forecast[i])).filter((loss) => !Number.isNaN(loss));
  let squared = 0;
  let squaredVol = 0;
  let explained = 0;
  let toExplain = 0;
  for (let i = 0; i < rows; i++) {
    const error = (realised[i] - forecast[i]) ** 2;
    squared += error;
    squaredVol += (Math.sqrt(realised[i]) - Math.sqrt(forecast[i])) ** 2;
    if (Number.isNaN(causalMean[i])) continue;
    explained += error;
    toExplain += (realised[i] - causalMean[i]) ** 2;
  }
  return {
    forecaster,
    rows,
    qlike: meanLoss(losses),
    qlikeError: losses.length === 0 ? Number.NaN : hacStandardError(losses, overlapLags(losses.length, horizonDays)),
    mse: (PERCENT_SQUARED * squared) / rows,
    rmseVolPoints: 100 * Math.sqrt((tradingDaysPerYear * squaredVol) / rows),
    bias: mean(forecast) / mean(realised),
    rSquared: 1 - explained / toExplain,
  };
}

/** QLIKE, and NaN where nothing was realised: there it is infinite for every forecast. */
export function qlikeOrNone(realised: number, forecast: number): number {
  return realised > 0 ? qlike(realised, forecast) : Number.NaN;
}

/**
 * Mean of all that had been realised by the close of each row: by single days where the table has them, and otherwise by the
 * shortest of its horizons, of which row s is known from row s + days on.
 */
export function causalMeanOf({ horizonDays, realised }: Pick<ForecastTable, 'horizonDays' | 'realised'>): Float64Array {
  const days = Math.min(...horizonDays);
  const outcome = realised[horizonDays.indexOf(days)];
  let sum = 0;
  let count = 0;
  return outcome.map((_, t) => {
    const known = t >= days ? outcome[t - days] : Number.NaN;
    if (!Number.isNaN(known)) {
      sum += known;
      count++;
    }
    return sum / count;
  });
}
