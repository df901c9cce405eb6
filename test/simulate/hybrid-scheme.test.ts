import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HybridScheme, hybridScheme } from '../../src/simulate/hybrid-scheme.ts';

/** Covariance of the scheme's values at the ends of two intervals. */
function covariance({ weights, residual }: HybridScheme, early: number, late: number): number {
  let sum = early === late ? residual * residual : 0;
  for (let j = 0; j <= early; j++) sum += weights[early - j] * weights[late - j];
  return sum;
}

describe('hybridScheme', () => {
  // H, s, t and E[X_s X_t] = 2H s^(H+½) t^(H−½) / (H+½) · ₂F₁(1, ½−H; H+3/2; s/t), by SciPy 1.10 (hyp2f1); that formula agrees
  // with quadrature of the defining integral to 1e-13.
  it.each([
    [0.07, 0.5, 1, 0.1979131489474114],
    [0.07, 0.9, 1, 0.3868630898853803],
    [0.07, 0.1, 1, 0.06802663225091377],
    [0.07, 0.5, 0.5, 0.9075191553171609],
    [0.3, 0.5, 1, 0.4620946906970617],
    [0.3, 0.9, 1, 0.8281634297401771],
    [0.3, 0.1, 1, 0.12024784972841428],
    [0.3, 0.5, 0.5, 0.6597539553864471],
    [0.5, 0.9, 1, 0.9],
  ])('has the covariance of the process: H = %d, s = %d, t = %d', (hurst, s, t, exact) => {
    const error = (n: number) => {
      const scheme = hybridScheme(hurst, 1 / n, n);
      return Math.abs(covariance(scheme, Math.round(s * n) - 1, Math.round(t * n) - 1) / exact - 1);
    };
    expect(error(100)).toBeLessThan(1.2e-3);
    expect(error(1000)).toBeLessThan(0.8 * error(100) + 1e-12);
  });

  it('keeps the variance to 0.1 % at any interval, exactly at the first', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: 1e-4, max: 1, noNaN: true }),
        (hurst, years) => {
          const { variances } = hybridScheme(hurst, years, 60);
          expect(variances[0]).toBeCloseTo(years ** (2 * hurst), 12);
          variances.forEach((variance, i) => {
            const ratio = variance / ((i + 1) * years) ** (2 * hurst);
            expect(ratio).toBeLessThan(1 + 1e-12);
            expect(ratio).toBeGreaterThan(0.999);
          });
        },
      ),
      { seed: 5, numRuns: 50 },
    );
  });

  it('is Brownian motion at H = ½', () => {
    const { weights, residual } = hybridScheme(0.5, 0.25, 3);
    expect([...weights]).toEqual([0.5, 0.5, 0.5]);
    expect(residual).toBeCloseTo(0, 7);
  });

  it('has the covariance of a power of the latest interval with its increment', () => {
    // ∫₀ʰ (h − s)^(H − ½) ds = h^(H + ½) / (H + ½), and the increment is √h Z.
    const { weights } = hybridScheme(0.1, 0.01, 1);
    expect(weights[0] * Math.sqrt(0.01)).toBeCloseTo((Math.sqrt(0.2) * 0.01 ** 0.6) / 0.6, 14);
  });
});
