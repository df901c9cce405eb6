import { describe, expect, it } from 'vitest';
import { numericGradient } from '../../../src/math/numeric-derivatives.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { layOutFree, packFree, unpackFree } from '../../../src/regimes/regression/free-parameters.ts';
import { ownUnits, readRows, toFeatures } from '../../../src/regimes/regression/switching-data.ts';
import { inferSwitching } from '../../../src/regimes/regression/switching-inference.ts';
import { switchingScore } from '../../../src/regimes/regression/switching-score.ts';
import { completeTerms, type SwitchingOptions } from '../../../src/regimes/regression/switching-terms.ts';
import { largestDifference } from '../../contracts/regime-detector-suite.ts';

const stream = createRandomStream(5, 'score');
const draw = (rows: number) => Float64Array.from({ length: rows }, () => stream.normal());
const dependent = draw(60);
const regressors = [draw(60)];
// A gap, so that the chain moves through missing rows too.
dependent[20] = Number.NaN;
const features = toFeatures({ dependent, regressors });

const cases: readonly [string, SwitchingOptions][] = [
  ['all switching', { states: 3, regressors: 'switching' }],
  ['common slope and variance', { states: 2, variance: 'common' }],
  ['common intercept, free start', { states: 3, intercept: 'common', regressors: 'switching', start: 'free' }],
  ['two lags', { states: 2, lags: 2, regressors: 'switching' }],
  ['switching lag coefficients, free start', { states: 3, lags: 1, lagCoefficients: 'switching', start: 'free' }],
];

describe('free parameters of a switching regression', () => {
  it.each(cases)('have exact slopes: %s', (_, options) => {
    const terms = completeTerms(options, 1);
    const layout = layOutFree(terms, 0.01);
    const rows = readRows(features, features.names, ownUnits(2), options.lags ?? 0);
    const point = Float64Array.from({ length: layout.size }, () => 0.6 * stream.normal());
    const logLikelihood = (free: Float64Array) => inferSwitching(unpackFree(layout, free), rows).logLikelihood;
    const slopes = switchingScore(layout, rows, point);
    expect(largestDifference(slopes, numericGradient(logLikelihood, point))).toBeLessThan(1e-8);
    expect(slopes.every((slope) => slope !== 0)).toBe(true);
  });

  it.each(cases)('stand for their parameters: %s', (_, options) => {
    const layout = layOutFree(completeTerms(options, 1), 0.01);
    const point = Float64Array.from({ length: layout.size }, () => stream.normal());
    expect(largestDifference(packFree(layout, unpackFree(layout, point)), point)).toBeLessThan(1e-10);
  });
});
