import { describe, expect, it } from 'vitest';
import { type FitGarchOptions, fitGarch } from '../../../src/forecast/garch/fit-garch.ts';
import type { GarchParameters } from '../../../src/forecast/garch/garch-terms.ts';
import { europeanReturns, markPound, sp500Returns } from './reference-returns.ts';

const sp500 = await sp500Returns();

describe('the benchmark of Fiorentini, Calzolari and Panattoni (1996) on mark/pound', () => {
  const fit = fitGarch(markPound(), { initial: 'sample' });

  it('has its coefficients to five digits', () => {
    expectDigits(fit.parameters, { mean: -0.00619041, omega: 0.0107613, alpha: 0.153134, beta: 0.805974 }, 5);
  });

  it.each([
    ['hessian', { mean: 0.00846212, omega: 0.00285271, alpha: 0.0265228, beta: 0.0335527 }],
    ['outer-product', { mean: 0.00843359, omega: 0.00132298, alpha: 0.0139737, beta: 0.0165604 }],
    ['robust', { mean: 0.00918935, omega: 0.00649319, alpha: 0.0535317, beta: 0.0724614 }],
  ] as const)('has its %s standard errors to four digits', (kind, expected) => {
    expectDigits(fit.standardErrors(kind), expected, 4);
  });

  it('has the likelihood and the forecasts of fGarch for R', () => {
    expect(Math.abs(fit.logLikelihood + 1106.607881)).toBeLessThan(1e-6);
    const expected = [
      0.38339603, 0.38954209, 0.39534708, 0.4008357, 0.40603019, 0.41095058, 0.41561504, 0.4200401, 0.42424084,
      0.4282311,
    ];
    fit.forecastVariance(10).forEach((variance, k) => {
      expect(Math.abs(Math.sqrt(variance) / expected[k] - 1), `day ${k + 1}`).toBeLessThan(1e-6);
    });
  });
});

interface Reference extends GarchParameters {
  readonly logLikelihood: number;
  readonly nextVariance?: number;
}

type Row = readonly [string, () => Float64Array, FitGarchOptions, Partial<Reference>];

// Estimates of the packages arch 6 for Python (start 'backcast') and fGarch for R ('sample').
const rows: readonly Row[] = [
  [
    'arch on mark/pound',
    markPound,
    {},
    { omega: 0.00991511, alpha: 0.14548039, beta: 0.81684031, logLikelihood: -1104.521402 },
  ],
  [
    'fGarch with Student-t on mark/pound, of a persistence above 1',
    markPound,
    { law: 'student-t', initial: 'sample' },
    {
      mean: 0.002248482,
      omega: 0.002319047,
      alpha: 0.12443826,
      beta: 0.88465293,
      degreesOfFreedom: 4.118423898,
      logLikelihood: -989.408349,
    },
  ],
  ...(
    [
      ['DAX', 0.06535105, 0.04754327, 0.06841682, 0.88761081, -2594.796877],
      ['SMI', 0.10378088, 0.12713336, 0.1302355, 0.7248524, -2416.637324],
      ['CAC', 0.04291138, 0.08807968, 0.05150935, 0.87618149, -2790.222889],
      ['FTSE', 0.04898243, 0.00846422, 0.04495973, 0.94259594, -2134.806749],
    ] as const
  ).map(
    ([index, mean, omega, alpha, beta, logLikelihood]): Row => [
      `fGarch on the ${index}`,
      () => europeanReturns(index),
      { initial: 'sample' },
      { mean, omega, alpha, beta, logLikelihood },
    ],
  ),
  [
    'arch on the S&P 500',
    () => sp500,
    {},
    {
      mean: 0.0594791,
      omega: 0.0221244,
      alpha: 0.1239968,
      beta: 0.8606973,
      logLikelihood: -6986.93252,
      nextVariance: 9.06638033,
    },
  ],
  [
    'fGarch on the S&P 500',
    () => sp500,
    { initial: 'sample' },
    { mean: 0.0593926, omega: 0.0220754, alpha: 0.1239709, beta: 0.8608375, logLikelihood: -6988.49817 },
  ],
  [
    'arch with Student-t on the S&P 500',
    () => sp500,
    { law: 'student-t' },
    {
      mean: 0.0704362,
      omega: 0.0126057,
      alpha: 0.1219318,
      beta: 0.8768897,
      degreesOfFreedom: 6.205913,
      logLikelihood: -6872.81207,
      nextVariance: 11.08269162,
    },
  ],
  [
    'fGarch with Student-t on the S&P 500',
    () => sp500,
    { law: 'student-t', initial: 'sample' },
    {
      mean: 0.0704495,
      omega: 0.0125633,
      alpha: 0.1219513,
      beta: 0.8770369,
      degreesOfFreedom: 6.1869094,
      logLikelihood: -6873.5403,
    },
  ],
  [
    'GJR of arch on the S&P 500',
    () => sp500,
    { model: 'gjr' },
    {
      mean: 0.018129,
      omega: 0.023634,
      alpha: 0,
      gamma: 0.209913,
      beta: 0.8738155,
      logLikelihood: -6865.61223,
      nextVariance: 6.45738397,
    },
  ],
  [
    'GJR with Student-t of arch on the S&P 500',
    () => sp500,
    { model: 'gjr', law: 'student-t' },
    {
      mean: 0.040107,
      omega: 0.017281,
      alpha: 0,
      gamma: 0.2170535,
      beta: 0.8777821,
      degreesOfFreedom: 7.1871437,
      logLikelihood: -6778.33867,
      nextVariance: 7.23058206,
    },
  ],
];

describe('fitGarch', () => {
  it.each(rows)('reproduces %s', (_, returns, options, expected) => {
    const fit = fitGarch(returns(), options);
    expect(fit.converged).toBe(true);
    // Packages stop at slopes of their own: never at a higher likelihood than here, but for the digits printed.
    expect(fit.logLikelihood - expected.logLikelihood!).toBeGreaterThan(-6e-6);
    expect(fit.logLikelihood - expected.logLikelihood!).toBeLessThan(1e-5);
    const found: Partial<Reference> = { ...fit.parameters, nextVariance: fit.nextVariance };
    for (const name of ['mean', 'omega', 'alpha', 'gamma', 'beta', 'degreesOfFreedom', 'nextVariance'] as const) {
      const value = expected[name];
      if (value === undefined) continue;
      expect(Math.abs(found[name]! - value), name).toBeLessThanOrEqual(1e-4 * Math.max(0.01, Math.abs(value)));
    }
  });
});

function expectDigits(found: GarchParameters, expected: GarchParameters, digits: number): void {
  for (const [name, value] of Object.entries(expected)) {
    const other = found[name as keyof GarchParameters]!;
    expect(Math.abs(other / value - 1), name).toBeLessThan(10 ** -digits);
  }
}
