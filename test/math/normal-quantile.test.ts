import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../src/math/normal.ts';
import { normalQuantile } from '../../src/math/normal-quantile.ts';

describe('normalQuantile', () => {
  /** Φ⁻¹(p) to 17 figures, by 60-digit arithmetic (mpmath 1.2). */
  it.each([
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965326],
    [1e-20, -9.262340089798407],
    [1e-12, -7.034483825301132],
    [1.4e-11, -6.656723091518184],
    [1e-6, -4.753424308822899],
    [0.001, -3.0902323061678136],
    [0.02, -2.053748910631823],
    [0.0749, -1.4402382675279637],
    [0.0751, -1.43882539275254],
    [0.1, -1.2815515655446004],
    [0.25, -0.6744897501960817],
    [0.4, -0.2533471031357997],
    [0.499, -0.002506630899571766],
    [0.51, 0.025068908258711057],
    [0.75, 0.6744897501960817],
    [0.9, 1.2815515655446006],
    [0.975, 1.9599639845400538],
    [0.999, 3.090232306167813],
  ])('at %d has a relative error below 1e-15', (p, expected) => {
    expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-15);
  });

  it('undoes normalCdf, is odd about ½ and rises', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -37, max: 1, noNaN: true }),
        fc.double({ min: 2 ** -20, max: 1e-3, noNaN: true }),
        (z, more) => {
          // A relative error e of p is one of e R(−z) in z.
          expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-15 * (4 + Math.abs(z)));
          const p = Math.round((normalCdf(z) * 0.9 + more) * 2 ** 40) / 2 ** 40;
          expect(normalQuantile(1 - p) + normalQuantile(p)).toBeCloseTo(0, 14);
          expect(normalQuantile(p + more * 0.01)).toBeGreaterThan(normalQuantile(p));
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('reaches its limits', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(-1e-9)).toBeNaN();
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
  });
});
