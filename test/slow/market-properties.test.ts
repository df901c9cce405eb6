import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bachelierPrice } from '../../src/contracts/bachelier.ts';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { createBachelierMarket } from '../../src/simulate/bachelier-market.ts';
import { createBates } from '../../src/simulate/bates.ts';
import { createBlockBootstrap } from '../../src/simulate/block-bootstrap.ts';
import { createFilteredHistory } from '../../src/simulate/filtered-history.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import type { Market } from '../../src/simulate/market.ts';
import { createMarkovSwitching } from '../../src/simulate/markov-switching.ts';
import { createMerton } from '../../src/simulate/merton.ts';
import { createRoughBergomi } from '../../src/simulate/rough-bergomi.ts';
import { createSabr } from '../../src/simulate/sabr.ts';
import { regimeModel } from '../simulate/regime-model.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const vol = within(0.05, 0.6);
const heston = {
  initialVariance: within(0.005, 0.3),
  meanReversionAnnual: within(0.2, 10),
  longRunVariance: within(0.005, 0.3),
  volOfVol: within(0.05, 1.5),
  correlation: within(-0.95, 0.95),
};
/** Made-up days of history, decimals. */
const days = fc
  .array(within(-0.06, 0.06), { minLength: 5, maxLength: 300 })
  .filter((list) => Math.max(...list) - Math.min(...list) > 0.01)
  .map((list) => Float64Array.from(list));
const jumps = { jumpsPerYear: within(0, 40), jumpMean: within(-0.2, 0.1), jumpSd: within(0, 0.15) };

// With a positive correlation lognormal volatilities make prices that are no martingales.
const markets: readonly (readonly [string, fc.Arbitrary<Market>])[] = [
  ['gbm', fc.record({ volAnnual: vol }).map(createGbm)],
  ['bachelier', fc.record({ volMoneyAnnual: within(1, 200) }).map(createBachelierMarket)],
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
  [
    'markov-switching',
    fc
      .record({ calm: vol, wild: vol, leave: within(0.002, 0.3), back: within(0.002, 0.3), warmUpDays: fc.nat(20) })
      .map(({ calm, wild, leave, back, warmUpDays }) => {
        const moves = [
          [1 - leave, leave],
          [back, 1 - back],
        ];
        return createMarkovSwitching({ model: regimeModel([calm, wild], [0.0004, -0.001], moves), warmUpDays });
      }),
  ],
  [
    'block-bootstrap',
    fc
      .record({ returns: days, meanBlockDays: within(1, 30), impliedPremium: within(0.8, 1.5) })
      .map(createBlockBootstrap),
  ],
  [
    // Blocks of several days keep a trace of how history's days followed on each other.
    'filtered-history',
    fc
      .record({ returns: days, slope: within(0, 0.99), centre: within(-2.5, -0.8), shock: within(0, 0.1) })
      .map(({ returns, slope, centre, shock }) => {
        const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
        return createFilteredHistory({
          intercept: centre * (1 - slope),
          slope,
          lowest: centre - 1,
          highest: centre + 1,
          logVols: Float64Array.of(centre - 0.3, centre, centre + 0.2),
          // In units of the daily volatility, and with a shock against each.
          returns: returns.map((value) => 25 * (value - mean)),
          shocks: returns.map((value) => -Math.sign(value) * shock),
          meanBlockDays: 1,
        });
      }),
  ],
];

/** Markets whose quotes are of their own prices, but for the size of a step. */
const quotedByOwnPrices = new Set(['gbm', 'bachelier', 'merton', 'heston', 'bates']);

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
        const isNormal = each.volUnit === 'normal';
        if (!isNormal) {
          expect(call.mean).toBeLessThanOrEqual(spot.mean);
          expect(put.mean).toBeLessThanOrEqual(strike);
        }
        if (quotedByOwnPrices.has(each.name)) {
          const years = drawn.yearsToExpiry[0];
          const quoted = isNormal
            ? bachelierPrice('call', 100, strike, years, 0, 0, drawn.impliedVol[0])
            : blackScholesPrice('call', 100, strike, years, 0, drawn.impliedVol[0]);
          expect(Math.abs(call.mean - quoted)).toBeLessThan(4 * call.error + 0.02);
        }
        expect(drawn.spot.every((price) => (price > 0 || isNormal) && Number.isFinite(price))).toBe(true);
        expect(drawn.impliedVol.every((quote) => quote > 0 && quote < (isNormal ? 201 : 20))).toBe(true);
      }),
      { seed: 12, numRuns: 25 },
    );
  });
});
