import { describe, expect, it } from 'vitest';
import { conditionalVariance, garchLikelihood } from '../../../src/forecast/garch/garch-likelihood.ts';
import { sampleOf, startOfRecursion } from '../../../src/forecast/garch/garch-start.ts';
import {
  estimatedPlaces,
  type GarchTerms,
  garchInitials,
  garchLaws,
  garchModels,
  PARAMETERS,
  toVector,
} from '../../../src/forecast/garch/garch-terms.ts';
import { CONSTANTS, SLOPES, shockLaws } from '../../../src/forecast/garch/shock-law.ts';
import { unitStudentLogDensity } from '../../../src/math/unit-student.ts';
import { markPound } from './reference-returns.ts';

const sample = sampleOf(markPound().subarray(0, 400));
const linear = { mean: 0.02, omega: 0.03, alpha: 0.08, gamma: 0.06, beta: 0.8, degreesOfFreedom: 5, skew: -0.2 };
const exponential = { ...linear, omega: -0.1, alpha: 0.2, gamma: -0.1, beta: 0.93 };
const cases = garchModels.flatMap((model) =>
  garchLaws.flatMap((law) => garchInitials.map((initial): GarchTerms => ({ model, law, initial }))),
);

describe('garchLikelihood', () => {
  it.each(cases)('has the slopes of its values: $model, $law, $initial', (terms) => {
    const likelihood = garchLikelihood(terms, sample);
    const point = toVector(terms.model === 'egarch' ? exponential : linear);
    const differences = point.map((_, place) => difference((at) => likelihood.at(at), point, place));
    likelihood.at(point);
    for (const place of estimatedPlaces(terms)) {
      const slope = likelihood.slopes[place];
      expect(Math.abs(slope - differences[place]) / Math.max(1, Math.abs(slope)), `${place}`).toBeLessThan(1e-5);
    }
  });

  it('has the outer product of the slopes that each row adds', () => {
    const terms: GarchTerms = { model: 'gjr', law: 'skewed-t', initial: 'backcast' };
    const point = toVector(linear);
    const rows = 120;
    const expected = new Float64Array(PARAMETERS ** 2);
    let before = new Float64Array(PARAMETERS);
    for (let t = 1; t <= rows; t++) {
      // The start is kept as it is in the whole sample.
      const part = garchLikelihood(terms, { ...sample, returns: sample.returns.subarray(0, t) });
      part.at(point);
      const score = part.slopes.map((slope, i) => slope - before[i]);
      before = part.slopes.slice();
      for (let ij = 0; ij < expected.length; ij++) {
        expected[ij] += score[Math.floor(ij / PARAMETERS)] * score[ij % PARAMETERS];
      }
    }
    const whole = garchLikelihood(terms, { ...sample, returns: sample.returns.subarray(0, rows) });
    whole.outerProduct(point).forEach((product, ij) => {
      expect(Math.abs(product - expected[ij])).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected[ij])));
    });
  });

  it.each(garchModels)('has the density of each row at its conditional variance: %s', (model) => {
    const terms: GarchTerms = { model, law: 'student-t', initial: 'unconditional' };
    const point = toVector(model === 'egarch' ? exponential : linear);
    const first = startOfRecursion(terms, sample, point, new Float64Array(PARAMETERS));
    const variance = conditionalVariance(terms, point, model === 'egarch' ? Math.exp(first) : first, sample.returns);
    const logDensity = unitStudentLogDensity(linear.degreesOfFreedom);
    const expected = sample.returns.reduce((sum, value, t) => {
      return sum + logDensity((value - linear.mean) ** 2 / variance[t]) - 0.5 * Math.log(variance[t]);
    }, 0);
    expect(garchLikelihood(terms, sample).at(point)).toBeCloseTo(expected, 8);
  });

  it('starts an explosive recursion of no long run as at the mean of the squares', () => {
    const point = toVector({ ...linear, beta: 0.95 });
    const at = (initial: GarchTerms['initial']) =>
      garchLikelihood({ model: 'gjr', law: 'normal', initial }, sample).at(point);
    expect(at('unconditional')).toBe(at('sample'));
  });
});

describe('conditionalVariance', () => {
  it.each(garchModels)('takes a missing return for one of the size expected: %s', (model) => {
    const point = toVector(model === 'egarch' ? exponential : linear);
    const [, next] = conditionalVariance({ model }, point, 0.3, Float64Array.of(Number.NaN));
    const expected = model === 'egarch' ? Math.exp(-0.1 + 0.93 * Math.log(0.3)) : 0.03 + (0.08 + 0.03 + 0.8) * 0.3;
    expect(next).toBeCloseTo(expected, 12);
  });
});

describe('shock laws', () => {
  const constants = new Float64Array(CONSTANTS);
  const slopes = new Float64Array(SLOPES);

  it.each([
    ['normal', 0, 0],
    ['student-t', 6, 0],
    ['skewed-t', 6, 0],
    ['skewed-t', 6, -0.4],
    ['skewed-t', 9, 0.7],
  ] as const)('have mean 0 and variance 1: %s, %d degrees, skew %d', (law, degrees, skew) => {
    shockLaws[law].prepare(degrees, skew, constants);
    const moments = [0, 0, 0];
    const step = 1 / 200;
    // z = sinh x reaches far into the tails.
    for (let x = -9; x <= 9; x += step) {
      const z = Math.sinh(x);
      const mass = Math.exp(shockLaws[law].score(z, constants, slopes)) * Math.cosh(x) * step;
      for (let k = 0; k < 3; k++) moments[k] += mass * z ** k;
    }
    expect(moments[0]).toBeCloseTo(1, 5);
    expect(moments[1]).toBeCloseTo(0, 5);
    expect(moments[2]).toBeCloseTo(1, 5);
  });

  it('have the longer tail below at a skew below 0', () => {
    shockLaws['skewed-t'].prepare(6, -0.3, constants);
    const { score } = shockLaws['skewed-t'];
    expect(score(-4, constants, slopes)).toBeGreaterThan(score(4, constants, slopes) + 0.5);
  });
});

/** In so short steps that hardly a return crosses the mean, where slopes of |z| and [z < 0] have a jump. */
function difference(value: (at: Float64Array) => number, point: Float64Array, place: number): number {
  const step = 1e-6;
  const moved = (by: number) => value(point.map((x, i) => (i === place ? x + by : x)));
  return (moved(step) - moved(-step)) / (2 * step);
}
