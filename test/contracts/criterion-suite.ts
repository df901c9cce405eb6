import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Criterion } from '../../src/risk/criterion.ts';

/** What a criterion is said to be; the suite holds it to that. All are convex. */
export interface CriterionFacts {
  /** Whether cash c takes c off the value, leaves it as it is, or neither. By default the first. */
  readonly cash?: 'invariant' | 'blind' | 'dependent';
  /** Of one that is not monotone: a sample, and one that is nowhere worse and yet has the larger value. */
  readonly dislikes?: { readonly sample: readonly number[]; readonly gains: readonly number[] };
  /** P&L from which on all outcomes are alike, so that no larger one is told from it. */
  readonly target?: number;
  /** Least P&L of the samples, where the criterion refuses others. */
  readonly least?: number;
}

/** Holds a criterion, exact or smooth, to the contract of `Criterion`. */
export function describeCriterion(criterion: Criterion, facts: CriterionFacts = {}): void {
  const { value, certaintyEquivalent, gradient } = criterion;
  const { cash = 'invariant', dislikes, target = 10, least = -10 } = facts;
  // Ties and whole numbers often, as at a target or at a threshold.
  const outcome = fc.oneof(
    fc.double({ min: least, max: 10, noNaN: true }),
    fc.integer({ min: Math.ceil(least), max: Math.ceil(least) + 4 }),
  );
  const samples = fc.array(outcome, { minLength: 1, maxLength: 30 });
  // Slopes of outcomes that all but tie are as good as their differences: these tie, or are a thousandth apart.
  const distinct = outcome.map((gain) => Math.max(Math.round(1000 * gain) / 1000, least));
  const distinctSamples = fc.array(distinct, { minLength: 1, maxLength: 30 });
  const slopes = (pnl: Float64Array) => {
    const out = new Float64Array(pnl.length);
    gradient(pnl, out);
    return out;
  };

  describe(criterion.name, () => {
    it('has the gradient that central differences give', () => {
      const step = 1e-5;
      const apart = fc.uniqueArray(fc.integer({ min: 100 * least + 1, max: 1000 }), { minLength: 2, maxLength: 12 });
      fc.assert(
        fc.property(apart, (hundredths) => {
          // Off whole numbers, where targets are.
          const pnl = Float64Array.from(hundredths, (x) => x / 100 + 0.0031);
          const found = slopes(pnl);
          pnl.forEach((gain, i) => {
            const rise = value(pnl.with(i, gain + step)) - value(pnl.with(i, gain - step));
            expect(Math.abs(found[i] - rise / (2 * step))).toBeLessThan(2e-4 * (1 + Math.abs(found[i])));
          });
        }),
      );
    });

    it('is convex, and nowhere below its tangents, those at kinks included', () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(distinct, outcome), { minLength: 1, maxLength: 30 }), (pairs) => {
          const from = Float64Array.from(pairs, ([x]) => x);
          const to = Float64Array.from(pairs, ([, y]) => y);
          const tangent = slopes(from).reduce((sum, slope, i) => sum + slope * (to[i] - from[i]), value(from));
          expect(value(to)).toBeGreaterThanOrEqual(tangent - 1e-9 * (1 + Math.abs(tangent)));
        }),
      );
    });

    it('returns its value with the gradient, and both to the same bits again', () => {
      fc.assert(
        fc.property(samples, (values) => {
          const pnl = Float64Array.from(values);
          expect(gradient(pnl, new Float64Array(pnl.length))).toBe(value(pnl));
          expect(value(pnl.slice())).toBe(value(pnl));
          expect(certaintyEquivalent(pnl.slice())).toBe(certaintyEquivalent(pnl));
          expect(slopes(pnl.slice())).toEqual(slopes(pnl));
        }),
      );
    });

    it('leaves the sample as it was, and what lies beyond it in `out`', () => {
      fc.assert(
        fc.property(samples, (values) => {
          const pnl = Float64Array.from(values);
          const out = new Float64Array(pnl.length + 1).fill(7);
          gradient(pnl, out);
          certaintyEquivalent(pnl);
          expect(pnl).toEqual(Float64Array.from(values));
          expect(out[pnl.length]).toBe(7);
        }),
      );
    });

    it('does not depend on the order of the sample, nor on how often all of it is there', () => {
      fc.assert(
        fc.property(distinctSamples, (values) => {
          const pnl = Float64Array.from(values);
          const reversed = pnl.toReversed();
          const twice = Float64Array.from([...values, ...values]);
          for (const other of [reversed, twice]) {
            expect(value(other)).toBeCloseTo(value(pnl), 9);
            expect(certaintyEquivalent(other)).toBeCloseTo(certaintyEquivalent(pnl), 9);
          }
          const found = slopes(pnl);
          slopes(reversed).forEach((slope, i) => {
            expectNear(slope, found[pnl.length - 1 - i]);
          });
        }),
      );
    });

    it('gives outcomes that tie the same slope', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 20 }), (steps) => {
          const pnl = Float64Array.from(steps, (step) => Math.min(least + step, 3));
          const found = slopes(pnl);
          pnl.forEach((gain, i) => {
            expect(found[i]).toBe(found[pnl.indexOf(gain)]);
            expect(found[i]).toSatisfy(Number.isFinite);
          });
        }),
      );
    });

    it(`says of cash what it does to its value: ${cash}`, () => {
      expect(criterion.isCashInvariant ?? true).toBe(cash !== 'dependent');
      fc.assert(
        fc.property(distinctSamples, fc.double({ min: 0, max: 5, noNaN: true }), (values, sure) => {
          const pnl = Float64Array.from(values);
          const richer = pnl.map((gain) => gain + sure);
          if (cash === 'dependent') {
            expect(certaintyEquivalent(richer)).toBeLessThanOrEqual(certaintyEquivalent(pnl) + 1e-9);
            return;
          }
          const kept = cash === 'blind' ? 0 : 1;
          expect(value(richer)).toBeCloseTo(value(pnl) - kept * sure, 9);
          expect(certaintyEquivalent(richer)).toBeCloseTo(certaintyEquivalent(pnl) - sure, 9);
          expect(slopes(pnl).reduce((sum, slope) => sum + slope, 0)).toBeCloseTo(-kept, 9);
        }),
      );
    });

    it('prices a sure loss at itself, however often it is there', () => {
      const losses = fc.double({ min: -5, max: -0.1, noNaN: true });
      fc.assert(
        fc.property(losses, fc.integer({ min: 1, max: 40 }), (loss, count) => {
          const pnl = new Float64Array(count).fill(Math.min(Math.max(loss, least), target));
          expect(certaintyEquivalent(pnl)).toBeCloseTo(-pnl[0], 12);
          expect(slopes(pnl)).toSatisfy((all: Float64Array) => all.every(Number.isFinite));
        }),
      );
    });

    it('asks at least the mean loss, and is finite', () => {
      fc.assert(
        fc.property(samples, (values) => {
          const meanLoss = -values.reduce((sum, gain) => sum + gain, 0) / values.length;
          const pnl = Float64Array.from(values);
          expect(certaintyEquivalent(pnl)).toBeGreaterThanOrEqual(meanLoss - 1e-9);
          expect(certaintyEquivalent(pnl)).toSatisfy(Number.isFinite);
          expect(value(pnl)).toSatisfy(Number.isFinite);
          expect(slopes(pnl)).toSatisfy((all: Float64Array) => all.every(Number.isFinite));
        }),
      );
    });

    if (dislikes === undefined) {
      it('is monotone: a gain on top is never worse', () => {
        const gain = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true }));
        fc.assert(
          fc.property(fc.array(fc.tuple(outcome, gain), { minLength: 1, maxLength: 30 }), (pairs) => {
            const pnl = Float64Array.from(pairs, ([x]) => x);
            const better = Float64Array.from(pairs, ([x, more]) => x + more);
            expect(value(better)).toBeLessThanOrEqual(value(pnl) + 1e-9);
            expect(certaintyEquivalent(better)).toBeLessThanOrEqual(certaintyEquivalent(pnl) + 1e-9);
            for (const slope of slopes(pnl)) expect(slope).toBeLessThanOrEqual(1e-15);
          }),
        );
      });
    } else {
      it('is not monotone: some gain on top is worse', () => {
        const pnl = Float64Array.from(dislikes.sample);
        expect(Math.min(...dislikes.gains)).toBeGreaterThanOrEqual(0);
        expect(value(pnl.map((x, i) => x + dislikes.gains[i]))).toBeGreaterThan(value(pnl));
        expect(Math.max(...slopes(pnl))).toBeGreaterThan(0);
      });
    }

    it('refuses an empty sample, and slopes without room', () => {
      const empty = new Float64Array(0);
      expect(() => value(empty)).toThrow(new RangeError('the sample is empty: expected at least one value'));
      expect(() => certaintyEquivalent(empty)).toThrow(RangeError);
      expect(() => gradient(empty, empty)).toThrow(RangeError);
      expect(() => gradient(Float64Array.of(1, 2), new Float64Array(1))).toThrow('out has length 1: expected 2');
    });

    it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      'makes NaN of a sample with %s',
      (odd) => {
        for (const at of [0, 2, 4]) {
          const pnl = Float64Array.of(1, 2, 0, 3, 1).with(at, odd);
          expect(value(pnl)).toBeNaN();
          expect(certaintyEquivalent(pnl)).toBeNaN();
          const out = new Float64Array(6);
          expect(gradient(pnl, out)).toBeNaN();
          expect([...out]).toEqual([...new Array(5).fill(Number.NaN), 0]);
        }
      },
    );
  });
}

/**
 * Holds the smooth form of a criterion to what it says of itself.
 *
 * @param make the criterion of a width; 0 is the exact one
 * @param lowering most that a width of 1 takes off the exact value
 */
export function describeSmoothing(make: (smoothingWidth: number) => Criterion, lowering: number): void {
  const exact = make(0);
  const samples = fc.array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.integer({ min: -3, max: 3 })), {
    minLength: 1,
    maxLength: 30,
  });

  describe(`${exact.name}, smoothed`, () => {
    it('is lower by no more than it says, for any width', () => {
      // Widths far below and far above the differences in the sample too.
      fc.assert(
        fc.property(samples, fc.double({ min: -14, max: 4, noNaN: true }), (values, exponent) => {
          const width = 10 ** exponent;
          const pnl = Float64Array.from(values);
          const lower = exact.value(pnl) - make(width).value(pnl);
          const rounding = 1e-10 * (1 + width);
          expect(lower).toBeGreaterThanOrEqual(-rounding);
          expect(lower).toBeLessThanOrEqual(lowering * width + rounding);
        }),
        { numRuns: 300 },
      );
    });

    it('has a gradient without jumps, where the exact one may have them', () => {
      const { gradient } = make(0.5);
      const nudge = fc.double({ min: -1e-7, max: 1e-7, noNaN: true });
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), nudge), { minLength: 1 }), (pairs) => {
          const here = new Float64Array(pairs.length);
          const there = new Float64Array(pairs.length);
          gradient(
            Float64Array.from(pairs, ([x]) => x),
            here,
          );
          gradient(
            Float64Array.from(pairs, ([x, change]) => x + change),
            there,
          );
          here.forEach((slope, i) => {
            expect(Math.abs(slope - there[i])).toBeLessThan(1e-4);
          });
        }),
      );
    });

    it('says its width in its name, and refuses one that is none', () => {
      expect(make(0.25).name).toBe(`${exact.name}, smoothed over 0.25`);
      for (const odd of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => make(odd)).toThrow(`smoothingWidth is ${odd}: expected a finite number >= 0`);
      }
    });
  });
}

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
}
