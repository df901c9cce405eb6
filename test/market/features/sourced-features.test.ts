import { describe, expect, it } from 'vitest';
import type { Bars } from '../../../src/market/bars.ts';
import { assembleFeatures } from '../../../src/market/features/assemble-features.ts';
import { correlationFeature } from '../../../src/market/features/correlation.ts';
import { computeFeatures } from '../../../src/market/features/registry.ts';
import { flatBars, sampleBars } from '../sample-bars.ts';

const bars = sampleBars(60);
const quotes = (value: (t: number) => number) => ({
  dates: bars.dates,
  values: Float64Array.from(bars.dates, (_, t) => value(t)),
});

describe('features of implied volatility', () => {
  const impliedVol = quotes((t) => 0.2 + 0.001 * t);
  const at = (name: string, t: number, more = {}) =>
    assembleFeatures(bars, [name], { impliedVol, ...more }).columns[0][t];

  it('are what they say', () => {
    expect(at('logImpliedVol', 30)).toBeCloseTo(Math.log(0.23), 14);
    expect(at('volPremium21', 30)).toBeCloseTo(Math.log(0.23) - computeFeatures(bars, ['logVol21']).columns[0][30], 14);
    expect(at('impliedVolChange5', 30)).toBeCloseTo(Math.log(0.23 / 0.225), 14);
    expect(at('termSlope', 30, { impliedVolLong: quotes(() => 0.253) })).toBeCloseTo(Math.log(1.1), 14);
    expect(at('skew', 30, { putVol: quotes(() => 0.3), callVol: quotes(() => 0.25) })).toBeCloseTo(0.05, 14);
    expect(at('putSkew', 30, { putVol: quotes(() => 0.3) })).toBeCloseTo(0.07, 14);
  });

  it('are NaN where a quote is missing: the last one stands for 5 days and no longer', () => {
    const sparse = { dates: [bars.dates[10], bars.dates[30]], values: Float64Array.of(0.2, 0.3) };
    const column = assembleFeatures(bars, ['logImpliedVol'], { impliedVol: sparse }).columns[0];
    expect(Array.from(column.subarray(9, 17), Number.isNaN)).toEqual([true, ...new Array(6).fill(false), true]);
    expect(at('termSlope', 12, { impliedVolLong: sparse })).not.toBeNaN();
    expect(at('termSlope', 20, { impliedVolLong: sparse })).toBeNaN();
  });
});

describe('correlation', () => {
  const compute = (window: number, ...assets: readonly object[]) =>
    correlationFeature(window).compute(bars, { assets: assets as never });
  const closes = (of: Float64Array) => ({ dates: bars.dates, values: of });
  const other = (seed: number): Bars => sampleBars(60, seed);

  it('is the mean of the correlations of all pairs', () => {
    const markets = [bars, other(2), other(3)];
    const returns = markets.map(({ close }) =>
      Array.from({ length: 21 }, (_, i) => Math.log(close[39 - i] / close[38 - i])),
    );
    const pairs = [pearson(returns[0], returns[1]), pearson(returns[0], returns[2]), pearson(returns[1], returns[2])];
    const mean = (pairs[0] + pairs[1] + pairs[2]) / 3;
    const column = compute(21, closes(markets[1].close), closes(markets[2].close));
    expect(column[39]).toBeCloseTo(mean, 12);
    expect(Math.abs(mean)).toBeGreaterThan(0.01);
  });

  it('is 1 with itself, −1 with its inverse and 0 with what does not move', () => {
    expect(compute(21, closes(bars.close))[50]).toBeCloseTo(1, 12);
    expect(compute(21, closes(bars.close.map((price) => 1 / price)))[50]).toBeCloseTo(-1, 12);
    expect(compute(21, closes(flatBars(60).close))[50]).toBe(0);
  });

  it('counts the days that all share, with returns over the gaps between them', () => {
    const kept = bars.dates.map((_, t) => t).filter((t) => t % 3 !== 1);
    const asset = { dates: kept.map((t) => bars.dates[t]), values: Float64Array.from(kept, (t) => other(2).close[t]) };
    const column = compute(5, asset);
    const rows = [23, 24, 26, 27, 29, 30];
    const over = (close: Float64Array) => rows.slice(1).map((t, i) => Math.log(close[t] / close[rows[i]]));
    expect(column[30]).toBeCloseTo(pearson(over(bars.close), over(other(2).close)), 12);
    expect(column[31]).toBe(column[30]);
  });

  it('stands for 10 days after the last shared one, and takes closes that come later as late', () => {
    const short = { dates: bars.dates.slice(0, 40), values: other(2).close.slice(0, 40) };
    const column = compute(5, short);
    expect(column[49]).toBe(column[39]);
    expect(column[50]).toBeNaN();
    expect(compute(5, { ...short, lagDays: 1 })[30]).toBe(column[29]);
  });
});

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}
