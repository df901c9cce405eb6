import { describe, expect, it } from 'vitest';
import { mincerZarnowitz } from '../../../src/forecast/comparison/mincer-zarnowitz.ts';
import { hacStandardError, overlapLags } from '../../../src/math/long-run-covariance.ts';
import { drawnLosses } from './drawn-losses.ts';

const { uniform } = drawnLosses();
const forecast = Float64Array.from({ length: 80 }, (_, t) => Math.exp(0.3 * Math.sin(t / 7)));
const noise = Float64Array.from({ length: 80 }, uniform);
const realised = forecast.map((f, t) => 0.1 + 0.8 * f + 0.4 * (noise[t] - 0.5) + 0.1 * Math.sin(t / 3));

describe('mincerZarnowitz', () => {
  // statsmodels 0.15: OLS with cov_type HAC, use_correction False, and its Wald test.
  it.each([
    [
      'levels',
      3,
      [
        0.04436061624562157, 0.8581370208930068, 0.0912794138620848, 0.08820502154423186, 0.6416550778900152,
        24.91940672504911, 3.8798915237180076e-6,
      ],
    ],
    [
      'logs',
      4,
      [
        -0.11582245152062717, 1.0037042957860614, 0.025287311280382547, 0.1117473910360417, 0.6458018551009062,
        22.8034870856029, 1.1175982042508862e-5,
      ],
    ],
  ] as const)('agrees with the reference in %s', (scale, lags, figures) => {
    const result = mincerZarnowitz(realised, forecast, { horizon: 1, scale, lags });
    const { intercept, slope, interceptError, slopeError, rSquared, wald, pValue } = result;
    const found = [intercept, slope, interceptError, slopeError, rSquared, wald, pValue];
    figures.forEach((figure, i) => {
      expect(found[i] / figure).toBeCloseTo(1, 10);
    });
    expect(result).toMatchObject({ observations: 80, lags });
  });

  it('covers the overlap of the horizon and leaves rows without values out', () => {
    expect(mincerZarnowitz(realised, forecast, { horizon: 21 }).lags).toBe(20);
    expect(mincerZarnowitz(realised, forecast, { horizon: 1 }).lags).toBe(3);
    const holed = realised.with(4, Number.NaN).with(5, 0);
    expect(mincerZarnowitz(holed, forecast, { horizon: 1 }).observations).toBe(79);
    expect(mincerZarnowitz(holed, forecast, { horizon: 1, scale: 'logs' }).observations).toBe(78);
  });

  it('refuses what cannot be regressed', () => {
    expect(() => mincerZarnowitz(realised, new Float64Array(80).fill(0.3), { horizon: 1 })).toThrow('the same in all');
    expect(() => mincerZarnowitz(realised, new Float64Array(3), { horizon: 1 })).toThrow('expected 80');
    expect(() => mincerZarnowitz(new Float64Array(2), new Float64Array(2), { horizon: 1 })).toThrow('2 rows have');
  });
});

describe('hacStandardError', () => {
  it('agrees with the reference', () => {
    expect(hacStandardError(realised, 5)).toBeCloseTo(0.05463136599065755, 12);
    expect(overlapLags(5000, 1)).toBe(9);
  });
});
