import { beforeAll, describe, expect, it } from 'vitest';
import type { BacktestRun } from '../../src/backtest/results.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { firstBars, marketData, shortConfig } from './short-job.ts';

const rows = 820;
// Among them the very row of a refit, and the one before it.
const cuts = [690, 754, 755, 790];

/** Every row after `last` replaced by another market altogether. */
function alterAfter(bars: Bars, last: number): Bars {
  const altered = sliceBars(bars, 0, bars.dates.length);
  let close = bars.close[last];
  for (let t = last + 1; t < altered.dates.length; t++) {
    close *= Math.exp(0.05 * Math.sin(7 * t));
    altered.close[t] = close;
    altered.open[t] = close * 0.99;
    altered.high[t] = close * 1.03;
    altered.low[t] = close * 0.97;
    altered.volume[t] = 1e6 * (2 + Math.cos(t));
  }
  return altered;
}

/** All decisions up to a row, as comparable lines: policy, writing row, row → everything known and decided. */
function decisionsUpTo({ decisions: d, bars }: BacktestRun, last: number): Map<string, string> {
  const lines = new Map<string, string>();
  for (let i = 0; i < d.rows; i++) {
    if (d.row[i] > last) continue;
    const key = `${d.policyNames[d.policy[i]]} written ${bars.dates[d.row[i] - d.step[i]]} on ${bars.dates[d.row[i]]}`;
    lines.set(key, [d.spot[i], d.impliedVol[i], d.forecastVol[i], d.regime[i], d.holding[i]].join());
  }
  return lines;
}

describe('the whole main job never looks ahead', () => {
  let bars: Bars;
  let full: BacktestRun;

  beforeAll(async () => {
    bars = await firstBars(rows);
    full = await runBacktest(shortConfig, { data: marketData(bars), threads: 0 });
  });

  it.each(cuts)('decisions up to row %i are the same bits when all later rows are altered', async (last) => {
    const altered = await runBacktest(shortConfig, { data: marketData(alterAfter(bars, last)), threads: 0 });
    expect(decisionsUpTo(altered, last)).toEqual(decisionsUpTo(full, last));
    expect(decisionsUpTo(altered, rows)).not.toEqual(decisionsUpTo(full, rows));
  });

  it.each(cuts)('decisions up to row %i are the same bits when the bars end there', async (last) => {
    const cut = await runBacktest(shortConfig, { data: marketData(sliceBars(bars, 0, last + 1)), threads: 0 });
    const expected = decisionsUpTo(full, last);
    expect(expected.size).toBeGreaterThan(100);
    expect(decisionsUpTo(cut, last)).toEqual(expected);
  });

  it('records at each refit only what its own past decides', async () => {
    const last = 757;
    const altered = await runBacktest(shortConfig, { data: marketData(alterAfter(bars, last)), threads: 0 });
    const upTo = (run: BacktestRun) => run.results.refits.filter(({ date }) => date <= bars.dates[last]);
    expect(upTo(full).length).toBeGreaterThan(1);
    expect(upTo(altered)).toEqual(upTo(full));
  });
});
