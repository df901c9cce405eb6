import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyDirectRegression, fitDirectRegression } from '../../src/forecast/har/direct-regression.ts';
import { quarticityTerm } from '../../src/forecast/har/har-regressors.ts';
import { forwardMean } from '../../src/forecast/variance-windows.ts';
import { rollingMean } from '../../src/market/features/rolling.ts';

// Five-minute realised variance and quarticity of the S&P 500, 1997-2013: sample data of a package, not copied here.
const folder = process.env.REGIME_HEDGE_REFERENCE ?? new URL('../../../shared/reference', import.meta.url).pathname;
const file = `${folder}/data/SP500RM.csv`;
const OPTIONS = { gridDays: [1], clip: null, bias: 'normal' } as const;

describe.skipIf(!existsSync(file))('published regressions of realised variance (needs SP500RM.csv)', () => {
  const rows = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(1) : [];
  const column = (index: number) => Float64Array.from(rows, (row) => Number(row.split(',')[index]));
  const rv = column(1);
  const rq = column(2);
  const means = [1, 5, 22].map((window) => rollingMean(rv, window));
  const logs = means.map((mean) => mean.map(Math.log));

  it('HAR: coefficients, R² and mean squared error', () => {
    const fit = fitDirectRegression(rv, means, { ...OPTIONS, transform: 'level' });
    [0.1123142, 0.2273436, 0.4903494, 0.1863766].forEach((b, j) => {
      expect(fit.coefficients[0][j]).toBeCloseTo(b, 6);
    });
    const { mse, r2 } = scores(applyDirectRegression(fit, means, rv.length)[0], forwardMean(rv, 1));
    expect(r2).toBeCloseTo(0.52243, 5);
    expect(mse).toBeCloseTo(2.57222, 5);
  });

  it('HAR of logs: coefficients and R² of the logs', () => {
    const fit = fitDirectRegression(rv, logs, { ...OPTIONS, transform: 'log', bias: 'none' });
    [-0.076947, 0.39903, 0.370109, 0.172499].forEach((b, j) => {
      expect(fit.coefficients[0][j]).toBeCloseTo(b, 5);
    });
    const fitted = applyDirectRegression(fit, logs, rv.length)[0].map(Math.log);
    expect(scores(fitted, forwardMean(rv, 1).map(Math.log)).r2).toBeCloseTo(0.74685, 5);
  });

  it('HARQ: mean squared error', () => {
    const regressors = [...means, quarticityTerm(rv, rq, 1)];
    const fit = fitDirectRegression(rv, regressors, { ...OPTIONS, transform: 'level' });
    const { mse } = scores(applyDirectRegression(fit, regressors, rv.length)[0], forwardMean(rv, 1));
    expect(mse).toBeCloseTo(2.35696246, 8);
  });
});

function scores(fitted: Float64Array, y: Float64Array): { readonly mse: number; readonly r2: number } {
  const rows = [...y.keys()].filter((t) => Number.isFinite(y[t]) && Number.isFinite(fitted[t]));
  const mean = (of: (t: number) => number) => rows.reduce((sum, t) => sum + of(t), 0) / rows.length;
  const average = mean((t) => y[t]);
  const mse = mean((t) => (y[t] - fitted[t]) ** 2);
  return { mse, r2: 1 - mse / mean((t) => (y[t] - average) ** 2) };
}
