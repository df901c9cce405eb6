import { describe, expect, it } from 'vitest';
import type { RunningContract } from '../../../src/contracts/contract.ts';
import type { ContractTerms } from '../../../src/contracts/contract-terms.ts';
import { createContract } from '../../../src/contracts/create-contract.ts';
import { describeContract } from '../../../src/contracts/describe-contract.ts';
import { payoffsOf } from '../../../src/contracts/payoffs-of.ts';
import { referenceLevel } from '../../../src/contracts/reference-level.ts';
import type { Underlying } from '../../../src/contracts/underlying.ts';

const share: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.02 };

/** Runs one path through prices and gives a figure at the last of them, `years` before expiry. */
function figureAfter(
  terms: ContractTerms,
  prices: number[],
  name: 'value' | 'delta' | 'gamma' | 'vega',
  years: number,
) {
  const running: RunningContract = createContract(terms).run(Float64Array.of(100), 4, 1);
  for (const price of prices) running.observe(Float64Array.of(price));
  const out = new Float64Array(1);
  const spot = Float64Array.of(prices[prices.length - 1]);
  running[name](out, { underlying: share, spot, vol: Float64Array.of(0.2), years });
  return out[0];
}

describe('a knocked-out option', () => {
  it('is its rebate, which no longer moves', () => {
    const terms: ContractTerms = {
      type: 'barrier',
      option: 'put',
      knock: 'down-and-out',
      strike: 1,
      barrier: 0.9,
      rebate: 0.05,
    };
    expect(figureAfter(terms, [100, 89, 95], 'value', 0.5)).toBeCloseTo(5 * Math.exp(-0.025), 12);
    for (const name of ['delta', 'gamma', 'vega'] as const)
      expect(figureAfter(terms, [100, 89, 95], name, 0.5)).toBe(0);
  });
});

describe('a variance swap', () => {
  it('has the delta and gamma of the return that has begun', () => {
    // V = N e^{−rτ} / T [ln²(S/S_i) + 2 ln(S/S_i) ν + …], ν the drift of ln S over a fixing interval.
    const terms: ContractTerms = { type: 'variance-swap', strikeVol: 0.2, notional: 10 };
    const unit = (10 * 100 * Math.exp(-0.05 * 0.75)) / 1;
    const drift = (0.05 - 0.02 - 0.02) * 0.25;
    expect(figureAfter(terms, [100, 110], 'delta', 0.75)).toBeCloseTo((unit * 2 * drift) / 110, 6);
    expect(figureAfter(terms, [100, 110], 'gamma', 0.75)).toBeCloseTo((unit * (2 - 2 * drift)) / 110 ** 2, 6);
  });

  it('takes a 252nd of a year for each fixing where its life is not given', () => {
    const swap = createContract({ type: 'variance-swap', strikeVol: 0, notional: 1 });
    const batch = { paths: 1, steps: 2, spot: Float64Array.of(1, Math.exp(0.01), Math.exp(-0.01)) };
    expect(payoffsOf(swap, batch)[0]).toBeCloseTo((0.0001 + 0.0004) * 126, 12);
    expect(payoffsOf(swap, batch, { years: 1 })[0]).toBeCloseTo(0.0005, 12);
  });
});

describe('a digital', () => {
  it('pays nothing right at its strike', () => {
    const batch = { paths: 3, steps: 1, spot: Float64Array.of(100, 100, 100, 100, 101, 99) };
    const paid = (option: 'call' | 'put') =>
      payoffsOf(createContract({ type: 'digital', option, strike: 1, pays: 'cash', cash: 0.1 }), batch);
    expect([...paid('call')]).toEqual([0, 10, 0]);
    expect([...paid('put')]).toEqual([0, 0, 10]);
  });
});

describe('straight pieces', () => {
  it('may bend at prices that Black–Scholes does not reach', () => {
    // 2 S + 1 above −1: a forward and a bond.
    const terms: ContractTerms = { type: 'piecewise-linear', points: [[-1, -1]], leftSlope: 0, rightSlope: 2 };
    const bond = Math.exp(-0.025);
    expect(figureAfter(terms, [100, 104, 98], 'value', 0.5)).toBeCloseTo(2 * 98 * Math.exp(-0.01) + 100 * bond, 10);
    expect(figureAfter(terms, [100, 104, 98], 'delta', 0.5)).toBeCloseTo(2 * Math.exp(-0.01), 14);
    expect(figureAfter(terms, [100, 104, 98], 'gamma', 0.5)).toBe(0);
    expect(figureAfter(terms, [100, 104, 98], 'vega', 0.5)).toBe(0);
  });
});

describe('referenceLevel', () => {
  it.each([
    [{ type: 'put', strike: 0.9 }, 0.9],
    [{ type: 'condor', strikes: [0.8, 0.9, 1.1, 1.4] }, 1.05],
    [
      {
        type: 'piecewise-linear',
        points: [
          [-1, 0],
          [1, 0],
        ],
        leftSlope: 0,
        rightSlope: 1,
      },
      1,
    ],
    [{ type: 'lookback', option: 'call', kind: 'fixed', strike: 1.2 }, 1.2],
    [{ type: 'lookback', option: 'call', kind: 'floating' }, 1],
    [{ type: 'variance-swap', strikeVol: 0.2, notional: 1 }, 1],
    [
      {
        type: 'book',
        legs: [
          { quantity: -3, contract: { type: 'call', strike: 1.2 } },
          { quantity: 1, contract: { type: 'put', strike: 0.8 } },
        ],
      },
      1.1,
    ],
  ] as [ContractTerms, number][])('of %j is %d', (terms, level) => {
    expect(referenceLevel(terms)).toBeCloseTo(level, 14);
  });
});

describe('describeContract', () => {
  it.each([
    [
      { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.9 },
      'down-and-out call, strike 1, barrier 0.9',
    ],
    [{ type: 'digital', option: 'put', strike: 1, pays: 'cash', cash: 0.1 }, 'digital put on cash, strike 1, pays 0.1'],
    [
      { type: 'book', legs: [{ quantity: -2, contract: { type: 'straddle', strike: 1 } }] },
      'book of -2 × straddle, strike 1',
    ],
  ] as [ContractTerms, string][])('says what %j is', (terms, words) => {
    expect(describeContract(terms)).toBe(words);
  });
});
