import type { Bars } from '../market/bars.ts';

/** ln(high/low) over |ln(close/previous close)| at which Parkinson's variance of the day is its squared return. */
const rangeOfMove = Math.sqrt(4 * Math.LN2);

const millisecondsADay = 86_400_000;

/**
 * Bars around a series of closes, for volatility forecasters that read ranges where there are none. Each day opens at the
 * previous close, and its high and low reach beyond both closes so far that the variances of Parkinson and of Garman and
 * Klass are the squared log return (Rogers and Satchell's is 0.89 of it). Row t depends on closes t−1 and t alone. Dates
 * count from 2000-01-01 and mean nothing unless they are given; there is no volume.
 *
 * A forecaster fitted on such bars may be run on such bars: it has never seen a real range.
 *
 * @example
 * const model = createEwmaForecaster({ lambda: 0.94 }).fit(closeOnlyBars(bars.close), { seed: 7 });
 */
export function closeOnlyBars(close: Float64Array, dates: readonly string[] = countedDates(close.length)): Bars {
  const open = close.map((value, t) => (t === 0 ? value : close[t - 1]));
  const beyond = open.map((value, t) => Math.exp(((rangeOfMove - 1) / 2) * Math.abs(Math.log(close[t] / value))));
  return {
    dates,
    open,
    high: close.map((value, t) => Math.max(value, open[t]) * beyond[t]),
    low: close.map((value, t) => Math.min(value, open[t]) / beyond[t]),
    close,
    volume: new Float64Array(close.length).fill(Number.NaN),
  };
}

/** So many dates from 2000-01-01 on: the same for every series of a length. */
export function countedDates(rows: number): string[] {
  const first = Date.UTC(2000, 0, 1);
  return Array.from({ length: rows }, (_, t) => new Date(first + t * millisecondsADay).toISOString().slice(0, 10));
}
