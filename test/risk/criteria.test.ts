import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCriterion, type ObjectiveConfig } from '../../src/risk/create-criterion.ts';
import type { Criterion } from '../../src/risk/criterion.ts';
import { cvar } from '../../src/risk/cvar.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
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
];

const samples = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 });

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

  it('takes a sure gain off the certainty equivalent, and prices a sure loss at itself', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: -5, max: 5, noNaN: true }), (values, sure) => {
        const pnl = Float64Array.from(values);
        const shifted = pnl.map((gain) => gain + sure);
        expect(certaintyEquivalent(shifted)).toBeCloseTo(certaintyEquivalent(pnl) - sure, 9);
        expect(certaintyEquivalent(Float64Array.of(sure, sure))).toBeCloseTo(-sure, 9);
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

describe('parameters', () => {
  it('are refused outside their range, by name', () => {
    expect(() => meanSd(-1)).toThrow('riskAversion is -1');
    expect(() => meanSd(Number.NaN)).toThrow(RangeError);
    expect(() => entropic(0)).toThrow('riskAversion is 0');
    expect(() => entropic(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => cvar(1)).toThrow('level is 1');
    expect(() => cvar(-0.1)).toThrow(RangeError);
  });
});

describe('createCriterion', () => {
  it.each<[ObjectiveConfig, string]>([
    [{ criterion: 'mean-sd', riskAversion: 1.5 }, 'mean + 1.5 sd'],
    [{ criterion: 'cvar', level: 0.95 }, 'cvar 95 %'],
    [{ criterion: 'cvar', level: 0.975 }, 'cvar 97.5 %'],
    [{ criterion: 'entropic', riskAversion: 2 }, 'entropic, risk aversion 2'],
    [{ criterion: 'variance' }, 'variance'],
  ])('of %o is %s', (config, name) => {
    expect(createCriterion(config).name).toBe(name);
  });

  it('refuses a criterion that it does not know', () => {
    expect(() => createCriterion({ criterion: 'sharpe' } as unknown as ObjectiveConfig)).toThrow(
      "criterion is 'sharpe'",
    );
  });
});
