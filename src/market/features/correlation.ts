import { InputError } from '../../support/input-error.ts';
import type { Bars } from '../bars.ts';
import { joinPublished } from '../join-published.ts';
import type { Series } from '../read-series.ts';
import { DAILY_VARIANCE_FLOOR } from './rolling.ts';
import { type AssetSource, requireSources, type SourcedFeature } from './sources.ts';

/** Days of the calendar for which the last correlation stands in on days that not all traded: the longest holidays. */
const OLDEST_DAYS = 10;

/**
 * Mean pairwise correlation of the log returns of the bars and the given assets over the last `window` returns that they
 * share, from −1/(assets) to 1. It rises when all is sold together (Pollet and Wilson 2010, Journal of Financial
 * Economics 96).
 *
 * Only days on which all of them have a close count: a return runs from one such day to the next, over the same time for
 * all. On other days, the last correlation known stands for up to 10 calendar days; NaN after that. Standard deviations
 * are held at one basis point a day at least, so one that does not move has correlation 0 with all others.
 */
export function correlationFeature(window: number): SourcedFeature {
  const name = `correlation${window}`;
  return {
    name,
    needs: ['assets'],
    compute(bars, { assets = [] }) {
      requireSources({ name, needs: ['assets'] }, assets.length === 0 ? [] : ['assets']);
      assets.forEach(checkCloses);
      const shared = sharedCloses(bars, assets);
      const values = meanCorrelation(shared.closes.map(returnsOf), window);
      const lagDays = Math.max(...assets.map((asset) => asset.lagDays ?? 0));
      return joinPublished(bars.dates, { dates: shared.dates, values }, { lagDays, oldestDays: OLDEST_DAYS });
    },
  };
}

function checkCloses({ dates, values }: AssetSource, index: number): void {
  const bad = values.findIndex((close) => close <= 0 || close === Number.POSITIVE_INFINITY);
  if (bad < 0) return;
  throw new InputError(
    `assets[${index}] closes at ${values[bad]} on ${dates[bad]}: expected a price above 0; correct it or make it NaN`,
  );
}

/** The days on which the bars and all assets have a close, and those closes, the bars' first. */
function sharedCloses(bars: Bars, assets: readonly Series[]) {
  const byDate = [{ dates: bars.dates, values: bars.close }, ...assets].map(
    ({ dates, values }) => new Map(dates.map((date, row) => [date, values[row]])),
  );
  const dates = bars.dates.filter((date) => byDate.every((closes) => closes.get(date)! > 0));
  return { dates, closes: byDate.map((closes) => Float64Array.from(dates, (date) => closes.get(date)!)) };
}

function returnsOf(closes: Float64Array): Float64Array {
  return closes.map((close, t) => (t === 0 ? Number.NaN : Math.log(close / closes[t - 1])));
}

/**
 * With returns in standard units z, the sum over all pairs i ≠ j of their correlations is |Σ z|² − Σ |z|²: one pass over
 * the assets instead of one over their pairs.
 */
function meanCorrelation(returns: readonly Float64Array[], window: number): Float64Array {
  const pairs = returns.length * (returns.length - 1);
  return returns[0].map((_, t) => {
    if (t < window) return Number.NaN;
    const sum = new Float64Array(window);
    let own = 0;
    for (const column of returns) {
      const units = standardUnits(column.subarray(t - window + 1, t + 1));
      for (let i = 0; i < window; i++) {
        sum[i] += units[i];
        own += units[i] * units[i];
      }
    }
    const all = sum.reduce((total, unit) => total + unit * unit, 0);
    return Math.min(1, (all - own) / pairs);
  });
}

/** Deviations from the mean over √(n × variance), the variance held at the floor. */
function standardUnits(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const scale = Math.sqrt(Math.max(squares, values.length * DAILY_VARIANCE_FLOOR));
  return values.map((value) => (value - mean) / scale);
}
