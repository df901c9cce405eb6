import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { createBates } from '../../src/simulate/bates.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import type { Market } from '../../src/simulate/market.ts';
import { createMerton } from '../../src/simulate/merton.ts';
import { createRoughBergomi } from '../../src/simulate/rough-bergomi.ts';
import { createSabr } from '../../src/simulate/sabr.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const vol = within(0.05, 0.6);
const heston = {
  initialVariance: within(0.005, 0.3),
  meanReversionAnnual: within(0.2, 10),
  longRunVariance: within(0.005, 0.3),
  volOfVol: within(0.05, 1.5),
  correlation: within(-0.95, 0.95),
};
const jumps = { jumpsPerYear: within(0, 40), jumpMean: within(-0.2, 0.1), jumpSd: within(0, 0.15) };

// With a positive correlation lognormal volatilities make prices that are no martingales.
const markets: readonly (readonly [string, fc.Arbitrary<Market>])[] = [
  ['gbm', fc.record({ volAnnual: vol }).map(createGbm)],
  ['merton', fc.record({ volAnnual: vol, ...jumps }).map(createMerton)],
  ['heston', fc.record(heston).map(createHeston)],
  ['bates', fc.record({ ...heston, ...jumps }).map(createBates)],
  [
    'sabr',
    fc
      .record({
        volAnnual: vol,
        beta: fc.constantFrom(0.3, 0.7, 1),
        correlation: within(-0.9, 0),
        volOfVol: within(0.05, 1.5),
      })
      .map(createSabr),
  ],
  [
    'rough-bergomi',
    fc
      .record({
        hurst: within(0.02, 0.5),
        volOfVol: within(0.2, 2.5),
        correlation: within(-0.95, 0),
        forwardVariance: within(0.005, 0.3),
      })
      .map(createRoughBergomi),
  ],
  [
    'gjr-garch',
    fc
      .record({ longRunVol: vol, alpha: within(0, 0.1), gamma: within(0, 0.15), beta: within(0.5, 0.8) })
      .map(({ longRunVol, alpha, gamma, beta }) =>
        createGjrGarch({ omega: (longRunVol ** 2 / 252) * (1 - alpha - gamma / 2 - beta), alpha, gamma, beta }),
      ),
  ],
];

/** Markets whose quotes are of their own prices, but for the size of a step. */
const quotedByOwnPrices = new Set(['gbm', 'merton', 'heston', 'bates']);

const paths = 4000;
const requests = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  steps: fc.integer({ min: 1, max: 12 }),
  daysPerStep: fc.constantFrom(1, 5),
  moneyness: within(0.8, 1.25),
});

/** Mean, and its standard error. */
function estimate(values: Float64Array): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

describe.each(markets)('%s with any parameters', (_, market) => {
  it('draws prices without drift, options at parity within their bounds, and sensible implied volatilities', () => {
    fc.assert(
      fc.property(market, requests, (each, { seed, steps, daysPerStep, moneyness }) => {
        const drawn = each.simulate({ paths, steps, daysPerStep, moneyness, seed, stream: ['property'] });
        const strike = 100 * moneyness;
        const ends = drawn.spot.subarray(steps * paths);
        const spot = estimate(ends);
        expect(Math.abs(spot.mean - 100)).toBeLessThan(4 * spot.error);
        // At a rate of 0: C − P = S − K in the mean, and call and put between payoff at the forward and their bounds.
        const call = estimate(ends.map((end) => Math.max(end - strike, 0)));
        const put = estimate(ends.map((end) => Math.max(strike - end, 0)));
        expect(Math.abs(call.mean - put.mean - (100 - strike))).toBeLessThan(4 * spot.error + 1e-9);
        expect(call.mean).toBeGreaterThanOrEqual(100 - strike - 4 * spot.error);
        expect(call.mean).toBeLessThanOrEqual(spot.mean);
        expect(put.mean).toBeLessThanOrEqual(strike);
        if (quotedByOwnPrices.has(each.name)) {
          const quoted = blackScholesPrice('call', 100, strike, drawn.yearsToExpiry[0], 0, drawn.impliedVol[0]);
          expect(Math.abs(call.mean - quoted)).toBeLessThan(4 * call.error + 0.02);
        }
        expect(drawn.spot.every((price) => price > 0 && price < Number.POSITIVE_INFINITY)).toBe(true);
        expect(drawn.impliedVol.every((quote) => quote > 0 && quote < 20)).toBe(true);
      }),
      { seed: 12, numRuns: 25 },
    );
  });
});
