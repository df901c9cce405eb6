import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/math/normal-quantile.ts';
import { createCriterion, type ObjectiveConfig } from '../../src/risk/create-criterion.ts';
import type { Criterion } from '../../src/risk/criterion.ts';
import { cvar } from '../../src/risk/cvar.ts';
import { downside } from '../../src/risk/downside.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { indifferencePrice } from '../../src/risk/indifference-price.ts';
import { isoelastic } from '../../src/risk/isoelastic.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { meanVariance } from '../../src/risk/mean-variance.ts';
import { quadraticCvar } from '../../src/risk/quadratic-cvar.ts';
import { smoothCvar } from '../../src/risk/smooth-cvar.ts';
import { variance } from '../../src/risk/variance.ts';

const losses = (count: number) => Float64Array.from({ length: count }, (_, i) => -i);

const criteria: readonly Criterion[] = [
  variance(),
  meanSd(1.5),
  entropic(1),
  entropic(0.1),
  cvar(0),
  cvar(0.7),
  cvar(0.83),
  cvar(0.99),
  smoothCvar(0.7, 0.3),
  smoothCvar(0.95, 0.01),
  quadraticCvar(0.2),
  quadraticCvar(5),
  meanVariance(0.8),
  downside(),
  downside({ target: 1.5, width: 0.4 }),
  isoelastic({ riskAversion: 1, initialWealth: 20 }),
  isoelastic({ riskAversion: 3, initialWealth: 20 }),
  isoelastic({ riskAversion: 0.5, initialWealth: 20 }),
];

const bounded = fc.double({ min: -10, max: 10, noNaN: true });
const samples = fc.array(bounded, { minLength: 1, maxLength: 30 });

/** Those that punish dispersion hold a large gain against the sample. */
function isMonotone({ name }: Criterion): boolean {
  return name !== 'variance' && !name.startsWith('mean +');
}

describe.each(criteria)('$name', (criterion) => {
  const { value, certaintyEquivalent, gradient } = criterion;

  it('has the gradient that central differences give', () => {
    const pnl = Float64Array.of(1.3, -2.1, 0.4, -0.9, 2.2, -3.7, 0.05);
    const out = new Float64Array(pnl.length);
    expect(gradient(pnl, out)).toBeCloseTo(value(pnl), 12);
    const h = 1e-5;
    for (let i = 0; i < pnl.length; i++) {
      const up = value(pnl.with(i, pnl[i] + h));
      const down = value(pnl.with(i, pnl[i] - h));
      expect(out[i]).toBeCloseTo((up - down) / (2 * h), 8);
    }
  });

  it('does not depend on the order of the sample, and leaves it as it was', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const pnl = Float64Array.from(values);
        const reversed = Float64Array.from(values).reverse();
        expect(value(reversed)).toBeCloseTo(value(pnl), 9);
        const out = new Float64Array(pnl.length);
        const reversedOut = new Float64Array(pnl.length);
        gradient(pnl, out);
        gradient(reversed, reversedOut);
        for (let i = 0; i < out.length; i++) expect(reversedOut[out.length - 1 - i]).toBeCloseTo(out[i], 9);
        expect(pnl).toEqual(Float64Array.from(values));
      }),
    );
  });

  it.runIf(criterion.isCashInvariant)('takes a sure gain off one to one', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: -5, max: 5, noNaN: true }), (values, sure) => {
        const pnl = Float64Array.from(values);
        const shifted = pnl.map((gain) => gain + sure);
        expect(value(shifted)).toBeCloseTo(value(pnl) - sure, 9);
        expect(certaintyEquivalent(shifted)).toBeCloseTo(certaintyEquivalent(pnl) - sure, 9);
      }),
    );
  });

  it('prices a sure loss at itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 5, noNaN: true }), (loss) => {
        expect(certaintyEquivalent(Float64Array.of(-loss, -loss))).toBeCloseTo(loss, 9);
      }),
    );
  });

  it.runIf(isMonotone(criterion))('is no better for a sample that is worse somewhere', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.double({ min: 0, max: 5, noNaN: true }), (values, at, loss) => {
        const pnl = Float64Array.from(values);
        const worse = pnl.with(at % pnl.length, pnl[at % pnl.length] - loss);
        expect(value(worse)).toBeGreaterThanOrEqual(value(pnl) - 1e-9);
      }),
    );
  });

  it('is convex: a mixture of samples is no worse than the average of both', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(bounded, bounded), { minLength: 1, maxLength: 20 }), (pairs) => {
        const [one, other] = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k]));
        const mixed = one.map((gain, i) => (gain + other[i]) / 2);
        expect(value(mixed)).toBeLessThanOrEqual((value(one) + value(other)) / 2 + 1e-9);
      }),
    );
  });

  it('asks at least the mean loss', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const meanLoss = -values.reduce((sum, gain) => sum + gain, 0) / values.length;
        expect(certaintyEquivalent(Float64Array.from(values))).toBeGreaterThanOrEqual(meanLoss - 1e-9);
      }),
    );
  });

  it('gives a finite gradient where every outcome is the same', () => {
    const out = new Float64Array(4);
    gradient(new Float64Array(4).fill(-1), out);
    for (let i = 1; i < 4; i++) expect(out[i]).toBe(out[0]);
    expect(Number.isFinite(out[0])).toBe(true);
  });

  it('refuses an empty sample', () => {
    expect(() => value(new Float64Array(0))).toThrow(RangeError);
    expect(() => gradient(new Float64Array(0), new Float64Array(0))).toThrow(RangeError);
  });
});

describe('known values', () => {
  it('variance and mean + sd', () => {
    expect(variance().value(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBe(4);
    expect(variance().certaintyEquivalent(losses(4))).toBe(1.5);
    expect(meanSd(1.5).value(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBe(1.5 * 2 - 5);
  });

  it('entropic', () => {
    expect(entropic(1).value(losses(4))).toBeCloseTo(Math.log((1 + Math.E + Math.E ** 2 + Math.E ** 3) / 4), 14);
    expect(entropic(1).value(losses(4))).toBeCloseTo(2.0539, 4);
  });

  it('entropic does not overflow, and tends to the worst loss', () => {
    expect(entropic(10).value(Float64Array.of(-1000, 1000))).toBeCloseTo(1000 - Math.log(2) / 10, 10);
    expect(entropic(1000).value(losses(4))).toBeCloseTo(3, 2);
  });

  it('cvar', () => {
    expect(cvar(0.7).value(losses(10))).toBeCloseTo(8, 13);
    // The worst 2.5 values: 9, 8 and half of 7.
    expect(cvar(0.75).value(losses(10))).toBeCloseTo((9 + 8 + 3.5) / 2.5, 13);
    // Fewer than one value: the worst.
    expect(cvar(0.99).value(losses(10))).toBeCloseTo(9, 13);
    expect(cvar(0).value(losses(10))).toBeCloseTo(4.5, 13);
  });

  it('cvar is the least of Rockafellar and Uryasev’s function of the threshold', () => {
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

  it('cvar shares the boundary among values that tie', () => {
    const out = new Float64Array(4);
    cvar(0.5).gradient(Float64Array.of(-1, -3, -1, -1), out);
    expect([...out].map((slope) => Number(slope.toFixed(12)))).toEqual([
      -0.166666666667, -0.5, -0.166666666667, -0.166666666667,
    ]);
  });
});

describe('known values of tail and wealth', () => {
  it('quadratic cvar', () => {
    expect(quadraticCvar(2).value(losses(10))).toBeCloseTo(7.975, 13);
    // The condition of its threshold, on a sample of which all counts: mean + variance λ − 1/(4λ) while no loss is left out.
    const few = Float64Array.of(-1, -1.5, -2);
    expect(quadraticCvar(0.1).value(few)).toBeCloseTo(1.5 + 0.1 / 6 - 1 / 0.4, 12);
  });

  it('quadratic cvar is the least of its function of the threshold', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.05, max: 10, noNaN: true }), (values, aversion) => {
        const atThreshold = (threshold: number) =>
          threshold +
          (aversion * values.reduce((sum, gain) => sum + Math.max(-gain - threshold, 0) ** 2, 0)) / values.length;
        const least = quadraticCvar(aversion).value(Float64Array.from(values));
        for (let threshold = -25; threshold <= 10; threshold += 0.25) {
          expect(least).toBeLessThanOrEqual(atThreshold(threshold) + 1e-9);
        }
      }),
    );
  });

  it('smooth cvar stands above cvar by no more than its bound, and tends to it', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, width) => {
        const pnl = Float64Array.from(values);
        const excess = smoothCvar(0.8, width).value(pnl) - cvar(0.8).value(pnl);
        expect(excess).toBeGreaterThanOrEqual(-1e-9);
        expect(excess).toBeLessThanOrEqual((width * Math.LN2) / 0.2 + 1e-9);
      }),
    );
    expect(smoothCvar(0.7, 1e-6).value(losses(10))).toBeCloseTo(8, 5);
  });

  it('downside deviation', () => {
    expect(downside().value(Float64Array.of(1, -2))).toBeCloseTo(Math.SQRT2, 14);
    expect(downside({ target: 1 }).value(Float64Array.of(3, 0, -1))).toBeCloseTo(Math.sqrt(5 / 3), 14);
    expect(downside().value(Float64Array.of(1, 2))).toBe(0);
  });

  it('isoelastic', () => {
    expect(isoelastic({ riskAversion: 1, initialWealth: 4 }).value(Float64Array.of(-3, 0))).toBeCloseTo(2, 14);
    // Harmonic mean at aversion 2.
    expect(isoelastic({ riskAversion: 2, initialWealth: 4 }).value(Float64Array.of(-3, 0))).toBeCloseTo(4 - 1.6, 14);
    expect(() => isoelastic({ riskAversion: 1, initialWealth: 2 }).value(Float64Array.of(-3, 0))).toThrow(
      'expected initialWealth above the worst loss, 3, it is 2',
    );
  });

  it('of a normal sample', () => {
    const quantiles = Float64Array.from({ length: 20_000 }, (_, i) => normalQuantile((i + 0.5) / 20_000));
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    expect(cvar(0.95).value(quantiles)).toBeCloseTo(density(normalQuantile(0.95)) / 0.05, 3);
    expect(entropic(0.5).value(quantiles)).toBeCloseTo(0.25, 3);
    expect(downside().value(quantiles)).toBeCloseTo(Math.SQRT1_2, 3);
  });
});

describe('indifferencePrice', () => {
  const hedged = Float64Array.of(-1, -3, -2, 0.5);
  const trading = Float64Array.of(0.2, -0.4, 0.1, 0.3);

  it('is the difference of certainty equivalents where cash comes off one to one', () => {
    const price = indifferencePrice(cvar(0.5), hedged, trading);
    expect(price).toBeCloseTo(2.5 - 0.15, 12);
    expect(indifferencePrice(meanSd(1.5), hedged)).toBeCloseTo(meanSd(1.5).value(hedged), 12);
  });

  it.each([isoelastic({ riskAversion: 2, initialWealth: 10 }), downside({ target: 0.3 })])(
    'makes hedging as good as trading: $name',
    (criterion) => {
      const price = indifferencePrice(criterion, hedged, trading);
      const paid = hedged.map((gain) => gain + price);
      expect(criterion.value(paid)).toBeCloseTo(criterion.value(trading), 12);
    },
  );

  it('is the largest loss where only losses count and nothing is risked without the contract', () => {
    expect(indifferencePrice(downside(), hedged)).toBeCloseTo(3, 12);
  });

  it('refuses variance, which does not see cash', () => {
    expect(() => indifferencePrice(variance(), hedged)).toThrow("the criterion 'variance' does not see cash");
  });
});

describe('parameters', () => {
  it('are refused outside their range, by name', () => {
    expect(() => meanSd(-1)).toThrow('riskAversion is -1');
    expect(() => meanSd(Number.NaN)).toThrow(RangeError);
    expect(() => entropic(0)).toThrow('riskAversion is 0');
    expect(() => entropic(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => cvar(1)).toThrow('level is 1');
    expect(() => cvar(-0.1)).toThrow(RangeError);
    expect(() => smoothCvar(0.9, 0)).toThrow('width is 0');
    expect(() => quadraticCvar(0)).toThrow('riskAversion is 0');
    expect(() => meanVariance(-1)).toThrow('riskAversion is -1');
    expect(() => downside({ target: Number.NaN })).toThrow('target is NaN');
    expect(() => isoelastic({ riskAversion: 1, initialWealth: 0 })).toThrow('initialWealth is 0');
  });
});

describe('createCriterion', () => {
  it.each<[ObjectiveConfig, string]>([
    [{ criterion: 'mean-sd', riskAversion: 1.5 }, 'mean + 1.5 sd'],
    [{ criterion: 'cvar', level: 0.95 }, 'cvar 95 %'],
    [{ criterion: 'cvar', level: 0.975 }, 'cvar 97.5 %'],
    [{ criterion: 'entropic', riskAversion: 2 }, 'entropic, risk aversion 2'],
    [{ criterion: 'variance' }, 'variance'],
    [{ criterion: 'mean-variance', riskAversion: 2 }, 'mean + 1 variance'],
    [{ criterion: 'downside', target: -1 }, 'downside deviation below -1'],
    [{ criterion: 'quadratic-cvar', riskAversion: 2 }, 'quadratic cvar, risk aversion 2'],
    [
      { criterion: 'isoelastic', riskAversion: 2, initialWealth: 100 },
      'isoelastic, risk aversion 2, initial wealth 100',
    ],
  ])('of %o is %s', (config, name) => {
    expect(createCriterion(config).name).toBe(name);
  });

  it('refuses a criterion that it does not know', () => {
    expect(() => createCriterion({ criterion: 'sharpe' } as unknown as ObjectiveConfig)).toThrow(
      "criterion is 'sharpe'",
    );
  });
});
