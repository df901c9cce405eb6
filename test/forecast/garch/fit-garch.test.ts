import { describe, expect, it } from 'vitest';
import { fitGarch } from '../../../src/forecast/garch/fit-garch.ts';
import { varianceAhead } from '../../../src/forecast/garch/garch-ahead.ts';
import { garchLikelihood } from '../../../src/forecast/garch/garch-likelihood.ts';
import { sampleOf } from '../../../src/forecast/garch/garch-start.ts';
import {
  type GarchParameterName,
  type GarchParameters,
  type GarchTerms,
  toVector,
} from '../../../src/forecast/garch/garch-terms.ts';
import { invertPositive } from '../../../src/math/cholesky.ts';
import { numericHessian } from '../../../src/math/numeric-derivatives.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { halfStepGammaRatio } from '../../../src/math/student-t.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { markPound, sp500Returns } from './reference-returns.ts';

const sp500 = await sp500Returns();
const egarch = { mean: 0.03, omega: -0.005, alpha: 0.15, gamma: -0.12, beta: 0.96 };
const skewed = { mean: 0.03, omega: 0.02, alpha: 0.03, gamma: 0.12, beta: 0.88, degreesOfFreedom: 7, skew: -0.25 };

describe('fitGarch', () => {
  it.each<[GarchTerms['model'], GarchTerms['law'], GarchParameters]>([
    ['egarch', 'normal', egarch],
    ['egarch', 'skewed-t', { ...egarch, degreesOfFreedom: 7, skew: -0.25 }],
    ['gjr', 'skewed-t', skewed],
  ])('finds the parameters that drew a series within three standard errors: %s, %s', (model, law, truth) => {
    const fit = fitGarch(drawReturns(model, truth, 6000, 5), { model, law });
    expect(fit.converged).toBe(true);
    const errors = fit.standardErrors('hessian');
    for (const name of Object.keys(truth) as GarchParameterName[]) {
      expect(errors[name], name).toBeGreaterThan(0);
      expect(Math.abs(fit.parameters[name]! - truth[name]!), name).toBeLessThan(3 * errors[name]!);
    }
    // All three estimate the same where the law is right.
    for (const kind of ['outer-product', 'robust'] as const) {
      const ratio = fit.standardErrors(kind).beta / errors.beta;
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.33);
    }
  });

  it.each(['garch', 'gjr', 'egarch'] as const)('depends on the unit of returns in its own unit alone: %s', (model) => {
    const returns = markPound();
    const fit = fitGarch(returns, { model });
    const other = fitGarch(
      returns.map((value) => value / 100),
      { model },
    );
    expect(other.parameters.beta).toBeCloseTo(fit.parameters.beta, 8);
    expect(other.parameters.mean * 100).toBeCloseTo(fit.parameters.mean, 8);
    expect(other.nextVariance * 1e4).toBeCloseTo(fit.nextVariance, 8);
    expect(other.logLikelihood - returns.length * Math.log(100)).toBeCloseTo(fit.logLikelihood, 8);
    const [errors, others] = [fit, other].map((one) => one.standardErrors('robust'));
    expect(others.alpha / errors.alpha).toBeCloseTo(1, 4);
    expect((others.mean * 100) / errors.mean).toBeCloseTo(1, 4);
    if (model !== 'egarch') expect((others.omega * 1e4) / errors.omega).toBeCloseTo(1, 4);
  });

  it.each(['garch', 'gjr', 'egarch'] as const)(
    'ends at the same maximum from the fit of a shorter history: %s',
    (model) => {
      const returns = markPound();
      const options = { model, law: 'student-t' } as const;
      const { parameters: previous } = fitGarch(returns.subarray(0, 1900), options);
      const cold = fitGarch(returns, options);
      const warm = fitGarch(returns, { ...options, previous });
      expect(warm.converged).toBe(true);
      expect(warm.iterations).toBeLessThan(cold.iterations);
      expect(warm.logLikelihood).toBeCloseTo(cold.logLikelihood, 7);
      expect(warm.parameters.beta).toBeCloseTo(cold.parameters.beta, 5);
      expect(fitGarch(returns, { ...options, previous: cold.parameters }).iterations).toBeLessThan(5);
    },
  );

  it('counts parameters in its criteria', () => {
    const fit = fitGarch(markPound(), { model: 'gjr', law: 'student-t' });
    expect(fit.freeParameters).toBe(6);
    expect(fit.aic).toBeCloseTo(12 - 2 * fit.logLikelihood, 10);
    expect(fit.bic).toBeCloseTo(6 * Math.log(1974) - 2 * fit.logLikelihood, 10);
  });

  it('has no standard error of a weight at 0, and those of the rest given it', () => {
    const fit = fitGarch(sp500, { model: 'gjr' });
    expect(fit.parameters.alpha).toBe(0);
    for (const kind of ['hessian', 'outer-product', 'robust'] as const) {
      const errors = fit.standardErrors(kind);
      expect(errors.alpha).toBeNaN();
      for (const name of ['mean', 'omega', 'gamma', 'beta'] as const) {
        expect(errors[name]! / Math.abs(fit.parameters[name]!), name).toBeGreaterThan(0.005);
        expect(errors[name]! / Math.abs(fit.parameters[name]!), name).toBeLessThan(1);
      }
    }
  });

  it('has the standard error of γ that α and γ give together', () => {
    const returns = markPound();
    const fit = fitGarch(returns, { model: 'gjr' });
    const places = [0, 1, 2, 3, 4];
    const point = toVector(fit.parameters);
    const units = places.map((place) => Math.max(0.01, Math.abs(point[place])));
    const likelihood = garchLikelihood(fit, sampleOf(returns));
    const hessian = numericHessian((steps) => {
      likelihood.at(point.map((value, place) => value + (steps[place] ?? 0) * (units[place] ?? 0)));
      return Float64Array.from(places, (place) => -likelihood.slopes[place] * units[place]);
    }, new Float64Array(5));
    const covariance = invertPositive(hessian, 5)!;
    const { alpha, gamma } = fit.standardErrors('hessian');
    expect(alpha / (units[2] * Math.sqrt(covariance[12]))).toBeCloseTo(1, 3);
    expect(gamma! / (units[3] * Math.sqrt(covariance[18]))).toBeCloseTo(1, 3);
  });

  it('forecasts a variance that grows where the persistence is above 1', () => {
    const fit = fitGarch(markPound(), { law: 'student-t', initial: 'sample' });
    expect(fit.persistence).toBeGreaterThan(1);
    const ahead = fit.forecastVariance(500);
    expect(ahead[0]).toBe(fit.nextVariance);
    expect(ahead.every((variance, k) => k === 0 || variance > ahead[k - 1])).toBe(true);
  });

  it('holds the persistence and the long-run variance where it is told to', () => {
    const returns = markPound();
    const options = { model: 'gjr', law: 'student-t' } as const;
    const free = fitGarch(returns, { ...options, mostPersistence: 0.9999 });
    const held = fitGarch(returns, { ...options, mostPersistence: 0.95 });
    for (const fit of [free, held]) {
      const longRun = fit.parameters.omega / (1 - fit.persistence);
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
      const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length;
      expect(longRun / variance).toBeCloseTo(1, 8);
      expect(fit.freeParameters).toBe(5);
      expect(fit.converged).toBe(true);
      expect(() => fit.standardErrors('hessian')).toThrow(RangeError);
    }
    expect(held.persistence).toBeCloseTo(0.95, 10);
    expect(held.logLikelihood).toBeLessThan(free.logLikelihood);
    expect(() => fitGarch(returns, { model: 'egarch', mostPersistence: 0.9 })).toThrow(RangeError);
    expect(() => fitGarch(returns, { mostPersistence: 1 })).toThrow('mostPersistence is 1');
  });

  it.each([
    ['too few', new Float64Array(19).map((_, t) => t), 'there are 19 returns, expected at least 20'],
    ['all the same', new Float64Array(100).fill(0.01), 'all 100 returns are 0.01'],
    ['none that move', new Float64Array(100), 'all 100 returns are 0'],
    ['a gap', Float64Array.from({ length: 50 }, (_, t) => (t === 7 ? Number.NaN : t)), 'returns[7] is NaN'],
  ])('refuses returns: %s', (_, returns, message) => {
    expect(() => fitGarch(returns)).toThrow(InputError);
    expect(() => fitGarch(returns)).toThrow(message);
  });

  it('refuses names that it does not know', () => {
    expect(() => fitGarch(markPound(), { model: 'arch' as never })).toThrow("model is 'arch': expected one of garch");
    expect(() => fitGarch(markPound(), { law: 'cauchy' as never })).toThrow("law is 'cauchy'");
    expect(() => fitGarch(markPound(), { initial: 'zero' as never })).toThrow("initial is 'zero'");
    expect(() => fitGarch(markPound()).standardErrors('bayes' as never)).toThrow("kind is 'bayes'");
  });
});

describe('varianceAhead', () => {
  it.each<[GarchTerms['model'], GarchTerms['law'], GarchParameters]>([
    ['gjr', 'normal', { ...skewed, degreesOfFreedom: undefined, skew: undefined }],
    ['gjr', 'skewed-t', skewed],
    ['egarch', 'normal', egarch],
  ])('is the mean variance of paths drawn on: %s, %s', (model, law, parameters) => {
    const days = 12;
    const next = 2.5;
    const expected = varianceAhead({ model, law }, toVector(parameters), days)(next);
    const stream = createRandomStream(3, 'variance ahead');
    const paths = 20_000;
    const sum = new Float64Array(days);
    const squares = new Float64Array(days);
    for (let path = 0; path < paths; path++) {
      let h = next;
      for (let k = 0; k < days; k++) {
        sum[k] += h / paths;
        squares[k] += (h * h) / paths;
        h = step(model, parameters, h, drawShock(parameters, stream.normal));
      }
    }
    for (let k = 0; k < days; k++) {
      const error = Math.sqrt(Math.max(0, squares[k] - sum[k] ** 2) / paths);
      expect(Math.abs(sum[k] - expected[k]), `day ${k + 1}`).toBeLessThan(3.5 * error + 1e-9);
    }
  });
});

function drawReturns(
  model: GarchTerms['model'],
  parameters: GarchParameters,
  rows: number,
  seed: number,
): Float64Array {
  const { normal } = createRandomStream(seed, 'garch returns');
  let h = 1;
  return Float64Array.from({ length: rows }, () => {
    const z = drawShock(parameters, normal);
    const value = parameters.mean + Math.sqrt(h) * z;
    h = step(model, parameters, h, z);
    return value;
  });
}

function step(model: GarchTerms['model'], parameters: GarchParameters, h: number, z: number): number {
  const { omega, alpha, gamma = 0, beta } = parameters;
  if (model === 'egarch') {
    return Math.exp(omega + alpha * (Math.abs(z) - Math.sqrt(2 / Math.PI)) + gamma * z + beta * Math.log(h));
  }
  return omega + (z < 0 ? alpha + gamma : alpha) * h * z * z + beta * h;
}

/** A normal, or Hansen's skewed t: a Student-t whose sides are stretched, shifted and scaled to mean 0 and variance 1. */
function drawShock({ degreesOfFreedom: nu, skew = 0 }: GarchParameters, normal: () => number): number {
  if (nu === undefined) return normal();
  const numerator = Math.abs(normal());
  let chi = 0;
  for (let i = 0; i < nu; i++) chi += normal() ** 2;
  const size = numerator * Math.sqrt((nu - 2) / chi);
  // A side has as much of the probability as it is wide.
  const c = halfStepGammaRatio(nu / 2) / Math.sqrt(Math.PI * (nu - 2));
  const a = (4 * skew * c * (nu - 2)) / (nu - 1);
  const b = Math.sqrt(1 + 3 * skew * skew - a * a);
  const u = (Math.atan2(normal(), normal()) / Math.PI + 1) / 2;
  const w = u < (1 - skew) / 2 ? -(1 - skew) * size : (1 + skew) * size;
  return (w - a) / b;
}
