import { describe, expect, it } from 'vitest';
import { blackScholesDelta, blackScholesGamma } from '../../src/contracts/black-scholes.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import { mapPolicy, type PolicyMapRequest } from '../../src/hedgers/explain-policy.ts';
import { createForecastAdjustedHedger } from '../../src/hedgers/forecast-adjusted.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import { createSwitcherHedger } from '../../src/hedgers/switcher.ts';
import { createWhalleyWilmottHedger, whalleyWilmottHalfWidth } from '../../src/hedgers/whalley-wilmott.ts';

const request: PolicyMapRequest = {
  contract: { type: 'call', strike: 1.1 },
  position: -1,
  underlying: plainUnderlying(0.03),
  costBps: 20,
  steps: 10,
  yearsAtWriting: 0.1,
  vol: 0.3,
  moneyness: [0.8, 0.95, 1, 1.2],
  stepsLeft: [10, 4, 1],
};
const strike = 110;
const delta = (moneyness: number, left: number, vol = 0.3) =>
  blackScholesDelta('call', moneyness * strike, strike, left / 100, 0.03, vol);

/** Every state of the map with its place. */
const states = request.stepsLeft.flatMap((left, time) =>
  request.moneyness.map((moneyness, column) => ({ moneyness, left, at: time * request.moneyness.length + column })),
);

describe('mapPolicy', () => {
  it('finds the edges of a constant band', () => {
    const map = mapPolicy(createDeltaBandHedger({ halfWidth: 0.07 }), request);
    expect(map.yearsLeft).toEqual([0.1, 0.04, 0.01]);
    for (const { moneyness, left, at } of states) {
      const centre = delta(moneyness, left);
      expect(map.delta[at]).toBeCloseTo(centre, 12);
      expect(map.lower[at]).toBeCloseTo(centre - 0.07, 12);
      expect(map.upper[at]).toBeCloseTo(centre + 0.07, 12);
      expect(map.fromFlat[at]).toBeCloseTo(Math.max(0, centre - 0.07), 12);
    }
  });

  it('finds the band of Whalley and Wilmott at the cost that the policy is told', () => {
    const map = mapPolicy(createWhalleyWilmottHedger({ riskAversion: 4 }), request);
    for (const { moneyness, left, at } of states) {
      const spot = moneyness * strike;
      const gamma = blackScholesGamma(spot, strike, left / 100, 0.03, 0.3);
      const width = whalleyWilmottHalfWidth(gamma, spot, 0.002, 4 / 1.1, Math.exp((-0.03 * left) / 100));
      expect(map.upper[at] - map.lower[at]).toBeCloseTo(2 * width, 9);
    }
    const free = mapPolicy(createWhalleyWilmottHedger({ riskAversion: 4 }), { ...request, costBps: 0 });
    expect(free.upper).toEqual(free.lower);
  });

  it('has one holding for policies that trade to it, and no edges where nothing is traded', () => {
    const plain = mapPolicy(createBlackScholesDeltaHedger(), { ...request, position: 1 });
    expect([plain.lower, plain.upper, plain.fromFlat]).toEqual([plain.delta, plain.delta, plain.delta]);
    expect(plain.delta[2]).toBeCloseTo(-delta(1, 10), 12);
    const none = mapPolicy(createNoHedge(), request);
    expect([...none.lower, ...none.upper].every((edge) => edge === 0)).toBe(true);
    const idle: Hedger = { ...createNoHedge(), name: 'idle', hedge: () => {} };
    const map = mapPolicy(idle, request);
    expect(map.lower.every((edge) => edge === Number.NEGATIVE_INFINITY)).toBe(true);
    expect(map.upper.every((edge) => edge === Number.POSITIVE_INFINITY)).toBe(true);
    expect(map.fromFlat.every((holding) => holding === 0)).toBe(true);
  });

  it('finds edges far beyond what could be held', () => {
    const map = mapPolicy(createDeltaBandHedger({ halfWidth: 40 }), request);
    for (const { moneyness, left, at } of states) {
      expect(map.lower[at]).toBeCloseTo(delta(moneyness, left) - 40, 9);
      expect(map.upper[at]).toBeCloseTo(delta(moneyness, left) + 40, 9);
    }
  });

  it('reaches beyond the edges of any size of contract', () => {
    const leg = { quantity: 50, contract: { type: 'call', strike: 1.1 } } as const;
    const map = mapPolicy(createDeltaBandHedger({ halfWidth: 60 }), {
      ...request,
      contract: { type: 'book', legs: [leg] },
    });
    for (const { moneyness, left, at } of states) {
      expect(map.lower[at]).toBeCloseTo(50 * delta(moneyness, left) - 60, 8);
      expect(map.upper[at]).toBeCloseTo(50 * delta(moneyness, left) + 60, 8);
    }
  });

  it('reads signals at their values, and resets policies with a memory', () => {
    const adjusted = createForecastAdjustedHedger({ weight: 0.5, halfWidth: 0.1 });
    const map = mapPolicy(adjusted, { ...request, signals: { forecastVol: 0.5 } });
    for (const { moneyness, left, at } of states) {
      expect((map.lower[at] + map.upper[at]) / 2).toBeCloseTo(delta(moneyness, left, 0.4), 12);
    }
    const switcher = createSwitcherHedger({
      name: 'switcher',
      detector: 'hmm',
      candidates: [createDeltaBandHedger({ halfWidth: 0.2 }), createDeltaBandHedger({ halfWidth: 0.02 })],
      assignment: [0, 1],
      guard: { minimumDwellDays: 5, probabilityThreshold: 0.7 },
    });
    const widthIn = (first: number) => {
      const signals = { 'regime.hmm.0': first, 'regime.hmm.1': 1 - first };
      const { lower, upper } = mapPolicy(switcher, { ...request, signals });
      return upper[0] - lower[0];
    };
    expect(widthIn(0.9)).toBeCloseTo(0.4, 12);
    expect(widthIn(0.1)).toBeCloseTo(0.04, 12);
  });

  it('shows path-dependent contracts as if the price had stood still until now', () => {
    const barrier = { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.9 } as const;
    const at = { ...request, contract: barrier, moneyness: [0.85, 1], stepsLeft: [5] };
    const map = mapPolicy(createBlackScholesDeltaHedger(), at);
    expect(map.delta[0]).toBe(0);
    expect(map.delta[1]).toBeGreaterThan(0.4);
    const asian = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } as const;
    const last = mapPolicy(createBlackScholesDeltaHedger(), {
      ...at,
      contract: asian,
      stepsLeft: [1],
      moneyness: [1.3],
    });
    // Eight fixings at 100 and one at 130: the last of ten is left, and the average ends in the money.
    expect(last.delta[0]).toBeCloseTo(0.1, 6);
  });

  it.each([
    [{ stepsLeft: [0] }, 'stepsLeft holds 0: expected whole numbers from 1 to 10'],
    [{ stepsLeft: [11] }, 'stepsLeft holds 11'],
    [{ moneyness: [0] }, 'moneyness is 0'],
    [{ vol: Number.NaN }, 'vol is NaN'],
    [{ steps: 0 }, 'steps is 0'],
    [{ signals: {} }, 'reads forecastVol: expected a value for forecastVol'],
    [
      { signals: { forecastvol: 1 } },
      "signal 'forecastvol': policy 'forecast-adjusted' reads forecastVol; did you mean forecastVol?",
    ],
  ])('refuses %o', (change, says) => {
    const signals = { forecastVol: 0.2 };
    const hedger = createForecastAdjustedHedger({ weight: 1, halfWidth: 0 });
    expect(() => mapPolicy(hedger, { ...request, signals, ...change })).toThrow(says);
  });

  it('refuses holdings that are no numbers', () => {
    const wild: Hedger = { ...createNoHedge(), name: 'wild', hedge: (_, [target]) => void target.fill(Number.NaN) };
    expect(() => mapPolicy(wild, request)).toThrow("policy 'wild' wants to hold NaN at a price of 88, 10 steps left");
  });
});
