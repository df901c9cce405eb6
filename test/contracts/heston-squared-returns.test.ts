import { describe, expect, it } from 'vitest';
import { hestonExponents } from '../../src/contracts/heston-characteristic.ts';
import { hestonSquaredReturns } from '../../src/contracts/heston-squared-returns.ts';
import { fairVariance } from '../../src/contracts/heston-variance-swap.ts';
import { expectedSquaredReturns } from '../../src/contracts/variance-swap.ts';

const heston = {
  ...{ initialVariance: 0.09, meanReversionAnnual: 1.5, longRunVariance: 0.04, volOfVol: 0.8, correlation: -0.6 },
};
const bates = { ...heston, jumpsPerYear: 2, jumpMean: -0.05, jumpSd: 0.1 };
const over = (years: number, fixings: number) => ({ first: years / fixings, others: years / fixings, fixings });

describe('hestonSquaredReturns', () => {
  it.each([
    [heston, 0.5],
    [bates, 0.5],
    [{ ...bates, meanReversionAnnual: 1e-6 }, 1],
    [{ ...bates, meanReversionAnnual: 300 }, 2],
  ])('is the second moment of one return, by its characteristic function', (parameters, years) => {
    // E[X²] = −φ″(0), from a difference of the fourth order.
    const spacing = 0.02;
    const { cRe, cIm, dRe, dIm } = hestonExponents(parameters, years, spacing, 0, 3);
    const v = parameters.initialVariance;
    const real = [1, 2].map((k) => Math.exp(cRe[k] + dRe[k] * v) * Math.cos(cIm[k] + dIm[k] * v));
    const second = (2 * (16 * (real[0] - 1) - (real[1] - 1))) / (12 * spacing * spacing);
    const found = hestonSquaredReturns(parameters, 0, over(years, 1));
    expect(Math.abs(found / -second - 1)).toBeLessThan(1e-6);
  });

  it('is that of Black and Scholes where the variance stays as it is', () => {
    const flat = { ...heston, initialVariance: 0.04, volOfVol: 0 };
    const found = hestonSquaredReturns(flat, 0.03, over(1, 4));
    expect(found).toBeCloseTo(expectedSquaredReturns(1, 0.03, 0, 0.2, 4), 14);
  });

  it('tends to the continuous fair variance, from above', () => {
    const fair = fairVariance(bates, 0.5) * 0.5;
    const excess = (fixings: number) => hestonSquaredReturns(bates, 0.05, over(0.5, fixings)) - fair;
    expect(excess(1000)).toBeGreaterThan(0);
    expect(excess(1000)).toBeLessThan(2e-4 * fair);
    expect(excess(100) / excess(1000)).toBeGreaterThan(9);
  });

  it('counts what the price has moved since the last fixing', () => {
    const mean = 0.05 * 0.25 - 0.5 * 0.04 * 0.25;
    const flat = { ...heston, initialVariance: 0.04, volOfVol: 0 };
    const at = (moved: number) => hestonSquaredReturns(flat, 0.05, over(1, 4), moved);
    expect(at(0.1) - at(0)).toBeCloseTo(0.01 + 0.2 * mean, 14);
  });
});
