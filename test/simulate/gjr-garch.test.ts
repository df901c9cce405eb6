import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGjrGarch, type GjrGarchParameters, loadGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';
import { errorsFrom, meanAndError } from './sample-moments.ts';

/** Near the estimates from the S&P 500, with a long-run volatility of 19.9 % a year. */
const index: GjrGarchParameters = { omega: 2.5e-6, alpha: 0.01, gamma: 0.15, beta: 0.9, degreesOfFreedom: 8 };
const persistence = 0.985;
const longRun = 2.5e-6 / 0.015;

describeMarket('GJR-GARCH', () => createGjrGarch({ ...index, warmUpDays: 20 }));
describeMarket('GARCH with normal innovations', () => createGjrGarch({ omega: 1e-5, alpha: 0.1, gamma: 0, beta: 0.8 }));

describe('createGjrGarch', () => {
  const request = { paths: 20_000, steps: 20, seed: 5, stream: ['gjr'] };

  it('gives prices no drift, whatever the past', () => {
    const { spot, paths, steps, signals } = createGjrGarch({ ...index, degreesOfFreedom: 3, warmUpDays: 30 }).simulate(
      request,
    );
    const calm: number[] = [];
    const stormy: number[] = [];
    for (let cell = 0; cell < steps * paths; cell++) {
      const moved = spot[cell + paths] / spot[cell] - 1;
      (signals.variance[cell] > 0.04 ? stormy : calm).push(moved);
    }
    expect(errorsFrom(calm, 0)).toBeLessThan(3);
    expect(errorsFrom(stormy, 0)).toBeLessThan(3);
    expect(errorsFrom(spot.subarray(steps * paths), 100)).toBeLessThan(3);
  });

  it('follows its recursion from prices alone', () => {
    const { spot, paths, steps, signals } = createGjrGarch(index).simulate({ ...request, paths: 50 });
    for (let path = 0; path < paths; path++) {
      let daily = longRun;
      for (let step = 0; step <= steps; step++) {
        const at = step * paths + path;
        expect(Math.abs(signals.variance[at] / (252 * daily) - 1)).toBeLessThan(1e-10);
        const moved = spot[at + paths] / spot[at] - 1;
        daily = 2.5e-6 + (moved < 0 ? 0.16 : 0.01) * moved * moved + 0.9 * daily;
      }
    }
  });

  it('draws returns of the variance announced, in innovations of the kurtosis of Student-t', () => {
    const { spot, paths, steps, signals } = createGjrGarch({ ...index, degreesOfFreedom: 12 }).simulate(request);
    const shocks = Float64Array.from({ length: steps * paths }, (_, cell) => {
      return (spot[cell + paths] / spot[cell] - 1) / Math.sqrt(signals.variance[cell] / 252);
    });
    expect(errorsFrom(shocks, 0)).toBeLessThan(3);
    expect(
      errorsFrom(
        shocks.map((z) => z * z),
        1,
      ),
    ).toBeLessThan(3);
    expect(
      errorsFrom(
        shocks.map((z) => z ** 4),
        3 * (1 + 2 / 8),
      ),
    ).toBeLessThan(3);
  });

  it('quotes the expected average variance of the remaining days', () => {
    const market = createGjrGarch({ ...index, startVolAnnual: 0.4 });
    const { spot, paths, steps, impliedVol } = market.simulate({
      ...request,
      daysPerStep: 1,
      paths: 40_000,
      antithetic: true,
    });
    const realised = new Float64Array(paths / 2);
    for (let path = 0; path < paths; path++) {
      let sum = 0;
      for (let step = 0; step < steps; step++)
        sum += (spot[(step + 1) * paths + path] / spot[step * paths + path] - 1) ** 2;
      // A pair is one draw: its members depend on each other.
      realised[path >> 1] += (252 * sum) / steps / 2;
    }
    expect(errorsFrom(realised, impliedVol[0] ** 2)).toBeLessThan(3);
    const coming = 0.16;
    let expected = 0;
    for (let day = 0; day < 20; day++) expected += 252 * longRun + persistence ** day * (coming - 252 * longRun);
    expect(impliedVol[0] ** 2).toBeCloseTo(expected / 20, 12);
  });

  it("quotes the coming day's volatility at expiry, and everywhere when asked to", () => {
    const market = createGjrGarch(index);
    const model = market.simulate({ ...request, paths: 10, daysPerStep: 5 });
    const at = 20 * 10 + 3;
    expect(model.impliedVol[at]).toBeCloseTo(Math.sqrt(model.signals.variance[at]), 12);
    const instantaneous = market.simulate({ ...request, paths: 10, daysPerStep: 5, quote: 'instantaneous' });
    for (const [i, vol] of instantaneous.impliedVol.entries()) {
      expect(vol).toBeCloseTo(Math.sqrt(instantaneous.signals.variance[i]), 12);
    }
    expect([...instantaneous.spot]).toEqual([...model.spot]);
  });

  it('mirrors the shocks of antithetic pairs', () => {
    const { spot } = createGjrGarch(index).simulate({ ...request, paths: 6, steps: 1, antithetic: true });
    for (let pair = 0; pair < 6; pair += 2) expect(spot[6 + pair] + spot[7 + pair]).toBeCloseTo(200, 10);
  });

  it('writes contracts at different volatilities after a warm-up, the same one without', () => {
    const without = createGjrGarch(index).simulate({ ...request, paths: 100 });
    expect(new Set(without.impliedVol.subarray(0, 100)).size).toBe(1);
    const { signals } = createGjrGarch({ ...index, warmUpDays: 250 }).simulate({ ...request, paths: 10_000, steps: 1 });
    const { mean, error } = meanAndError(signals.variance.subarray(0, 10_000));
    expect(Math.abs(mean - 252 * longRun)).toBeLessThan(3 * error);
    expect(error).toBeGreaterThan(0.0001);
  });

  it('keeps prices above 0 in the wildest market', () => {
    const wild = createGjrGarch({ omega: 0.02, alpha: 0.3, gamma: 0.6, beta: 0.3, degreesOfFreedom: 2.1 });
    const { spot, impliedVol } = wild.simulate({ ...request, paths: 2000 });
    expect(spot.every((price) => price > 0 && price < Infinity)).toBe(true);
    expect(impliedVol.every((vol) => vol > 0 && vol < Infinity)).toBe(true);
  });

  it('draws the same path in any batch', () => {
    const market = createGjrGarch({ ...index, warmUpDays: 5 });
    const whole = market.simulate({ ...request, paths: 12, antithetic: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 2 }), (first, pairs) => {
        const part = market.simulate({ ...request, firstPath: 2 * first, paths: 2 * pairs, antithetic: true });
        for (let step = 0; step <= 20; step++) {
          const from = whole.spot.subarray(step * 12 + 2 * first, step * 12 + 2 * (first + pairs));
          expect(part.spot.subarray(step * 2 * pairs, (step + 1) * 2 * pairs)).toEqual(from);
        }
      }),
      { seed: 8, numRuns: 10 },
    );
  });

  it.each<[string, Partial<GjrGarchParameters>, string]>([
    ['omega', { omega: 0 }, 'omega is 0'],
    ['alpha', { alpha: -0.1 }, 'alpha is -0.1'],
    ['gamma', { gamma: -0.2 }, 'alpha + gamma is'],
    ['beta', { beta: -1 }, 'beta is -1'],
    ['persistence', { beta: 0.95 }, 'alpha + gamma/2 + beta is 1.03'],
    ['degrees of freedom', { degreesOfFreedom: 2 }, 'degreesOfFreedom is 2'],
    ['start', { startVolAnnual: 0 }, 'startVolAnnual is 0'],
    ['warm-up', { warmUpDays: 1.5 }, 'warmUpDays is 1.5'],
  ])('refuses a bad %s', (_, change, message) => {
    expect(() => createGjrGarch({ ...index, ...change })).toThrow(RangeError);
    expect(() => createGjrGarch({ ...index, ...change })).toThrow(message);
  });

  it('refuses saved data that it cannot have written', () => {
    const saved = createGjrGarch(index).toJSON();
    const few = { ...request, paths: 20 };
    expect(loadGjrGarch(JSON.parse(JSON.stringify(saved))).simulate(few)).toEqual(createGjrGarch(index).simulate(few));
    for (const change of [{ omega: 0 }, { beta: 0.95 }, { gamma: -0.5 }, { degreesOfFreedom: 1 }, { alpha: 'low' }]) {
      expect(() => loadGjrGarch({ ...saved, ...change })).toThrow(InputError);
    }
  });
});
