import { describe, expect, it } from 'vitest';
import { hestonPrice } from '../../src/contracts/heston-price.ts';
import { createBates } from '../../src/simulate/bates.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import type { Market } from '../../src/simulate/market.ts';
import { createRoughBergomi } from '../../src/simulate/rough-bergomi.ts';
import { createSabr } from '../../src/simulate/sabr.ts';

/** Price of the option out of the money after `days`, by Sobol points of several scramblings: far less noise than bias. */
function price(market: Market, strike: number, days: number, logPaths: number) {
  const paths = 2 ** logPaths;
  const request = {
    paths,
    steps: 1,
    daysPerStep: days,
    stream: ['order'],
    sampling: 'sobol',
    quote: 'instantaneous',
  } as const;
  const means = Array.from({ length: 16 }, (_, seed) => {
    const ends = market.simulate({ ...request, seed, signals: [] }).spot.subarray(paths);
    const sum = ends.reduce((total, end) => total + Math.max(strike < 100 ? strike - end : end - strike, 0), 0);
    return sum / paths;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (means.length - 1) / means.length) };
}

/** Biases of prices of 1, 2, 4 and 8 substeps fall by `least` or more a halving, and the order over all is in bounds. */
function expectOrder(
  prices: readonly { readonly mean: number; readonly error: number }[],
  reference: { readonly mean: number; readonly error: number },
  [lowest, highest]: readonly [number, number],
  least = 1.6,
): void {
  const biases = prices.map(({ mean, error }) => ({
    size: Math.abs(mean - reference.mean),
    error: Math.hypot(error, reference.error),
  }));
  // Else there is nothing to see.
  expect(biases[0].size).toBeGreaterThan(20 * biases[0].error);
  for (let i = 1; i < biases.length; i++) {
    expect(biases[i].size - 3 * biases[i].error, `halving ${i}`).toBeLessThan(biases[i - 1].size / least);
  }
  const last = biases[biases.length - 1];
  const order = (size: number) => Math.log2(biases[0].size / size) / (biases.length - 1);
  expect(order(last.size + 3 * last.error)).toBeLessThan(highest);
  expect(order(Math.max(last.size - 3 * last.error, 1e-9))).toBeGreaterThan(lowest);
}

const halvings = [1, 2, 4, 8];

describe('bias of a European price over three halvings of the substep', () => {
  const heston = {
    initialVariance: 0.09,
    meanReversionAnnual: 2,
    longRunVariance: 0.09,
    volOfVol: 1,
    correlation: -0.8,
  };

  it('falls in Heston by the quadratic-exponential scheme, from a quarter of a year', () => {
    const prices = halvings.map((substepsPerDay) =>
      price(createHeston({ ...heston, daysPerYear: 4, substepsPerDay }), 70, 8, 17),
    );
    expectOrder(prices, { mean: hestonPrice('put', 100, 70, 2, heston), error: 0 }, [0.9, 2.2]);
  });

  it('falls in Bates likewise, whose jumps are exact', () => {
    const bates = { ...heston, jumpsPerYear: 0.5, jumpMean: -0.05, jumpSd: 0.05 };
    const prices = halvings.map((substepsPerDay) =>
      price(createBates({ ...bates, daysPerYear: 4, substepsPerDay }), 70, 8, 17),
    );
    expectOrder(prices, { mean: hestonPrice('put', 100, 70, 2, bates), error: 0 }, [0.9, 2.2]);
  });

  it('falls to first order in SABR with beta below 1, from a quarter of a year', () => {
    const at = (substepsPerDay: number) => {
      const parameters = { volAnnual: 0.3, beta: 0.5, correlation: -0.5, volOfVol: 0.8 };
      return price(createSabr({ ...parameters, daysPerYear: 4, substepsPerDay }), 120, 4, 17);
    };
    expectOrder(halvings.map(at), at(32), [0.8, 1.4]);
  });

  it('falls to about first order in rough Bergomi, from a month', () => {
    const at = (substepsPerDay: number) => {
      const parameters = { hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 };
      return price(createRoughBergomi({ ...parameters, daysPerYear: 12, substepsPerDay }), 90, 3, 15);
    };
    expectOrder(halvings.map(at), at(32), [0.7, 1.4]);
  });
});
