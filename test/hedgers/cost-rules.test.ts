import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import type { Hedger, HedgeView } from '../../src/hedgers/hedger.ts';
import { createLelandHedger, lelandNumber, lelandVol } from '../../src/hedgers/leland-delta.ts';
import {
  createZakamoulineHedger,
  type ZakamoulineState,
  zakamoulineHalfWidth,
  zakamoulineVolRatio,
} from '../../src/hedgers/zakamouline.ts';
import { mean } from '../../src/math/moments.ts';
import { normalQuantile } from '../../src/math/normal-quantile.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { describeHedger } from '../contracts/hedger-suite.ts';
import { makeView } from '../contracts/make-view.ts';

// The volatility of who is long of gamma is another one than that of who is short: not symmetric.
describeHedger('Leland', createLelandHedger, undefined, { symmetric: false });
describeHedger('weekly Leland', () => createLelandHedger({ everySteps: 5, name: 'weekly' }), undefined, {
  symmetric: false,
});
describeHedger('Zakamouline', () => createZakamoulineHedger({ riskAversion: 2 }), undefined, { symmetric: false });
describeHedger(
  'Zakamouline to the centre',
  () => createZakamoulineHedger({ riskAversion: 2, to: 'centre' }),
  undefined,
  {
    symmetric: false,
  },
);

function wanted(hedger: Hedger, view: HedgeView): number[] {
  const target = view.holdings.map((column) => column.slice());
  hedger.hedge(view, target);
  return [...target[0]];
}

/** Calls near the money with 20 of 40 days to go, at 1 % of every trade. */
const view = makeView({
  step: 20,
  steps: 40,
  yearsToExpiry: 20 / 250,
  costBps: 100,
  underlying: plainUnderlying(0),
  strike: Float64Array.of(92, 100, 108),
  prices: [new Float64Array(3).fill(100)],
  impliedVol: new Float64Array(3).fill(0.2),
  holdings: [new Float64Array(3).fill(0.4)],
});
const deltaAt = (vol: number) =>
  wanted(createBlackScholesDeltaHedger(), { ...view, impliedVol: new Float64Array(3).fill(vol) });

describe('Leland', () => {
  it('holds delta at the enlarged volatility when short of gamma, at the reduced one when long', () => {
    const number = lelandNumber(0.2, 0.01, 1 / 250);
    expect(wanted(createLelandHedger(), view)).toEqual(deltaAt(0.2 * Math.sqrt(1 + number)));
    const small = { ...view, costBps: 10, position: 1 as const };
    const opposite = deltaAt(0.2 * Math.sqrt(1 - lelandNumber(0.2, 0.001, 1 / 250)));
    expect(wanted(createLelandHedger(), small)).toEqual(opposite.map((holding) => -holding));
  });

  it('counts the interval between trades, and trades at its end alone', () => {
    const weekly = createLelandHedger({ everySteps: 5 });
    expect(wanted(weekly, view)).toEqual(deltaAt(0.2 * Math.sqrt(1 + lelandNumber(0.2, 0.01, 5 / 250))));
    expect(wanted(weekly, { ...view, step: 21 })).toEqual([0.4, 0.4, 0.4]);
  });

  it('is delta without costs', () => {
    expect(wanted(createLelandHedger(), { ...view, costBps: 0 })).toEqual(deltaAt(0.2));
  });

  it('has the number at which gamma earns what its trades are expected to cost', () => {
    // Per S² |Γ|: c E|ΔS/S| = ½ σ² A Δt, the expectation of a normal return by its quantiles.
    const [vol, cost, interval] = [0.3, 0.004, 1 / 52];
    const quantiles = Float64Array.from({ length: 100_000 }, (_, i) => Math.abs(normalQuantile((i + 0.5) / 100_000)));
    const expectedCost = cost * vol * Math.sqrt(interval) * mean(quantiles);
    expect(0.5 * vol ** 2 * lelandNumber(vol, cost, interval) * interval).toBeCloseTo(expectedCost, 8);
    expect(lelandNumber(0.2, 0, 0.1)).toBe(0);
    expect(lelandVol(0.2, -3)).toBe(0);
    expect(lelandVol(0.2, 0.44)).toBeCloseTo(0.24, 14);
  });

  it('pays for its trades: the option priced at its volatility covers all but the first and the last', () => {
    const market = createGbm({ volAnnual: 0.2, daysPerYear: 250 });
    const paths = market.simulate({ paths: 4000, steps: 60, seed: 3, stream: [], antithetic: true });
    const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 50, rateAnnual: 0 });
    const { pnl, holdings } = runHedger(createLelandHedger(), paths, terms, { recordHoldings: true });
    const years = 60 / 250;
    const vol = lelandVol(0.2, lelandNumber(0.2, 0.005, 1 / 250));
    const more =
      blackScholesPrice('call', 100, 100, years, 0, vol) - blackScholesPrice('call', 100, 100, years, 0, 0.2);
    const ends = pnl.map((_, path) => {
      const [first, last] = [holdings![0][path], holdings![0][59 * 4000 + path]];
      return 0.005 * (first * paths.spot[path] + last * paths.spot[60 * 4000 + path]);
    });
    const left = mean(pnl.map((value, path) => value + ends[path])) + more;
    expect(more).toBeGreaterThan(0.6);
    expect(Math.abs(left)).toBeLessThan(0.06);
  });
});

describe('Zakamouline', () => {
  const state: ZakamoulineState = {
    gamma: 0.02,
    spot: 5000,
    vol: 0.2,
    years: 0.25,
    costShare: 0.0005,
    riskAversion: 1,
    discount: 1,
  };

  it('has the published width', () => {
    // H0 = 1e-5, H1 = 0.0209437: the formula worked out by hand elsewhere.
    expect(zakamoulineHalfWidth(state)).toBeCloseTo(0.0209537, 6);
    expect(zakamoulineHalfWidth({ ...state, gamma: 0 })).toBeCloseTo(1e-5, 15);
    expect(zakamoulineHalfWidth({ ...state, costShare: 0 })).toBe(0);
  });

  it('hedges an option written at a larger volatility, one bought at a smaller one', () => {
    // K, worked out elsewhere.
    const size = 0.1394545722;
    expect(zakamoulineVolRatio(state, true)).toBeCloseTo(Math.sqrt(1 + size), 9);
    expect(zakamoulineVolRatio(state, false)).toBeCloseTo(Math.sqrt(1 - size), 9);
    expect(zakamoulineVolRatio({ ...state, costShare: 0 }, true)).toBe(1);
  });

  it('trades to the edge of that band, or to its centre', () => {
    const narrow = { ...view, costBps: 1 };
    const riskAversion = 50;
    const edges = wanted(createZakamoulineHedger({ riskAversion }), narrow);
    const centres = wanted(createZakamoulineHedger({ riskAversion, to: 'centre' }), narrow);
    const free = deltaAt(0.2);
    // Far above and far below what is held: the band is left on the nearer side.
    for (const [i, side] of [
      [0, -1],
      [2, 1],
    ] as const) {
      expect(side * (edges[i] - centres[i])).toBeGreaterThan(0);
      expect(Math.abs(centres[i] - free[i])).toBeLessThan(0.02);
    }
  });

  it('is the delta hedge without costs', () => {
    expect(wanted(createZakamoulineHedger({ riskAversion: 2 }), { ...view, costBps: 0 })).toEqual(deltaAt(0.2));
  });

  it('takes risk aversion per percent of the strike: the same for any price scale', () => {
    const holdings = wanted(createZakamoulineHedger({ riskAversion: 2 }), view);
    const scaled = makeView({
      ...view,
      strike: view.strike.map((strike) => 40 * strike),
      prices: view.prices.map((column) => column.map((price) => 40 * price)),
    });
    wanted(createZakamoulineHedger({ riskAversion: 2 }), scaled).forEach((holding, i) => {
      expect(holding).toBeCloseTo(holdings[i], 12);
    });
  });
});

describe('parameters', () => {
  it('are refused outside their range, by name', () => {
    expect(() => createLelandHedger({ everySteps: 0 })).toThrow('everySteps is 0');
    expect(() => createZakamoulineHedger({ riskAversion: 0 })).toThrow('riskAversion is 0');
    expect(() => createZakamoulineHedger({ riskAversion: 1, to: 'middle' as never })).toThrow("to is 'middle'");
  });
});
