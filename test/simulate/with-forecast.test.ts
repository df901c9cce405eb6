import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { garmanKlassVariance, parkinsonVariance } from '../../src/market/range-variance.ts';
import { closeOnlyBars } from '../../src/simulate/close-only-bars.ts';
import { createGjrGarch, loadGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import { defineMarket } from '../../src/simulate/market.ts';
import { createMerton } from '../../src/simulate/merton.ts';
import { createSabr } from '../../src/simulate/sabr.ts';
import { loadWithForecast, withForecast } from '../../src/simulate/with-forecast.ts';
import { InputError } from '../../src/support/input-error.ts';
import { errorsFrom } from './sample-moments.ts';
import { sp500Close } from './sp500-close.ts';

const close = sp500Close();
const ewma = createEwmaForecaster({ lambda: 0.94 }).fit(closeOnlyBars(close), { seed: 1 });
const garch = createGjrGarch({ omega: 2.5e-6, alpha: 0.01, gamma: 0.15, beta: 0.9, degreesOfFreedom: 8 });
const heston = {
  initialVariance: 0.04,
  meanReversionAnnual: 2,
  longRunVariance: 0.04,
  volOfVol: 0.5,
  correlation: -0.7,
};
const request = { paths: 20, steps: 10, seed: 5, stream: ['forecast'] };

describe('withForecast', () => {
  it('forecasts as the model does from the drawn closes, over the remaining days', () => {
    const market = withForecast(garch, ewma, { warmUpDays: 40 });
    const { spot, signals, impliedVol } = market.simulate({ ...request, daysPerStep: 2 });
    // The market drawn longer, in days, is what lies underneath.
    const long = garch.simulate({ ...request, steps: 60 });
    for (let path = 0; path < 20; path++) {
      const closes = Float64Array.from({ length: 61 }, (_, day) => long.spot[day * 20 + path]);
      for (let step = 0; step <= 10; step++) {
        const day = 40 + 2 * step;
        const at = step * 20 + path;
        const [forecast] = ewma.forecast(closeOnlyBars(closes.slice(0, day + 1)), [Math.max(1, 2 * (10 - step))]);
        expect(signals.forecastVol[at]).toBe(forecast[day]);
        expect(Math.abs(spot[at] / ((100 * closes[day]) / closes[40]) - 1)).toBeLessThan(1e-14);
        expect(impliedVol[at]).toBe(long.impliedVol[day * 20 + path]);
        expect(signals.variance[at]).toBe(long.signals.variance[day * 20 + path]);
      }
    }
  });

  it.each([
    createMerton({ volAnnual: 0.15, jumpsPerYear: 2, jumpMean: -0.1, jumpSd: 0.1 }),
    createHeston(heston),
    createSabr({ volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6 }),
  ])('keeps the paths, quotes and signals of a market that quotes by strike: $name', (inner) => {
    const asked = { ...request, daysPerStep: 2, moneyness: 1.05 };
    const plain = inner.simulate(asked);
    const { spot, impliedVol, signals } = withForecast(inner, ewma).simulate(asked);
    expect(spot.every((price, i) => Math.abs(price / plain.spot[i] - 1) < 1e-14)).toBe(true);
    expect(impliedVol).toEqual(plain.impliedVol);
    expect(signals).toMatchObject(plain.signals);
  });

  it('lays days before writing backwards where the market quotes by strike, towards its variance at writing', () => {
    // Mean reversion brings the variance from 0.36 at writing down to 0.04 on both sides of it.
    const high = { ...heston, initialVariance: 0.36, meanReversionAnnual: 12 };
    const asked = { ...request, paths: 400, steps: 63, quote: 'instantaneous' } as const;
    const { signals } = withForecast(createHeston(high), ewma, { warmUpDays: 63 }).simulate(asked);
    const meanAt = (step: number) =>
      signals.forecastVol.subarray(step * 400, step * 400 + 400).reduce((sum, vol) => sum + vol, 0) / 400;
    expect(meanAt(0)).toBeGreaterThan(0.4);
    expect(meanAt(0)).toBeLessThan(0.6);
    expect(meanAt(63)).toBeLessThan(0.7 * meanAt(0));
    expect(signals.integratedVariance.subarray(0, 400).every((value) => value === 0)).toBe(true);
  });

  it('forecasts well: near the volatility that the market knows', () => {
    const { signals } = withForecast(garch, ewma).simulate({ ...request, paths: 500 });
    const errors = signals.forecastVol.map((vol, at) => Math.log(vol / Math.sqrt(signals.variance[at])));
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.1);
  });

  // The suite of all markets draws 40,000 paths, which is long for a forecaster.
  it('keeps the promises of every market', () => {
    const market = withForecast(garch, ewma, { warmUpDays: 21 });
    const { spot, impliedVol, signals, yearsToExpiry, strike } = market.simulate({ ...request, moneyness: 1.1 });
    expect(spot.subarray(0, 20).every((price) => price === 100)).toBe(true);
    expect([...spot, ...impliedVol, ...signals.forecastVol].every((value) => value > 0 && value < Infinity)).toBe(true);
    expect(yearsToExpiry[0]).toBeCloseTo(10 / 252, 14);
    expect(strike[7]).toBeCloseTo(110, 12);
    expect([...market.simulate({ ...request, seed: 6 }).spot]).not.toEqual([...spot]);
    expect(() => market.simulate({ ...request, paths: 3, antithetic: true })).toThrow('paths is 3');
    const pairs = market.simulate({ ...request, paths: 4000, steps: 1, antithetic: true });
    expect(errorsFrom(pairs.spot.subarray(4000), 100)).toBeLessThan(3);
    expect(() => withForecast(garch, ewma).simulate({ ...request, sampling: 'sobol' })).toThrow("sampling is 'sobol'");
  });

  it('takes any forecaster', () => {
    const har = createHarForecaster().fit(closeOnlyBars(close), { seed: 1 });
    const { signals } = withForecast(garch, har).simulate(request);
    expect(signals.forecastVol.every((vol) => vol > 0.02 && vol < 2)).toBe(true);
  });

  it('draws the same path in any batch, across the batches it draws in', () => {
    const market = withForecast(garch, ewma, { warmUpDays: 21 });
    const whole = market.simulate({ ...request, paths: 300, steps: 2 });
    const part = market.simulate({ ...request, paths: 10, firstPath: 252, steps: 2 });
    for (let step = 0; step <= 2; step++) {
      for (const name of market.signals) {
        expect([...part.signals[name].subarray(step * 10, step * 10 + 10)]).toEqual([
          ...whole.signals[name].subarray(step * 300 + 252, step * 300 + 262),
        ]);
      }
    }
  });

  it('refuses a short warm-up, a market that has forecasts and one whose prices do not scale', () => {
    expect(() => withForecast(garch, ewma, { warmUpDays: 20 })).toThrow(
      'warmUpDays is 20: expected a whole number of 21 or more',
    );
    expect(() => withForecast(withForecast(garch, ewma), ewma)).toThrow("has the signal 'forecastVol' already");
    const bachelier = defineMarket({ ...garch, name: 'bachelier' });
    expect(() => withForecast(bachelier, ewma)).toThrow('prices scale');
  });

  it('restores itself from plain data, and refuses data that it cannot have written', () => {
    const market = withForecast(garch, ewma, { warmUpDays: 30 });
    const saved = JSON.parse(JSON.stringify(market.toJSON()));
    expect(loadWithForecast(saved, loadGjrGarch).simulate(request)).toEqual(market.simulate(request));
    for (const change of [{ inner: undefined }, { model: { forecaster: 'tea leaves' } }, { warmUpDays: -1 }]) {
      expect(() => loadWithForecast({ ...saved, ...change }, loadGjrGarch)).toThrow(InputError);
    }
  });
});

describe('closeOnlyBars', () => {
  it('gives ranges whose variances are the squared returns, and that hold both closes', () => {
    const bars = closeOnlyBars(close.slice(0, 500));
    const [parkinson, garmanKlass] = [parkinsonVariance(bars), garmanKlassVariance(bars)];
    for (let t = 1; t < 500; t++) {
      const square = Math.log(close[t] / close[t - 1]) ** 2;
      expect(parkinson[t]).toBeCloseTo(square, 14);
      expect(garmanKlass[t]).toBeCloseTo(square, 14);
      expect(bars.high[t] >= Math.max(close[t], close[t - 1]) && bars.low[t] <= Math.min(close[t], close[t - 1])).toBe(
        true,
      );
    }
    expect(bars.dates.slice(58, 61)).toEqual(['2000-02-28', '2000-02-29', '2000-03-01']);
  });
});
