import { describe, expect, it } from 'vitest';
import type { Bars } from '../../../src/market/bars.ts';
import { featureByName } from '../../../src/market/features/registry.ts';
import { flatBars, sampleBars } from '../sample-bars.ts';

/** Bars of the given closes; each day's range is its close alone. */
function barsOf(close: readonly number[], volume = close.map(() => 1)): Bars {
  const prices = Float64Array.from(close);
  return {
    dates: sampleBars(close.length).dates,
    open: prices,
    high: prices,
    low: prices,
    close: prices,
    volume: Float64Array.from(volume),
  };
}

/** Closes that follow the log returns. */
const closesOf = (returns: readonly number[]) => {
  let log = 0;
  const closes = [1];
  for (const r of returns) {
    log += r;
    closes.push(Math.exp(log));
  }
  return closes;
};
const compute = (name: string, bars: Bars) => featureByName(name).compute(bars);

describe('feature values', () => {
  it('return is the log return', () => {
    expect(compute('return', barsOf([100, 110]))[1]).toBeCloseTo(Math.log(1.1), 14);
  });

  it('logVol is the log of the annualised root mean square', () => {
    const bars = barsOf(closesOf([0.01, -0.02, 0.01, 0, 0.03]));
    const variance = (0.01 ** 2 + 0.02 ** 2 + 0.01 ** 2 + 0.03 ** 2) / 5;
    expect(compute('logVol5', bars)[5]).toBeCloseTo(Math.log(Math.sqrt(252 * variance)), 12);
  });

  it('logVol of a market that does not move is that of one basis point a day', () => {
    expect(compute('logVol21', flatBars(30))[29]).toBeCloseTo(Math.log(1e-4 * Math.sqrt(252)), 12);
  });

  it('range log-vols take the mean daily variance of their window', () => {
    const bars = { ...barsOf([100, 100, 100, 100, 100, 100]), high: Float64Array.of(100, 101, 102, 103, 104, 105) };
    const squares = [101, 102, 103, 104, 105].map((high) => Math.log(high / 100) ** 2);
    const mean = squares.reduce((sum, square) => sum + square, 0) / 5;
    const parkinson = 0.5 * Math.log((252 * mean) / (4 * Math.LN2));
    expect(compute('logParkinson5', bars)[5]).toBeCloseTo(parkinson, 12);
    expect(compute('logGarmanKlass5', bars)[5]).toBeCloseTo(0.5 * Math.log(252 * 0.5 * mean), 12);
    expect(compute('logRogersSatchell5', bars)[5]).toBeCloseTo(0.5 * Math.log(252 * mean), 12);
    expect(compute('logParkinson1', bars)[5]).toBeCloseTo(0.5 * Math.log((252 * squares[4]) / (4 * Math.LN2)), 12);
  });

  it('drawdown measures from the highest of the last 252 closes', () => {
    const closes = [200, ...new Array<number>(252).fill(100)];
    const drawdown = compute('drawdown', barsOf(closes));
    expect(drawdown[0]).toBe(0);
    expect(drawdown[251]).toBeCloseTo(Math.log(0.5), 14);
    expect(drawdown[252]).toBe(0);
  });

  it('volumeChange is the log volume over its 21-day mean, 0 where the volume is missing', () => {
    const volume = [...new Array<number>(20).fill(100), 200, Number.NaN];
    const change = compute('volumeChange', barsOf(new Array<number>(22).fill(1), volume));
    expect(change[20]).toBeCloseTo(Math.log(200 / (2200 / 21)), 12);
    expect(change[21]).toBe(0);
  });

  it('trend is the t statistic of the mean return', () => {
    const returns = Array.from({ length: 21 }, (_, i) => (i % 2 === 0 ? 0.02 : -0.01));
    const mean = returns.reduce((sum, r) => sum + r, 0) / 21;
    const sd = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 20);
    expect(compute('trend21', barsOf(closesOf(returns)))[21]).toBeCloseTo((mean / sd) * Math.sqrt(21), 10);
  });

  it('downside is the share of variance from falls', () => {
    const returns = [-0.03, 0.01, ...new Array<number>(19).fill(0)];
    expect(compute('downside21', barsOf(closesOf(returns)))[21]).toBeCloseTo(0.9, 10);
    expect(compute('downside21', flatBars(22))[21]).toBe(0.5);
  });
});
