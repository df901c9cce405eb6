import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf } from '../../src/math/normal.ts';
import { normalQuantile } from '../../src/math/normal-quantile.ts';
import type { Criterion } from '../../src/risk/criterion.ts';
import { cvar } from '../../src/risk/cvar.ts';
import { downside } from '../../src/risk/downside.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { isoelastic } from '../../src/risk/isoelastic.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { meanVariance } from '../../src/risk/mean-variance.ts';
import { quadraticCvar } from '../../src/risk/quadratic-cvar.ts';
import { variance } from '../../src/risk/variance.ts';
import { InputError } from '../../src/support/input-error.ts';

const losses = (count: number) => Float64Array.from({ length: count }, (_, i) => -i);
const samples = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 });
/** A sample as even as can be of a normal of mean 1 and standard deviation 2. */
const normals = Float64Array.from({ length: 20_000 }, (_, i) => 1 + 2 * normalQuantile((i + 0.5) / 20_000));
const slopesOf = ({ gradient }: Criterion, ...pnl: readonly number[]) => {
  const out = new Float64Array(pnl.length);
  gradient(Float64Array.from(pnl), out);
  return [...out].map((slope) => Number(slope.toFixed(12)));
};

describe('moments', () => {
  const pnl = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);

  it('of a sample', () => {
    expect(variance().value(pnl)).toBe(4);
    expect(variance().certaintyEquivalent(losses(4))).toBe(1.5);
    expect(meanSd(1.5).value(pnl)).toBe(1.5 * 2 - 5);
    expect(meanVariance(3).value(pnl)).toBe(1.5 * 4 - 5);
    expect(downside().value(Float64Array.of(5, -3, 1, -1))).toBe(Math.sqrt(2.5));
    expect(downside({ target: 1 }).certaintyEquivalent(Float64Array.of(5, -3, 1, -1))).toBe(Math.sqrt(5) - 1);
  });

  it('of a normal: half of the square is downside', () => {
    expect(meanSd(1.5).value(normals)).toBeCloseTo(2, 3);
    expect(meanVariance(0.5).value(normals)).toBeCloseTo(0, 3);
    expect(downside({ target: 1 }).value(normals)).toBeCloseTo(Math.SQRT2, 3);
  });
});

describe('entropic', () => {
  it('is a log-sum-exp', () => {
    expect(entropic(1).value(losses(4))).toBeCloseTo(Math.log((1 + Math.E + Math.E ** 2 + Math.E ** 3) / 4), 14);
    expect(entropic(1).value(losses(4))).toBeCloseTo(2.0539, 4);
    // λ σ²/2 less the mean.
    expect(entropic(0.5).value(normals)).toBeCloseTo(0, 3);
  });

  it('does not overflow, and tends to the worst loss', () => {
    expect(entropic(10).value(Float64Array.of(-1000, 1000))).toBeCloseTo(1000 - Math.log(2) / 10, 10);
    expect(entropic(1000).value(losses(4))).toBeCloseTo(3, 2);
  });

  it('is the mean and half of λ variances for small λ', () => {
    for (const lambda of [1e-3, 1e-5, 1e-9]) {
      const skew = lambda ** 2 * 10;
      expect(Math.abs(entropic(lambda).value(losses(4)) - meanVariance(lambda).value(losses(4)))).toBeLessThan(
        skew + 1e-14,
      );
    }
  });
});

describe('cvar', () => {
  it('averages the worst, the last with a fraction', () => {
    expect(cvar(0.7).value(losses(10))).toBeCloseTo(8, 13);
    // The worst 2.5 values: 9, 8 and half of 7.
    expect(cvar(0.75).value(losses(10))).toBeCloseTo((9 + 8 + 3.5) / 2.5, 13);
    // Fewer than one value: the worst.
    expect(cvar(0.99).value(losses(10))).toBeCloseTo(9, 13);
    expect(cvar(0).value(losses(10))).toBeCloseTo(4.5, 13);
  });

  it('of a normal is φ(z)/(1 − level) standard deviations', () => {
    for (const level of [0.5, 0.95]) {
      const expected = (2 * normalPdf(normalQuantile(level))) / (1 - level) - 1;
      expect(cvar(level).value(normals)).toBeCloseTo(expected, 3);
    }
  });

  it('is the least of Rockafellar and Uryasev’s function of the threshold', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 0.99, noNaN: true }), (values, level) => {
        const atThreshold = (threshold: number) => {
          const excess = values.reduce((sum, gain) => sum + Math.max(-gain - threshold, 0), 0);
          return threshold + excess / (values.length * (1 - level));
        };
        const least = Math.min(...values.map((gain) => atThreshold(-gain)));
        expect(cvar(level).value(Float64Array.from(values))).toBeCloseTo(least, 9);
      }),
    );
  });

  it('shares the boundary among values that tie', () => {
    expect(slopesOf(cvar(0.5), -1, -3, -1, -1)).toEqual([-0.166666666667, -0.5, -0.166666666667, -0.166666666667]);
  });

  it('smoothed is worked out by hand for two outcomes', () => {
    // Shares ½ + (t + gap)/w with t at 0: ¾ and ¼ for a gap of half the width.
    const smooth = cvar(0.5, { smoothingWidth: 4 });
    expect(smooth.value(Float64Array.of(-1, 1))).toBeCloseTo(0.75 - 0.25 - 2 * 0.125, 14);
    expect(slopesOf(smooth, -1, 1)).toEqual([-0.75, -0.25]);
  });

  it('smoothed is the least over the threshold of a sum of rounded excesses', () => {
    fc.assert(
      fc.property(
        samples,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (values, level, width) => {
          // 0 to x over the width, by a parabola.
          const rounded = (x: number) =>
            Math.abs(x) < width / 2 ? (x + width / 2) ** 2 / (2 * width) : Math.max(x, 0);
          const at = (threshold: number) =>
            threshold -
            (width * level) / 2 +
            values.reduce((sum, gain) => sum + rounded(-gain - threshold), 0) / (values.length * (1 - level));
          const least = at(searchLeast(at, -11 - width, 11 + width));
          expect(cvar(level, { smoothingWidth: width }).value(Float64Array.from(values))).toBeCloseTo(least, 7);
        },
      ),
    );
  });
});

describe('quadratic cvar', () => {
  const at = (values: readonly number[], lambda: number, width: number) => (threshold: number) => {
    const square = values.reduce((sum, gain) => sum + Math.max(-gain - threshold, 0) ** 2, 0) / values.length;
    return threshold + lambda * Math.sqrt(square + width ** 2) - width * Math.sqrt(lambda ** 2 - 1);
  };

  it('is the least over the threshold', () => {
    fc.assert(
      fc.property(
        samples,
        fc.double({ min: 1.05, max: 30, noNaN: true }),
        fc.constantFrom(0, 0.1, 3),
        (values, lambda, width) => {
          // The mean loss less sd/√(λ² − 1) is the lowest that it can be at.
          const least = searchLeast(at(values, lambda, width), -60 - 4 * width, 11);
          const found = quadraticCvar(lambda, { smoothingWidth: width }).value(Float64Array.from(values));
          expect(found).toBeCloseTo(at(values, lambda, width)(least), 7);
        },
      ),
    );
  });

  it('of ten losses', () => {
    // Three beyond ω = 8 − √(10/3), of variance 2/3 and c² = 6/5.
    expect(quadraticCvar(2).value(losses(10))).toBeCloseTo(8 + Math.sqrt(2 / 15), 13);
    expect(quadraticCvar(1).value(losses(10))).toBeCloseTo(4.5, 13);
    expect(quadraticCvar(4).value(losses(10))).toBe(9);
    expect(slopesOf(quadraticCvar(4), -9, -9, 3, 0)).toEqual([-0.5, -0.5, 0, 0]);
  });

  it('holds the published value of its squared form', () => {
    // min over ω of ω + μ E[…]² is the most of this criterion less λ²/(4μ); pfhedge documents 7.9750 for μ = 2.
    const squared = (lambda: number) => quadraticCvar(lambda).value(losses(10)) - lambda ** 2 / 8;
    expect(squared(Math.sqrt(5.8))).toBeCloseTo(7.975, 13);
    expect(squared(searchLeast((lambda) => -squared(lambda), 1, 10))).toBeCloseTo(7.975, 12);
  });

  it('of a normal', () => {
    for (const lambda of [1.5, 4]) {
      const atThreshold = (z: number) => {
        const tail = normalCdf(-z);
        return z + lambda * Math.sqrt((1 + z * z) * tail - z * normalPdf(z));
      };
      const expected = 2 * atThreshold(searchLeast(atThreshold, -5, 5)) - 1;
      expect(quadraticCvar(lambda).value(normals)).toBeCloseTo(expected, 2);
    }
  });

  it('is no less than cvar at the level 1 − 1/λ, and scales with the P&L', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 1, max: 30, noNaN: true }), (values, lambda) => {
        const pnl = Float64Array.from(values);
        const found = quadraticCvar(lambda).value(pnl);
        expect(found).toBeGreaterThanOrEqual(cvar(1 - 1 / lambda).value(pnl) - 1e-9);
        expect(quadraticCvar(lambda).value(pnl.map((gain) => 4 * gain))).toBeCloseTo(4 * found, 8);
      }),
    );
  });

  it('keeps its slopes where outcomes nearly tie', () => {
    const ulp = Number.EPSILON;
    expect(slopesOf(quadraticCvar(1.5), 1, 1 + ulp, 1 + 3 * ulp)).toEqual(slopesOf(quadraticCvar(1.5), 0, 1, 3));
  });
});

describe('isoelastic', () => {
  it('holds the published values of four outcomes of wealth', () => {
    // pfhedge documents E√x = 1.5366 and E log x = 0.7945, with cash of 2.3610 and 2.2134.
    const wealth = Float64Array.of(1, 2, 3, 4);
    const root = -isoelastic(0.5, 0).value(wealth);
    expect(root).toBeCloseTo(2.361, 4);
    expect(Math.sqrt(root)).toBeCloseTo(1.5366, 4);
    const geometric = -isoelastic(1, 0).value(wealth);
    expect(geometric).toBeCloseTo(2.2134, 4);
    expect(Math.log(geometric)).toBeCloseTo(0.7945, 4);
    expect(-isoelastic(2, 0).value(wealth)).toBeCloseTo(4 / (1 + 1 / 2 + 1 / 3 + 1 / 4), 13);
  });

  it('of a lognormal wealth e^(μ + σZ) is e^(μ + (1 − γ)σ²/2)', () => {
    const pnl = normals.map((x) => 20 * Math.exp(x / 10) - 15);
    for (const gamma of [0.5, 1, 4]) {
      expect(isoelastic(gamma, 15).value(pnl)).toBeCloseTo(15 - 20 * Math.exp(0.1 + (1 - gamma) * 0.02), 3);
    }
  });

  it('tends to mean–variance of γ/w as wealth grows, and to the worst loss as γ does', () => {
    const pnl = losses(4);
    for (const wealth of [1e3, 1e6]) {
      const difference = isoelastic(2, wealth).value(pnl) - meanVariance(2 / wealth).value(pnl);
      expect(Math.abs(difference)).toBeLessThan(10 / wealth ** 2 + 1e-13);
    }
    expect(isoelastic(5000, 10).value(pnl)).toBeCloseTo(3, 1);
  });

  it('passes γ = 1 without a jump', () => {
    const at = (gamma: number) => isoelastic(gamma, 10).value(losses(9));
    for (const off of [1e-6, 1e-9, 1e-12, 1e-15]) expect(Math.abs(at(1 + off) - at(1))).toBeLessThan(2 * off + 1e-14);
  });

  it('with more wealth of the sample than of the desk is the same', () => {
    const pnl = Float64Array.of(1, -2, 0.5);
    const moved = pnl.map((gain) => gain + 3);
    expect(isoelastic(3, 7).value(moved)).toBeCloseTo(isoelastic(3, 10).value(pnl) - 3, 13);
  });

  it('refuses an outcome that leaves no wealth, by its place', () => {
    const { value, gradient } = isoelastic(2, 10);
    const line =
      'wealth at outcome 1 is -2 (initialWealth 10, P&L -12): expected it above 0: give a larger initialWealth';
    expect(() => value(Float64Array.of(0, -12))).toThrow(new InputError(line));
    expect(() => gradient(Float64Array.of(0, -10), new Float64Array(2))).toThrow('wealth at outcome 1 is 0');
  });
});

/** Where a convex function of one variable is least, by golden sections. */
function searchLeast(objective: (x: number) => number, from: number, to: number): number {
  const section = (Math.sqrt(5) - 1) / 2;
  let low = from;
  let high = to;
  for (let step = 0; step < 90; step++) {
    const left = high - section * (high - low);
    const right = low + section * (high - low);
    if (objective(left) <= objective(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
