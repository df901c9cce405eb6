import { requireCount, requirePositive } from '../support/require.ts';
import { type Bars, logReturns } from './bars.ts';
import { rollingMean } from './features/rolling.ts';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from './range-variance.ts';
import { tradingDaysPerYear } from './trading-days.ts';

/** Estimators of volatility over a window of days, from open, high, low and close. */
export const rangeEstimators = [
  'close',
  'parkinson',
  'garman-klass',
  'rogers-satchell',
  'gk-yz',
  'yang-zhang',
] as const;
export type RangeEstimator = (typeof rangeEstimators)[number];

/** Estimators that can take the previous close into the day's range. */
const widened = {
  parkinson: parkinsonVariance,
  'garman-klass': garmanKlassVariance,
  'rogers-satchell': rogersSatchellVariance,
};

export interface RangeVolatilityOptions {
  readonly estimator: RangeEstimator;
  /** Days of the window, 2 or more; 'close' needs 3. */
  readonly days: number;
  /** Days a year; 252 by default. */
  readonly daysPerYear?: number | undefined;
  /**
   * Lets each day run from the previous close: it stands in the open's place and belongs to the range, high' = max(high,
   * previous close), low' = min(low, previous close). For Parkinson, Garman–Klass and Rogers–Satchell; the others count the
   * move overnight already. False by default, as in the papers.
   */
  readonly previousClose?: boolean | undefined;
}

/**
 * Annualised volatility over the latest `days` days, row by row, as the function `volatility` of R's package TTR defines
 * it. With o, h, l, c the logs of a day's prices, Σ over the window and N days a year:
 *
 * - close: √N × sample standard deviation of the days − 1 returns between the window's closes
 * - parkinson (1980): √(N / (4 n ln 2) Σ (h − l)²)
 * - garman-klass (1980): √(N / n Σ [½ (h − l)² − (2 ln 2 − 1)(c − o)²])
 * - rogers-satchell (1991): √(N / n Σ [(h − c)(h − o) + (l − c)(l − o)])
 * - gk-yz: Garman–Klass with (o − previous c)² added to each day
 * - yang-zhang (2000, Journal of Business 73): √(N (V_o + k V_c + (1 − k) V_rs)), V_o and V_c the sample variances of
 *   o − previous c and of c − o, V_rs the mean of Rogers–Satchell, k = 0.34 / (1.34 + (n + 1)/(n − 1))
 *
 * Row t reads the bars of its window and the close before it. Rows before the window is full are NaN.
 *
 * @throws RangeError on options that no estimate can be made from
 * @example
 * rangeVolatility(bars, { estimator: 'yang-zhang', days: 21 });
 */
export function rangeVolatility(bars: Bars, options: RangeVolatilityOptions): Float64Array {
  checkRangeVolatility(options);
  const { daysPerYear = tradingDaysPerYear } = options;
  // Sums of ranges may fall below 0 by rounding alone.
  return windowVariance(bars, options).map((variance) => Math.sqrt(daysPerYear * Math.max(variance, 0)));
}

/** Rows at the start for which `rangeVolatility` has no estimate. */
export function rangeVolatilityWarmup({ estimator, days, previousClose = false }: RangeVolatilityOptions): number {
  return previousClose || estimator === 'gk-yz' || estimator === 'yang-zhang' ? days : days - 1;
}

/** Throws a RangeError on options that no estimate can be made from. */
export function checkRangeVolatility(options: RangeVolatilityOptions): void {
  const { estimator, days, daysPerYear = tradingDaysPerYear, previousClose = false } = options;
  if (!rangeEstimators.includes(estimator)) {
    throw new RangeError(`estimator is '${estimator}': expected one of ${rangeEstimators.join(', ')}`);
  }
  requireCount('days', days);
  const least = estimator === 'close' ? 3 : 2;
  if (days < least) throw new RangeError(`days is ${days}: expected ${least} or more for ${estimator}`);
  requirePositive('daysPerYear', daysPerYear);
  if (previousClose && !Object.hasOwn(widened, estimator)) {
    throw new RangeError(`previousClose is true for ${estimator}: expected one of ${Object.keys(widened).join(', ')}`);
  }
}

/** Daily variance, the mean over the window. */
function windowVariance(bars: Bars, { estimator, days, previousClose = false }: RangeVolatilityOptions): Float64Array {
  if (previousClose) return rollingMean(widened[estimator as keyof typeof widened](bars), days);
  switch (estimator) {
    case 'close':
      return rollingVariance(logReturns(bars), days - 1);
    case 'parkinson':
      return rollingMean(
        bars.high.map((high, t) => Math.log(high / bars.low[t]) ** 2 / (4 * Math.LN2)),
        days,
      );
    case 'garman-klass':
      return rollingMean(withinDay(bars, garmanKlass), days);
    case 'rogers-satchell':
      return rollingMean(withinDay(bars, rogersSatchell), days);
    case 'gk-yz': {
      const jumps = openJumps(bars);
      return rollingMean(
        withinDay(bars, garmanKlass).map((variance, t) => variance + jumps[t] ** 2),
        days,
      );
    }
    case 'yang-zhang':
      return yangZhang(bars, days);
  }
}

/** Variance of one day from ln(high/open), ln(low/open) and ln(close/open). */
type DayEstimate = (up: number, down: number, move: number) => number;

const garmanKlass: DayEstimate = (up, down, move) => 0.5 * (up - down) ** 2 - (2 * Math.LN2 - 1) * move ** 2;
const rogersSatchell: DayEstimate = (up, down, move) => (up - move) * up + (down - move) * down;

function withinDay({ open, high, low, close }: Bars, estimate: DayEstimate): Float64Array {
  return open.map((o, t) => estimate(Math.log(high[t] / o), Math.log(low[t] / o), Math.log(close[t] / o)));
}

function yangZhang(bars: Bars, days: number): Float64Array {
  const k = 0.34 / (1.34 + (days + 1) / (days - 1));
  const overnight = rollingVariance(openJumps(bars), days);
  const openToClose = rollingVariance(
    withinDay(bars, (_up, _down, move) => move),
    days,
  );
  const rs = rollingMean(withinDay(bars, rogersSatchell), days);
  return overnight.map((variance, t) => variance + k * openToClose[t] + (1 - k) * rs[t]);
}

/** ln(open / previous close); NaN on row 0. */
function openJumps({ open, close }: Bars): Float64Array {
  return open.map((o, t) => (t === 0 ? Number.NaN : Math.log(o / close[t - 1])));
}

/** Sample variance (divisor n − 1) of the `window` values up to and including each row. */
function rollingVariance(values: Float64Array, window: number): Float64Array {
  const variances = rollingMean(values, window);
  for (let t = window - 1; t < values.length; t++) {
    const mean = variances[t];
    let sum = 0;
    for (let i = t - window + 1; i <= t; i++) sum += (values[i] - mean) ** 2;
    variances[t] = sum / (window - 1);
  }
  return variances;
}
