import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { type EuropeanHedgingTerms, europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import type { HedgeView } from '../../src/hedgers/hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import type { Paths } from '../../src/market/paths.ts';
import { leastSquares } from '../../src/math/least-squares.ts';
import { mean, standardDeviation } from '../../src/math/moments.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { policy, worstIdentityError } from './backtester-cases.ts';

const plain: EuropeanHedgingTerms = { optionType: 'call', position: -1, costBps: 10, rateAnnual: 0.03 };
const terms = europeanTerms(plain);

function gbmPaths(paths: number, steps: number, seed: number): Paths {
  return createGbm({ volAnnual: 0.2 }).simulate({ paths, steps, seed, stream: ['test'] });
}

describe('runHedger', () => {
  it('keeps books whose items add up to the P&L, for any policy, contract and rate', () => {
    fc.assert(
      fc.property(
        fc.record({
          optionType: fc.constantFrom('call' as const, 'put' as const),
          position: fc.constantFrom(1 as const, -1 as const),
          costBps: fc.double({ min: 0, max: 200, noNaN: true }),
          rateAnnual: fc.double({ min: -0.1, max: 0.3, noNaN: true }),
        }),
        fc.integer({ min: 0, max: 1000 }),
        (anyTerms, seed) => {
          const stream = createRandomStream(seed, 'any holdings');
          const random = policy((_, [target]) => {
            for (let p = 0; p < target.length; p++) target[p] = 3 * stream.normal();
          });
          const paths = gbmPaths(20, 7, seed);
          const notional = paths.spot[0];
          const ledger = runHedger(random, paths, europeanTerms(anyTerms));
          expect(worstIdentityError(ledger) / notional).toBeLessThan(1e-9);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('charges the first trade, every trade and the unwinding', () => {
    const paths = gbmPaths(3, 4, 5);
    const buyAndHold = policy((_, [target]) => target.fill(2));
    const ledger = runHedger(buyAndHold, paths, europeanTerms({ ...plain, rateAnnual: 0 }));
    for (let p = 0; p < 3; p++) {
      const expected = 0.001 * 2 * (paths.spot[p] + paths.spot[4 * 3 + p]);
      expect(ledger.costs[p]).toBeCloseTo(expected, 12);
      expect(ledger.trades[p]).toBe(2);
      expect(ledger.gains[p]).toBeCloseTo(2 * (paths.spot[4 * 3 + p] - paths.spot[p]), 12);
    }
  });

  it('pays, unhedged, on average what Black and Scholes ask', () => {
    const paths = gbmPaths(50_000, 3, 4);
    const free = europeanTerms({ ...plain, rateAnnual: 0 });
    const { payoff, pnl } = runHedger(createNoHedge(), paths, free);
    const error = standardDeviation(payoff) / Math.sqrt(payoff.length);
    const exact = blackScholesPrice('call', 100, 100, 3 / 252, 0, 0.2);
    expect(error).toBeLessThan(0.01 * exact);
    expect(Math.abs(mean(payoff) - exact)).toBeLessThan(3 * error);
    expect(Math.abs(mean(pnl))).toBeLessThan(3 * error);
  });

  it('replicates: at no cost the sd of a daily delta hedge falls as 1/sqrt(steps)', () => {
    const logSd = (steps: number) => {
      const paths = createGbm({ volAnnual: 0.2 }).simulate({
        paths: 8000,
        steps,
        daysPerStep: 160 / steps,
        seed: 3,
        stream: ['replication'],
      });
      const free = europeanTerms({ ...plain, costBps: 0, rateAnnual: 0 });
      return Math.log(standardDeviation(runHedger(createBlackScholesDeltaHedger(), paths, free).pnl));
    };
    const steps = [10, 20, 40, 80, 160];
    const columns = [new Float64Array(5).fill(1), Float64Array.from(steps, Math.log)];
    const [, slope] = leastSquares(columns, Float64Array.from(steps, logSd));
    expect(slope).toBeGreaterThan(-0.53);
    expect(slope).toBeLessThan(-0.47);
  });

  it('shows a policy this step alone, in arrays that hold nothing else', () => {
    const paths: Paths = { ...gbmPaths(6, 5, 1), signals: { forecastVol: new Float64Array(36).fill(0.2) } };
    const seen: HedgeView[] = [];
    runHedger(
      policy(({ contract: _, ...view }) => void seen.push(structuredClone(view as HedgeView)), ['forecastVol']),
      paths,
      terms,
    );
    seen.forEach((view, step) => {
      expect([...view.prices[0]]).toEqual([...paths.spot.subarray(step * 6, step * 6 + 6)]);
    });
    runHedger(
      policy(
        (view) => {
          for (const column of [
            ...view.prices,
            ...view.holdings,
            view.impliedVol,
            view.strike,
            view.signals.forecastVol,
          ]) {
            expect(column.buffer.byteLength).toBe(6 * 8);
          }
        },
        ['forecastVol'],
      ),
      paths,
      terms,
    );
  });

  it('keeps its books whatever a policy writes into its view', () => {
    const paths = gbmPaths(5, 4, 2);
    const vandal = policy((view, [target]) => {
      for (const column of [...view.prices, ...view.holdings, view.impliedVol]) column.fill(1e9);
      Object.assign(view.underlying, { rateAnnual: 9, yieldAnnual: 9 });
      Object.assign(view.contract.terms, { type: 'put', strike: 9 });
      target.fill(0.5);
    });
    const honest = policy((_, [target]) => target.fill(0.5));
    expect(runHedger(vandal, paths, terms).pnl).toEqual(runHedger(honest, paths, terms).pnl);
    expect(terms).toEqual(europeanTerms(plain));
  });

  it('names the policy, step and path of a holding that is no number', () => {
    const broken = policy((view, [target]) => {
      if (view.step === 2) target[1] = Number.NaN;
    });
    expect(() => runHedger(broken, gbmPaths(3, 4, 1), terms)).toThrow(
      "policy 'test' wants to hold NaN at step 2 of path 1",
    );
  });

  it('names a signal that the paths lack', () => {
    expect(() =>
      runHedger(
        policy(() => {}, ['spread']),
        gbmPaths(3, 4, 1),
        terms,
      ),
    ).toThrow("reads the signal 'spread'");
  });
});
