import { InputError } from '../support/input-error.ts';

/**
 * Daily bars, oldest first: one column per field, all of the same length.
 * Prices are in the instrument's own units; dates are ISO `YYYY-MM-DD`, strictly increasing.
 */
export interface Bars {
  readonly dates: readonly string[];
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** NaN throughout when the source has no volume. */
  readonly volume: Float64Array;
  /** Further daily columns by name, each as it was known at the close of its row: implied volatility, realised variance, half-spread, … */
  readonly columns?: Readonly<Record<string, Float64Array>> | undefined;
}

/** Bars `[from, to)`, copied: what is returned holds nothing outside the range. */
export function sliceBars(bars: Bars, from: number, to: number): Bars {
  return {
    dates: bars.dates.slice(from, to),
    open: bars.open.slice(from, to),
    high: bars.high.slice(from, to),
    low: bars.low.slice(from, to),
    close: bars.close.slice(from, to),
    volume: bars.volume.slice(from, to),
    ...(bars.columns !== undefined && {
      columns: Object.fromEntries(Object.entries(bars.columns).map(([name, column]) => [name, column.slice(from, to)])),
    }),
  };
}

/**
 * A further column by its name. Throws an InputError that lists those present when there is none.
 *
 * @example
 * columnOf(bars, 'impliedVol');
 */
export function columnOf({ columns = {} }: Bars, name: string): Float64Array {
  if (Object.hasOwn(columns, name)) return columns[name];
  const present = Object.keys(columns).join(', ') || 'none';
  throw new InputError(`the history has no column '${name}': its further columns are ${present}`);
}

/** Log returns of the closes, one per bar; the first is NaN. */
export function logReturns(bars: Bars): Float64Array {
  const { close } = bars;
  const returns = new Float64Array(close.length).fill(Number.NaN);
  for (let t = 1; t < close.length; t++) returns[t] = Math.log(close[t] / close[t - 1]);
  return returns;
}
