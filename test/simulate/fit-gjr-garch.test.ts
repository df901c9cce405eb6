import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FitGjrGarchOptions, fitGjrGarch, type GjrGarchFit } from '../../src/simulate/fit-gjr-garch.ts';
import { createGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { logReturnsOf, sp500Close } from './sp500-close.ts';

/** Daily changes of the mark/pound rate in per cent, Bollerslev and Ghysels (1996), 1974 values. */
function markPound(): Float64Array {
  const lines = readFileSync(new URL('../regimes/fixtures/dem2gbp.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return Float64Array.from(lines, (line) => Number(line.split(',').at(-1))).filter(Number.isFinite);
}

const per100 = logReturnsOf(sp500Close()).map((value) => 100 * value);
const normal = { innovations: 'normal', asymmetric: false } as const;

type Expected = Partial<Record<keyof GjrGarchFit, number>>;

describe('fitGjrGarch', () => {
  it.each<[string, Float64Array, FitGjrGarchOptions, Expected]>([
    // The benchmark of Fiorentini, Calzolari and Panattoni, Journal of Applied Econometrics 11 (1996); its log likelihood
    // as fGarch for R has it.
    [
      'the published benchmark on mark/pound',
      markPound(),
      { ...normal, initialVariance: 'sample' },
      { mean: -0.00619041, omega: 0.0107613, alpha: 0.153134, beta: 0.805974, logLikelihood: -1106.607881 },
    ],
    // The remaining rows are estimates of the packages arch 6 for Python ('backcast') and fGarch for R ('sample').
    [
      'arch on mark/pound',
      markPound(),
      normal,
      { omega: 0.00991511, alpha: 0.14548039, beta: 0.81684031, logLikelihood: -1104.521402 },
    ],
    [
      'fGarch with Student-t on mark/pound, of a persistence above 1',
      markPound(),
      { asymmetric: false, initialVariance: 'sample' },
      {
        mean: 0.002248482,
        omega: 0.002319047,
        alpha: 0.12443826,
        beta: 0.88465293,
        degreesOfFreedom: 4.118423898,
        logLikelihood: -989.408349,
      },
    ],
    [
      'arch on the S&P 500',
      per100,
      normal,
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
      per100,
      { ...normal, initialVariance: 'sample' },
      { mean: 0.0593926, omega: 0.0220754, alpha: 0.1239709, beta: 0.8608375, logLikelihood: -6988.49817 },
    ],
    [
      'arch with Student-t on the S&P 500',
      per100,
      { asymmetric: false },
      {
        omega: 0.0126057,
        alpha: 0.1219318,
        beta: 0.8768897,
        degreesOfFreedom: 6.205913,
        logLikelihood: -6872.81207,
        nextVariance: 11.08269162,
      },
    ],
    [
      'GJR of arch on the S&P 500',
      per100,
      { innovations: 'normal' },
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
      per100,
      {},
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
  ])('reproduces %s', (_, returns, options, expected) => {
    const fit = fitGjrGarch(returns, options);
    expect(fit.converged).toBe(true);
    for (const [name, value] of Object.entries(expected)) {
      // Packages stop at slopes of their own: likelihoods agree to 1e-5, estimates to a part in 3000.
      const tolerance = name === 'logLikelihood' ? 2e-5 : 3e-4 * Math.max(0.01, Math.abs(value));
      expect(Math.abs((fit[name as keyof GjrGarchFit] as number) - value), name).toBeLessThan(tolerance);
    }
  });

  it('does not depend on the unit of the returns', () => {
    const fit = fitGjrGarch(per100.subarray(0, 1500));
    const other = fitGjrGarch(per100.subarray(0, 1500).map((value) => value / 100));
    expect(other.beta).toBeCloseTo(fit.beta, 6);
    expect(other.omega * 1e4).toBeCloseTo(fit.omega, 6);
    expect(other.logLikelihood - 1500 * Math.log(100)).toBeCloseTo(fit.logLikelihood, 5);
  });

  it('finds the parameters that drew a long series', () => {
    const truth = { omega: 2e-6, alpha: 0.03, gamma: 0.12, beta: 0.89, degreesOfFreedom: 6 };
    const { spot, steps } = createGjrGarch(truth).simulate({
      paths: 1,
      steps: 15_000,
      seed: 2,
      stream: ['round trip'],
    });
    const fit = fitGjrGarch(Float64Array.from({ length: steps }, (_, t) => spot[t + 1] / spot[t] - 1));
    // About three standard errors of 15,000 days.
    expect(Math.abs(fit.omega / truth.omega - 1)).toBeLessThan(0.35);
    expect(Math.abs(fit.alpha - truth.alpha)).toBeLessThan(0.02);
    expect(Math.abs(fit.gamma - truth.gamma)).toBeLessThan(0.035);
    expect(Math.abs(fit.beta - truth.beta)).toBeLessThan(0.03);
    expect(Math.abs(fit.degreesOfFreedom! - truth.degreesOfFreedom)).toBeLessThan(1);
  });
});
