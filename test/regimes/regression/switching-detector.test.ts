import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../../src/market/features.ts';
import { loadRegimeModel } from '../../../src/regimes/load-regime-model.ts';
import { evaluateSwitchingRegression } from '../../../src/regimes/regression/evaluate-switching-regression.ts';
import {
  createSwitchingAutoregressionDetector,
  createSwitchingRegressionDetector,
} from '../../../src/regimes/regression/switching-detector.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { drawTwoRegimes, largestDifference } from '../../contracts/regime-detector-suite.ts';
import { lagOf, readFedFunds } from './reference-series.ts';

const { features, truth } = drawTwoRegimes(700);
const returns = features.columns[0];
const call = { seed: 3, returns };
const names = ['return', 'size'];
const options = { states: 2, features: names, restarts: 3 };
const regression = createSwitchingRegressionDetector(options).fit(features, call);
const autoregression = createSwitchingAutoregressionDetector({ ...options, lags: 2 }).fit(features, call);

describe('the detectors by switching regression', () => {
  it('filter as their parameters do in the own units of the features', () => {
    const data = { dependent: returns, regressors: [features.columns[1]] };
    for (const model of [regression, autoregression]) {
      const evaluated = evaluateSwitchingRegression(model.parameters, data);
      expect(Math.abs(evaluated.logLikelihood - model.fit.logLikelihood)).toBeLessThan(1e-8);
      expect(evaluated.rows).toBe(model.fit.rows);
      const filtered = model.filter(features).columns[1];
      // Rows before the first complete one hold shares here and the start there.
      expect(largestDifference(filtered.subarray(5), evaluated.filtered.columns[1].subarray(5))).toBeLessThan(1e-9);
      expect(largestDifference(model.expectedDurations, evaluated.expectedDurations)).toBeLessThan(1e-9);
    }
  });

  it('count rows whose lags are missing as missing', () => {
    // Rows 0 to 4 and 400 have a gap; two lags cost two rows more each time.
    expect(regression.fit.rows).toBe(700 - 6);
    expect(autoregression.fit.rows).toBe(700 - 10);
    const [calm, stormy] = autoregression.filter(features).columns;
    const [[stay], [back]] = autoregression.transition;
    for (const t of [400, 401, 402]) {
      expect(calm[t]).toBeCloseTo(stay * calm[t - 1] + back * stormy[t - 1], 12);
    }
    expect(Math.abs(calm[403] - stay * calm[402] - back * stormy[402])).toBeGreaterThan(1e-3);
    // From the first complete row to the first with its lags: the start, which is stationary.
    for (const t of [5, 6]) expect(calm[t]).toBeCloseTo(back / (1 - stay + back), 12);
  });

  it('take rows one at a time with the bits of the batch, two lags and gaps included', () => {
    const batch = autoregression.filter(features).columns;
    const online = autoregression.online();
    for (let t = 0; t < 700; t++) {
      const now = online.next(features.columns.map((column) => column[t]));
      expect([...now]).toEqual(batch.map((column) => column[t]));
    }
  });

  it('look ahead in their in-sample pictures alone, and see more there', () => {
    const right = (column: Float64Array) => truth.filter((regime, t) => regime === (column[t] > 0.5 ? 1 : 0)).length;
    for (const model of [regression, autoregression]) {
      const smoothed = model.inSampleSmoothed(features).columns[1];
      const filtered = model.filter(features).columns[1];
      expect(right(smoothed)).toBeGreaterThan(right(filtered));
      expect(Math.abs(smoothed[699] - filtered[699])).toBeLessThan(1e-14);
    }
  });

  it('name what was fitted', () => {
    expect(regression.detector).toBe('switching-regression');
    expect(autoregression.detector).toBe('switching-autoregression');
    expect(regression.parameters.lagCoefficients).toBeUndefined();
    const [calm, stormy] = autoregression.parameters.lagCoefficients ?? [];
    expect(calm).toHaveLength(2);
    expect(stormy).toEqual(calm);
    expect(regression.parameters.coefficients[0][1]).toBe(regression.parameters.coefficients[1][1]);
    expect(regression.parameters.variances[1]).toBeGreaterThan(regression.parameters.variances[0]);
    expect(regression.fit.parameterCount).toBe(2 + 3 + 2);
  });

  it('take an earlier model as one more start, and refuse one of other terms', () => {
    const { rate, ogap, inf } = readFedFunds();
    const columns = [rate, lagOf(rate), ogap, inf];
    const matrix = { names: ['rate', 'lag', 'gap', 'inflation'], rows: rate.length, columns };
    const terms = { states: 3, features: matrix.names, regressors: 'switching', variance: 'common' } as const;
    const seeded = { seed: 1, returns: rate };
    const early = createSwitchingRegressionDetector({ ...terms, restarts: 3 }).fit(sliceFeatures(matrix, 0, 220), {
      ...seeded,
      returns: rate.slice(0, 220),
    });
    // One starting point ends in a lesser optimum.
    const detector = createSwitchingRegressionDetector({ ...terms, restarts: 1 });
    expect(detector.fit(matrix, seeded).fit.logLikelihood).toBeLessThan(-200);
    const warm = detector.fit(matrix, { ...seeded, previous: early });
    expect(Math.abs(warm.fit.logLikelihood - -180.80562)).toBeLessThan(1e-4);
    const other = createSwitchingRegressionDetector({ ...terms, intercept: 'common' });
    expect(() => other.fit(matrix, { ...seeded, previous: early })).toThrow(
      /previous is a switching-regression of other/,
    );
    const lagged = createSwitchingAutoregressionDetector(terms);
    expect(() => lagged.fit(matrix, { ...seeded, previous: early })).toThrow(/expected one 'switching-autoregression'/);
  });

  it('refuse impossible options and saved models', () => {
    const make = (lags: number) => () => createSwitchingAutoregressionDetector({ ...options, lags });
    expect(make(0)).toThrow(/lags is 0: expected a whole number of 1 or more/);
    expect(make(8)).toThrow(/512 joint states/);
    expect(() => createSwitchingRegressionDetector({ ...options, regressors: [] })).toThrow(/regressors has 0 entries/);
    expect(() => createSwitchingRegressionDetector({ ...options, maxIterations: 0 })).toThrow(/maxIterations is 0/);
    for (const wrong of ['intercept', 'regressors', 'variance', 'lagCoefficients', 'start']) {
      const typo = { ...options, [wrong]: 'Switching' };
      expect(() => createSwitchingAutoregressionDetector(typo)).toThrow(`${wrong} is 'Switching': expected one of`);
    }
    const saved = autoregression.toJSON();
    const { terms } = autoregression;
    const refuse = (part: object, message: RegExp) => {
      expect(() => loadRegimeModel({ ...saved, ...part })).toThrow(InputError);
      expect(() => loadRegimeModel({ ...saved, ...part })).toThrow(message);
    };
    refuse({ variances: [1, 0] }, /'switching-autoregression': variances\.1: .*>0/);
    refuse({ coefficients: [1] }, /coefficients has 1 values, expected 4/);
    refuse({ lagCoefficients: [1] }, /lagCoefficients has 1 values, expected 4/);
    refuse({ terms: { ...terms, states: 3 } }, /states has 3 values, expected 2/);
    refuse({ terms: { ...terms, variance: 'wild' } }, /terms\.variance/);
    const many = Array(9).fill('common');
    refuse(
      { terms: { ...terms, lagCoefficients: many }, lagCoefficients: Array(18).fill(0) },
      /9 lags: expected fewer/,
    );
  });
});
