import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import type { VolatilityForecaster } from '../../src/forecast/forecaster.ts';
import { lossesOf, meanLoss, qlike, squaredError } from '../../src/forecast/losses.ts';
import { createRandomWalkForecaster } from '../../src/forecast/random-walk.ts';
import { forwardMean } from '../../src/forecast/variance-windows.ts';
import { dailyVariance } from '../../src/market/daily-variance.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';

/*
 * Losses of simple forecasters of the S&P 500's daily variance from its range, computed apart in Python: forecasts made at
 * the closes from the last of 2005 on, of the mean Parkinson variance (previous close included) of the next 1, 5 and 22
 * days. Those that read squared returns are multiplied by the ratio of the two means over the days so far. QLIKE, and
 * squared error in units of (%²)².
 */
const { bars } = await readBars(bundledBarsPath());
const range = dailyVariance(bars, 'parkinson');
const squares = dailyVariance(bars, 'squared-return');
const firstRow = bars.dates.findIndex((date) => date >= '2006-01-03') - 1;
const ofRange = { measure: 'parkinson', target: 'parkinson' } as const;
const ofSquares = { measure: 'squared-return', target: 'squared-return' } as const;

describe('simple forecasters of the S&P 500', () => {
  it.each([
    ['EWMA of ranges', createEwmaForecaster({ lambda: 0.94, ...ofRange }), 1, 3597, 0.471516, 6.135443],
    ['EWMA of ranges', createEwmaForecaster({ lambda: 0.94, ...ofRange }), 5, 3593, 0.294645, 3.740854],
    ['EWMA of ranges', createEwmaForecaster({ lambda: 0.94, ...ofRange }), 22, 3576, 0.417514, 3.386637],
    ['random walk of ranges', createRandomWalkForecaster(ofRange), 1, 3597, 0.847327, 6.893897],
    ['random walk of ranges', createRandomWalkForecaster(ofRange), 5, 3593, 0.760567, 4.987435],
    ['random walk of ranges', createRandomWalkForecaster(ofRange), 22, 3576, 1.248185, 6.18963],
  ] as const)('%s', (_, forecaster, days, rows, expectedQlike, expectedError) => {
    expectLosses(varianceBy(forecaster), days, rows, expectedQlike, expectedError);
  });

  it.each([
    ['EWMA', createEwmaForecaster({ lambda: 0.94, ...ofSquares }), 1, 3597, 0.497798, 6.104963],
    ['EWMA', createEwmaForecaster({ lambda: 0.94, ...ofSquares }), 5, 3593, 0.324811, 3.763895],
    ['EWMA', createEwmaForecaster({ lambda: 0.94, ...ofSquares }), 22, 3576, 0.457608, 3.392629],
    ['month', createRandomWalkForecaster({ days: 22, ...ofSquares }), 1, 3597, 0.559588, 7.09971],
    ['month', createRandomWalkForecaster({ days: 22, ...ofSquares }), 5, 3593, 0.396596, 4.725532],
    ['month', createRandomWalkForecaster({ days: 22, ...ofSquares }), 22, 3576, 0.544242, 3.600982],
  ] as const)(
    '%s of squared returns, in the level of ranges so far',
    (_, forecaster, days, rows, expectedQlike, expectedError) => {
      const sums = { range: 0, squares: 0 };
      const ratio = range.map((value, t) => {
        if (t === 0) return Number.NaN;
        sums.range += value;
        sums.squares += squares[t];
        return sums.range / sums.squares;
      });
      const variance = varianceBy(forecaster).map((value, t) => value * ratio[t]);
      expectLosses(variance, days, rows, expectedQlike, expectedError);
    },
  );
});

/** Daily variance forecast at each close. These forecasters fit nothing but the level, which is 1 here. */
function varianceBy(forecaster: VolatilityForecaster): Float64Array {
  return forecaster
    .fit(bars, { seed: 1 })
    .forecast(bars, [1])[0]
    .map((vol) => vol ** 2 / 252);
}

function expectLosses(
  variance: Float64Array,
  days: number,
  rows: number,
  expectedQlike: number,
  expectedError: number,
) {
  const realised = forwardMean(range, days).slice(firstRow);
  const forecast = variance.slice(firstRow);
  expect(realised.filter((value) => !Number.isNaN(value))).toHaveLength(rows);
  expect(meanLoss(lossesOf(qlike, realised, forecast))).toBeCloseTo(expectedQlike, 5);
  expect(1e8 * meanLoss(lossesOf(squaredError, realised, forecast))).toBeCloseTo(expectedError, 5);
}
