import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Bars } from '../../src/market/bars.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { parkinsonVariance } from '../../src/market/range-variance.ts';
import { type RangeEstimator, rangeEstimators, rangeVolatility } from '../../src/market/range-volatility.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';
import { describeCausalColumn } from '../contracts/feature-suite.ts';
import { sampleBars } from './sample-bars.ts';

for (const estimator of rangeEstimators) {
  const warmup = estimator === 'gk-yz' || estimator === 'yang-zhang' ? 10 : 9;
  const readsOpens = estimator !== 'close' && estimator !== 'parkinson';
  describeCausalColumn(estimator, (bars) => rangeVolatility(bars, { estimator, days: 10 }), warmup, { readsOpens });
}

/** Rows 11, 100 and last of ttrc, n = 10, N = 260, as `volatility` of R's TTR gives them. */
const ttrc: Record<RangeEstimator, readonly [number, number, number]> = {
  close: [0.1833289104, 0.1370731774, 0.0918330614],
  parkinson: [0.21030036, 0.1585557834, 0.1361379056],
  'garman-klass': [0.2162472706, 0.1762018365, 0.1506260566],
  'rogers-satchell': [0.2149695331, 0.1823249945, 0.1493459596],
  'gk-yz': [0.218068818, 0.2086981727, 0.1553493592],
  'yang-zhang': [0.2111964191, 0.2059375342, 0.1485312234],
};

/** Rows 30, 100 and last of the bundled S&P 500, n = 21, N = 252, by the same. */
const sp500: Partial<Record<RangeEstimator, readonly [number, number, number]>> = {
  close: [0.215852424, 0.229769358, 0.59422366],
  parkinson: [0.19639074, 0.203779886, 0.370820973],
  'garman-klass': [0.189784225, 0.195191644, 0.363265894],
  'rogers-satchell': [0.183316013, 0.198085347, 0.350529648],
  'yang-zhang': [0.188105195, 0.202225894, 0.466625427],
};

describe('rangeVolatility', () => {
  it.each(rangeEstimators)('%s is what TTR gives on its own data', (estimator) => {
    const rows = ttrcRows();
    // The file holds three stretches of the data set.
    const stretches = [sliceBars(rows, 0, 11), sliceBars(rows, 11, 23), sliceBars(rows, 23, 35)];
    stretches.forEach((bars, i) => {
      const last = rangeVolatility(bars, { estimator, days: 10, daysPerYear: 260 }).at(-1);
      expect(Math.abs(last! - ttrc[estimator][i])).toBeLessThan(1e-9);
    });
  });

  it.each(Object.keys(sp500) as RangeEstimator[])('%s is what TTR gives on the S&P 500', async (estimator) => {
    const { bars } = await readBars(bundledBarsPath());
    const volatility = rangeVolatility(bars, { estimator, days: 21 });
    [29, 99, 5104].forEach((row, i) => {
      expect(Math.abs(volatility[row] - sp500[estimator]![i])).toBeLessThan(1e-9);
    });
  });

  it('takes the previous close into the range where told to', () => {
    const bars = sampleBars(60);
    const volatility = rangeVolatility(bars, { estimator: 'parkinson', days: 5, previousClose: true });
    const variance = parkinsonVariance(bars);
    const mean = (variance[20] + variance[19] + variance[18] + variance[17] + variance[16]) / 5;
    expect(volatility[20]).toBeCloseTo(Math.sqrt(252 * mean), 14);
    expect(volatility[4]).toBeNaN();
    expect(volatility[5]).toBeGreaterThan(0);
  });

  it('refuses what it cannot estimate', () => {
    const bars = sampleBars(30);
    const refused = [
      [{ estimator: 'yang-zhang', days: 1 }, 'days is 1: expected 2 or more'],
      [{ estimator: 'close', days: 2 }, 'days is 2: expected 3 or more'],
      [{ estimator: 'parkinson', days: 2.5 }, 'days is 2.5: expected a whole number'],
      [{ estimator: 'parkinson', days: 5, daysPerYear: 0 }, 'daysPerYear is 0'],
      [{ estimator: 'yang-zhang', days: 5, previousClose: true }, 'previousClose is true for yang-zhang'],
      [{ estimator: 'high' as RangeEstimator, days: 5 }, "estimator is 'high'"],
    ] as const;
    for (const [options, message] of refused) expect(() => rangeVolatility(bars, options)).toThrow(message);
  });
});

function ttrcRows(): Bars {
  const text = readFileSync(new URL('./fixtures/ttrc-rows.csv', import.meta.url), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.split(','));
  const column = (k: number) => Float64Array.from(rows, (row) => Number(row[k]));
  return {
    dates: rows.map((row) => row[0]),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}
