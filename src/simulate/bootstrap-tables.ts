import { tradingDaysPerYear } from '../market/trading-days.ts';

/** Annualised EWMA variance of the returns before each day of history, from their mean square on; above 0 always. */
export function variancesBefore(returns: Float64Array, lambda: number): Float64Array {
  let daily = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
  return returns.map((value) => {
    const before = tradingDaysPerYear * daily;
    daily = lambda * daily + (1 - lambda) * value * value;
    return before;
  });
}

/** What each day of history does to implied volatility, and the range observed. */
export interface RidingVols {
  /** At the close before each day. */
  readonly before: Float64Array;
  /** By 'changes' the ratio of the volatilities after and before each day, by 'levels' the one after it. */
  readonly ofDays: Float64Array;
  readonly lowest: number;
  readonly highest: number;
}

export function ridingVols(
  { before, after }: { readonly before: Float64Array; readonly after: Float64Array },
  volBy: 'changes' | 'levels',
): RidingVols {
  const least = (low: number, value: number) => Math.min(low, value);
  const most = (high: number, value: number) => Math.max(high, value);
  return {
    before,
    ofDays: volBy === 'levels' ? after : after.map((value, day) => value / before[day]),
    lowest: before.reduce(least, after.reduce(least)),
    highest: before.reduce(most, after.reduce(most)),
  };
}
