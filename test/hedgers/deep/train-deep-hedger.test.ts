import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { europeanTerms } from '../../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import { blackScholesDelta } from '../../../src/contracts/black-scholes.ts';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { type TrainDeepHedgerOptions, trainDeepHedger } from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import type { Hedger } from '../../../src/hedgers/hedger.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

/** A short training: a 21-day call on a market without drift. */
const short: TrainDeepHedgerOptions = {
  market: createGbm({ volAnnual: 0.2 }),
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 21 },
  underlying: plainUnderlying(0),
  frictions: [{ kind: 'proportional', costBps: 10 }],
  criterion: meanSd(1.5),
  hidden: [16, 16],
  steps: 20,
  paths: 64,
  validationPaths: 2048,
  learningRate: 0.01,
  seed: 7,
};

describe('trainDeepHedger', () => {
  it('comes to the Black–Scholes delta where trading is free', () => {
    const { hedger } = trainDeepHedger({ ...short, frictions: [], steps: 200, paths: 256 });
    const paths = short.market.simulate({ paths: 2000, steps: 21, seed: 1, stream: ['test'] });
    const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 0, rateAnnual: 0 });
    const { holdings } = runHedger(hedger, paths, terms, { recordHoldings: true });
    let sum = 0;
    let states = 0;
    for (let cell = 0; cell < 21 * 2000; cell++) {
      const years = paths.yearsToExpiry[Math.floor(cell / 2000)];
      const delta = blackScholesDelta('call', paths.spot[cell], 100, years, 0, 0.2);
      if (delta < 0.05 || delta > 0.95) continue;
      sum += Math.abs(holdings![0][cell] - delta);
      states++;
    }
    expect(states).toBeGreaterThan(30_000);
    expect(sum / states).toBeLessThan(0.02);
  });

  // Cao, Chen, Hull and Poulos (2021): a 20-day call hedged every 5 days at 1 % cost, mean + 1.5 sd in % of its price.
  it('beats the best constant band on a published problem', () => {
    const market = createGbm({ volAnnual: 0.2, driftAnnual: 0.05, daysPerYear: 250 });
    const contract = { terms: { type: 'call', strike: 1 }, position: -1, steps: 4, daysPerStep: 5 } as const;
    const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 100, rateAnnual: 0 });
    const { hedger } = trainDeepHedger({
      ...short,
      frictions: terms.frictions.underlying,
      market,
      contract,
      hidden: [32, 32],
      steps: 150,
      paths: 1024,
    });
    const paths = market.simulate({ ...contract, paths: 20_000, seed: 2, stream: ['test'], antithetic: true });
    const objective = (policy: Hedger) => {
      const ledger = runHedger(policy, paths, terms);
      return (100 / 2.2565) * short.criterion.value(pnlPercent(ledger, paths.spot));
    };
    const widths = [0, 0.02, 0.04, 0.06, 0.08, 0.1];
    const band = Math.min(...widths.map((halfWidth) => objective(createDeltaBandHedger({ halfWidth }))));
    expect(Math.abs(band - 141.1)).toBeLessThan(2);
    expect(objective(hedger) / band).toBeLessThan(0.96);
  });

  it('reports the criterion on paths of its own', () => {
    const { hedger, objective } = trainDeepHedger({ ...short, validationPaths: 8192 });
    const paths = short.market.simulate({ paths: 20_000, steps: 21, seed: 99, stream: ['fresh'] });
    const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });
    const fresh = short.criterion.value(pnlPercent(runHedger(hedger, paths, terms), paths.spot));
    expect(Math.abs(objective - fresh)).toBeLessThan(0.05 * Math.abs(fresh));
  });

  it('gives the same bits for the same seed, others for another', () => {
    const first = trainDeepHedger(short);
    const again = trainDeepHedger(short);
    expect(again.weights).toEqual(first.weights);
    expect(again.objective).toBe(first.objective);
    expect(trainDeepHedger({ ...short, seed: 8 }).weights).not.toEqual(first.weights);
  });

  it('can start from the weights of an earlier training', () => {
    const earlier = trainDeepHedger({ ...short, steps: 100, paths: 256 });
    const cold = trainDeepHedger({ ...short, steps: 5 });
    const warm = trainDeepHedger({ ...short, steps: 5, initialWeights: earlier.weights });
    expect(warm.objective).toBeLessThan(cold.objective);
  });

  it('can be watched and stopped', () => {
    const seen: number[] = [];
    trainDeepHedger({ ...short, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    const stopped = AbortSignal.abort(new Error('enough'));
    expect(() => trainDeepHedger({ ...short, signal: stopped })).toThrow('enough');
  });
});
