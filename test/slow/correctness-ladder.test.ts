import { expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import type { EdgeHedger } from '../../src/hedgers/deep/policy-edges.ts';
import { trainDeepHedger } from '../../src/hedgers/deep/train-deep-hedger.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import { whalleyWilmottHalfWidth } from '../../src/hedgers/whalley-wilmott.ts';
import { leastSquares } from '../../src/math/least-squares.ts';
import { standardDeviation } from '../../src/math/moments.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { variance } from '../../src/risk/variance.ts';
import { createGbm } from '../../src/simulate/gbm.ts';

// From what must hold exactly to what only a good training reaches: each rung rests on the one before.
const VOL = 0.2;
const STEPS = 21;
const market = createGbm({ volAnnual: VOL });
const contract = { terms: { type: 'call', strike: 1 }, position: -1, steps: STEPS } as const;
const free = europeanTerms({ optionType: 'call', position: -1, costBps: 0, rateAnnual: 0 });
// Nearly continuous trading, which their law is for: five times a day.
const TRADES = 5 * STEPS;
const often = createGbm({ volAnnual: VOL, daysPerYear: 5 * 252 });
const test = { seed: 2, stream: ['ladder'] };

it('1: the mean payoff is the Black–Scholes price', () => {
  const paths = market.simulate({ ...test, paths: 200_000, steps: STEPS });
  const { payoff } = runHedger(createNoHedge(), paths, free);
  const mean = payoff.reduce((sum, money) => sum + money, 0) / payoff.length;
  const error = standardDeviation(payoff) / Math.sqrt(payoff.length);
  const price = blackScholesPrice('call', 100, 100, STEPS / 252, 0, VOL);
  expect(Math.abs(mean - price)).toBeLessThan(3 * error);
  expect(error).toBeLessThan(0.01);
});

it('2: without costs the error of the delta hedge falls as the root of the number of trades', () => {
  // The same quarter of a year in more and more steps.
  const points = [10, 20, 40, 80, 160].map((steps) => {
    const finer = createGbm({ volAnnual: VOL, daysPerYear: 4 * steps });
    const { pnl } = runHedger(createBlackScholesDeltaHedger(), finer.simulate({ ...test, paths: 20_000, steps }), free);
    return [Math.log(steps), Math.log(standardDeviation(pnl))] as const;
  });
  expect(Math.abs(slopeOf(points) + 0.5)).toBeLessThan(0.03);
});

it('3: without costs a network that is not told delta finds it', () => {
  const { hedger } = trainDeepHedger({
    ...{ market, contract, underlying: plainUnderlying(0), frictions: [], criterion: variance(), seed: 7 },
    ...{ head: 'holding', inputs: ['standardised log-moneyness', 'time left'], hidden: [32, 32] },
    ...{ steps: 1200, paths: 1024, learningRate: 0.02 },
  });
  let [distance, seen] = [0, 0];
  const paths = market.simulate({ ...test, paths: 2000, steps: STEPS });
  const watch = watchDelta(hedger, (holding, delta) => {
    distance += Math.abs(holding - delta);
    seen++;
  });
  runHedger(watch, paths, free);
  expect(seen).toBe(2000 * STEPS);
  expect(distance / seen).toBeLessThan(0.01);
});

it('4: the trained band tends to the cube-root law of Whalley and Wilmott as costs go to zero', () => {
  const aversion = 1;
  const points = [8, 9, 10].map((power) => {
    const cost = 2 ** -power;
    const { hedger } = trainDeepHedger({
      ...{ market: often, contract: { ...contract, steps: TRADES }, underlying: plainUnderlying(0), seed: 7 },
      ...{ criterion: entropic(aversion), frictions: [{ kind: 'proportional', costBps: 1e4 * cost }] as const },
      ...{ hidden: [16, 16], steps: 300, paths: 1024, learningRate: 0.02 },
    });
    return { cost, width: halfWidthAtTheMoney(hedger), theory: theoryAtTheMoney(cost, aversion) };
  });
  const slope = slopeOf(points.map(({ cost, width }) => [Math.log(cost), Math.log(width)]));
  expect(Math.abs(slope - 1 / 3)).toBeLessThan(0.06);
  // The law is the leading order in small costs: the level comes nearer from below as they fall.
  const levels = points.map(({ width, theory }) => width / theory);
  expect(levels[0]).toBeGreaterThan(0.6);
  expect(levels[2]).toBeGreaterThan(levels[0]);
  expect(levels[2]).toBeLessThan(1);
});

it('5: training, validation, choice and test see different paths', () => {
  const request = { paths: 64, steps: STEPS, signals: [] };
  const streams = [
    { seed: 7, stream: ['deep', 'training', 0] },
    { seed: 7, stream: ['deep', 'training', 1] },
    { seed: 7, stream: ['deep', 'validation', 0] },
    { seed: 7, stream: ['deep', 'choice', 0] },
    { seed: 7, stream: ['deep', 'scales'] },
    test,
  ];
  const seen = new Set<number>();
  for (const stream of streams) {
    const { spot } = market.simulate({ ...request, ...stream });
    for (const price of spot.subarray(STEPS * 64)) seen.add(price);
  }
  expect(seen.size).toBe(64 * streams.length);
});

/** Passes what a policy wants and the delta hedge to a listener, and goes on as the policy. */
function watchDelta(hedger: Hedger, listen: (holding: number, delta: number) => void): Hedger {
  return {
    ...hedger,
    hedge(view, target) {
      hedger.hedge(view, target);
      const delta = new Float64Array(view.paths);
      view.contract.delta(delta, view.impliedVol);
      for (let path = 0; path < view.paths; path++) listen(target[0][path], delta[path]);
    },
  };
}

/** Half the width of a policy's band halfway through the life, at the money. */
function halfWidthAtTheMoney(hedger: EdgeHedger): number {
  let width = Number.NaN;
  const paths = often.simulate({ ...test, paths: 1, steps: TRADES });
  paths.spot.fill(100);
  const probe: Hedger = {
    ...createNoHedge(),
    hedge(view) {
      if (view.step !== Math.ceil(TRADES / 2)) return;
      const { lower, upper } = hedger.edges(view);
      width = (upper[0][0] - lower[0][0]) / 2;
    },
  };
  runHedger(probe, paths, free);
  return width;
}

function theoryAtTheMoney(cost: number, aversion: number): number {
  const years = ((TRADES - Math.ceil(TRADES / 2)) / TRADES) * (STEPS / 252);
  const deviation = VOL * Math.sqrt(years);
  const gamma = Math.exp(-(deviation ** 2) / 8) / Math.sqrt(2 * Math.PI) / (100 * deviation);
  return whalleyWilmottHalfWidth(gamma, 100, cost, aversion, 1);
}

/** Least squares through [x, y]. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const [x, y] = [0, 1].map((k) => Float64Array.from(points, (point) => point[k]));
  return leastSquares([new Float64Array(x.length).fill(1), x], y)[1];
}
