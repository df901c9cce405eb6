import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import type { HedgingTerms } from '../../src/backtest/hedging-terms.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { columnsOf, pathsOf, policy, scripted, shortCall, worstIdentityError } from './backtester-cases.ts';

function expectClose(values: ArrayLike<number>, expected: readonly number[], digits = 10): void {
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, i) => void expect(values[i]).toBeCloseTo(value, digits));
}

const fx: Underlying = { kind: 'fx', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.07 };
const futures: Underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.05 };

/** A written forward struck at 100: pays S − 100, whatever the volatility. */
const forward: HedgingTerms['contract'] = { type: 'piecewise-linear', points: [[1, 0]], leftSlope: 1, rightSlope: 1 };

describe('the yield of the underlying', () => {
  it('is earned on holdings, in units of the underlying at the later price', () => {
    const paths = pathsOf([[100, 110, 90]]);
    const { dividends } = runHedger(scripted([2, -1]), paths, { ...shortCall(), underlying: fx });
    expectClose(dividends, [2 * 110 * Math.expm1(0.007) - 90 * Math.expm1(0.007)]);
  });

  it.each([
    ['a share with dividends', { ...fx, kind: 'spot' } as const],
    ['a currency', fx],
  ])('makes e^(−qτ) units of %s replicate its forward exactly, path by path', (_, underlying) => {
    const paths = createGbm({ volAnnual: 0.4 }).simulate({ paths: 20, steps: 12, seed: 1, stream: ['forward'] });
    const replicate = policy((view, [target]) => void target.fill(Math.exp(-0.07 * view.yearsToExpiry)));
    const terms: HedgingTerms = { ...shortCall(), contract: forward, underlying };
    const { pnl, payoff, premium, dividends } = runHedger(replicate, paths, terms);
    const years = paths.yearsToExpiry[0];
    expectClose(premium, [...premium].fill(100 * Math.exp(-0.07 * years) - 100 * Math.exp(-0.04 * years)));
    expect(Math.max(...payoff) - Math.min(...payoff)).toBeGreaterThan(10);
    expectClose(pnl, [...pnl].fill(0), 11);
    expect(Math.min(...dividends)).toBeGreaterThan(0);
  });

  it('of hedge instruments beside the underlying is none', () => {
    const paths = pathsOf([[100, 110]], { instruments: [{ name: 'option', price: columnsOf([[5, 9]]) }] });
    const terms = { ...shortCall(), underlying: fx, frictions: { underlying: [], instruments: [[]] } };
    expectClose(runHedger(scripted([0], [3]), paths, terms).dividends, [0]);
  });
});

describe('futures', () => {
  const paths = pathsOf([[100, 110, 90]]);
  const terms: HedgingTerms = {
    ...shortCall({ kind: 'proportional', costBps: 10 }),
    underlying: futures,
  };

  it('take no cash; their gains are paid every step and earn interest from then', () => {
    const { premium, interest, gains, pnl, costs, traded, dividends } = runHedger(scripted([2, -1]), paths, terms);
    const grown = Math.exp(0.005);
    const first = (premium[0] - 0.2) * grown + 20;
    const last = (first - 0.33) * grown + 20;
    expectClose(costs, [0.2 + 0.33 + 0.09]);
    expectClose(gains, [40]);
    expectClose(traded, [200 + 330 + 90]);
    expectClose(dividends, [0]);
    expectClose(interest, [(premium[0] - 0.2 + first - 0.33) * Math.expm1(0.005)]);
    expectClose(pnl, [last - 0.09]);
  });

  it('replicate their forward by e^(−rτ) units of the step to come', () => {
    const simulated = createGbm({ volAnnual: 0.4 }).simulate({ paths: 20, steps: 12, seed: 2, stream: ['futures'] });
    const { yearsToExpiry } = simulated;
    // A step's gain is paid at its end, and grows until expiry from there.
    const tailed = policy((view, [target]) => void target.fill(Math.exp(-0.05 * yearsToExpiry[view.step + 1])));
    const { pnl, payoff } = runHedger(tailed, simulated, { ...shortCall(), contract: forward, underlying: futures });
    expect(Math.max(...payoff) - Math.min(...payoff)).toBeGreaterThan(10);
    expectClose(pnl, [...pnl].fill(0), 11);
  });

  it('and spot without rates and yields are booked alike', () => {
    const free = { rateAnnual: 0, yieldAnnual: 0 };
    const onFutures = runHedger(scripted([2, -1]), paths, { ...terms, underlying: { ...futures, ...free } });
    const onSpot = runHedger(scripted([2, -1]), paths, { ...terms, underlying: { ...fx, ...free } });
    expect(onFutures.gains).toEqual(onSpot.gains);
    expectClose(onFutures.pnl, [onSpot.pnl[0]]);
  });
});

describe('prices below 0', () => {
  // WTI stood at −36.98 on 2020-04-20 (its spot price in Cushing); the days around it are made up.
  const paths = pathsOf([[18.27, -36.98, 10.01]], {
    strike: Float64Array.of(15),
    impliedVol: new Float64Array(3).fill(30),
  });
  const bachelier: Underlying = { kind: 'futures', model: 'bachelier', rateAnnual: 0.01, yieldAnnual: 0.01 };

  it('keep working books: values traded are |q × price|', () => {
    const terms: HedgingTerms = {
      ...shortCall(
        { kind: 'proportional', costBps: 100 },
        { kind: 'quadratic-impact', temporaryBpsPerUnit: 10, permanentBpsPerUnit: 10 },
      ),
      contract: { type: 'put', strike: 1 },
      underlying: bachelier,
    };
    const ledger = runHedger(scripted([-1, 1]), paths, terms);
    // Selling 1 at 18.27 moves later prices by −0.01827; buying 2 at −36.99827 by +0.07399654.
    const second = -36.98 - 0.01827;
    const third = 10.01 - 0.01827 + 2 * 0.001 * -second;
    expectClose(ledger.traded, [18.27 - 2 * second + third]);
    expectClose(ledger.costItems.proportional ?? [], [0.01 * (18.27 - 2 * second + third)]);
    expectClose(ledger.costItems['quadratic-impact'] ?? [], [0.001 * (18.27 - 4 * second + third)]);
    expectClose(ledger.gains, [-(second - 18.27) + (third - second)]);
    expectClose(ledger.payoff, [15 - third]);
    expect(worstIdentityError(ledger)).toBeLessThan(1e-12);
  });

  it('charge a borrow fee on the size of a short holding', () => {
    const spot: Underlying = { ...bachelier, kind: 'spot', rateAnnual: 0, yieldAnnual: 0 };
    const terms: HedgingTerms = { ...shortCall({ kind: 'borrow', borrowBpsAnnual: 1000 }), underlying: spot };
    const { borrow } = runHedger(scripted([-1, -2]), paths, terms);
    expectClose(borrow, [0.01 * (18.27 + 2 * 36.98)]);
  });

  it('take fees in percent of the size of the price at writing', () => {
    const below = pathsOf([[-20, -10, 5]], { strike: Float64Array.of(15), impliedVol: new Float64Array(3).fill(30) });
    const terms: HedgingTerms = { ...shortCall({ kind: 'fixed-fee', feePercent: 1 }), underlying: bachelier };
    expectClose(runHedger(scripted([1, 1]), below, terms).costs, [0.4]);
  });
});

describe('years of interest', () => {
  const terms: HedgingTerms = { ...shortCall({ kind: 'borrow', borrowBpsAnnual: 100 }), underlying: fx };

  it('are those of the paths, where they tell them', () => {
    const rows = [
      [100, 110, 90],
      [100, 110, 90],
    ];
    const interestYears = Float64Array.of(1 / 365, 3 / 365, 4 / 365, 0);
    const { premium, interest, dividends, borrow } = runHedger(
      scripted([0, -1]),
      pathsOf(rows, { interestYears }),
      terms,
    );
    [
      [1 / 365, 4 / 365],
      [3 / 365, 0],
    ].forEach(([one, two], p) => {
      const grown = premium[p] * Math.exp(0.04 * one);
      expect(interest[p]).toBeCloseTo(grown - premium[p] + (grown + 110) * Math.expm1(0.04 * two), 10);
      expect(dividends[p]).toBeCloseTo(-90 * Math.expm1(0.07 * two), 10);
      expect(borrow[p]).toBeCloseTo(0.01 * two * 110, 10);
    });
  });

  it('are the differences of years to expiry otherwise', () => {
    const paths = createGbm({ volAnnual: 0.4 }).simulate({ paths: 4, steps: 3, seed: 3, stream: ['years'] });
    const interestYears = Float64Array.from(
      { length: 12 },
      (_, at) => paths.yearsToExpiry[Math.floor(at / 4)] - paths.yearsToExpiry[Math.floor(at / 4) + 1],
    );
    expect(runHedger(scripted([1, -1, 2]), { ...paths, interestYears }, terms)).toEqual(
      runHedger(scripted([1, -1, 2]), paths, terms),
    );
  });
});
