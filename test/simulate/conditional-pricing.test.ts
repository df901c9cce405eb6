import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { conditionalSmile } from '../../src/simulate/conditional-pricing.ts';
import { simulateRoughIntegrals } from '../../src/simulate/rough-integrals.ts';

const xi = 0.235 ** 2;

/** √ξ, H and η as in Bayer, Friz and Gatheral's examples. */
function integrals(steps: number, years: number, paths: number, seed: number) {
  const forwardVariance = new Float64Array(steps + 1).fill(xi);
  return simulateRoughIntegrals(
    { hurst: 0.07, volOfVol: 1.9, years: years / steps, forwardVariance },
    [steps],
    paths,
    seed,
  );
}

describe('conditionalSmile of rough Bergomi', () => {
  // ξ₀ = 0.235², η = 1.9, ρ = −0.7, H = 0.07. Computed apart from this project in NumPy 1.24: the variance at all grid points
  // and the Brownian increments drawn exactly, by Cholesky's factor of their covariance (SciPy's hyp2f1), the price by
  // Euler's scheme on the same grid; 400,000 antithetic paths (200,000 for one year), with standard error in volatility.
  it.each([
    [21, 21 / 252, 0.9, 0.28712, 0.00009],
    [21, 21 / 252, 0.95, 0.24784, 0.00008],
    [21, 21 / 252, 1, 0.21241, 0.00006],
    [21, 21 / 252, 1.05, 0.19038, 0.00006],
    [63, 0.25, 0.9, 0.25507, 0.00008],
    [63, 0.25, 1, 0.20926, 0.00007],
    [63, 0.25, 1.1, 0.18287, 0.00009],
    [100, 1, 0.8, 0.25405, 0.00009],
    [100, 1, 1, 0.20221, 0.0001],
    [100, 1, 1.2, 0.1771, 0.00011],
  ])('agrees with the exact law: %d steps, %d years, strike %d', (steps, years, strike, exact, error) => {
    const estimates = [1, 2, 3, 4].map((seed) => {
      const [one] = integrals(steps, years, 16_384, seed);
      return conditionalSmile(one, -0.7, years).impliedVol(strike);
    });
    const mean = estimates.reduce((sum, value) => sum + value, 0) / 4;
    const square = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12;
    // The hybrid scheme itself is up to 0.04 volatility points off at these steps.
    expect(Math.abs(mean - exact)).toBeLessThan(0.0004 + 3 * Math.hypot(error, Math.sqrt(square)));
  });

  // Bayer, Ben Hammouda and Tempone, "Hierarchical adaptive sparse grids and quasi-Monte Carlo for option pricing under the
  // rough Bergomi model" (2020), parameters H = 0.07, η = 1.9, ρ = −0.9, ξ₀ = 0.235², K = 1, T = 1: 0.0791 (error 5.6e-5).
  it('converges in the substeps to a published price', () => {
    const estimate = (steps: number) => {
      const prices = Array.from({ length: 10 }, (_, seed) => {
        const [one] = integrals(steps, 1, 16_384, seed);
        return blackScholesPrice('call', 1, 1, 1, 0, conditionalSmile(one, -0.9, 1).impliedVol(1));
      });
      const mean = prices.reduce((sum, price) => sum + price, 0) / 10;
      const square = prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / 90;
      return { mean, error: Math.hypot(Math.sqrt(square), 5.6e-5) };
    };
    const [coarse, fine] = [16, 400].map(estimate);
    expect(Math.abs(fine.mean - 0.0791)).toBeLessThan(3 * fine.error);
    expect(coarse.mean).toBeLessThan(0.0791 - 3 * coarse.error);
  });

  it('is exact where the variance is not random', () => {
    const variance = new Float64Array(8).fill(0.01);
    const martingale = Float64Array.of(0.1, -0.1, 0.05, -0.05, 0.02, -0.02, 0.15, -0.15);
    const smile = conditionalSmile({ variance, martingale, expectedVariance: 0.01 }, -0.6, 0.25);
    for (const strike of [0.9, 1, 1.1]) expect(smile.impliedVol(strike)).toBeCloseTo(0.2, 10);
  });

  it('scales the variance', () => {
    const [one] = integrals(21, 21 / 252, 512, 1);
    const scaled = {
      variance: one.variance.map((value) => 4 * value),
      martingale: one.martingale.map((value) => 2 * value),
      expectedVariance: 4 * one.expectedVariance,
    };
    const vol = conditionalSmile(scaled, -0.7, 0.1).impliedVol(1.05);
    expect(conditionalSmile(one, -0.7, 0.1, 4).impliedVol(1.05)).toBeCloseTo(vol, 12);
  });
});
