import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import { calibrateBlockBootstrap } from '../../src/simulate/calibrate-block-bootstrap.ts';
import { calibrateGbm } from '../../src/simulate/calibrate-gbm.ts';
import { calibrateGjrGarch } from '../../src/simulate/calibrate-gjr-garch.ts';
import { calibrateMarkovSwitching } from '../../src/simulate/calibrate-markov-switching.ts';
import { calibrateMerton } from '../../src/simulate/calibrate-merton.ts';
import { fitMerton } from '../../src/simulate/fit-merton.ts';
import { type FitQuality, fitQuality } from '../../src/simulate/fit-quality.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { defineMarket, type Market } from '../../src/simulate/market.ts';
import { createMerton } from '../../src/simulate/merton.ts';
import { InputError } from '../../src/support/input-error.ts';
import { logReturnsOf, sp500Close } from './sp500-close.ts';

const close = sp500Close();
const seed = 1;

/** A long series of closes that a market draws. */
function drawn(market: Market, days: number): Float64Array {
  const { spot } = market.simulate({ paths: 1, steps: days, seed: 4, stream: ['round trip'], quote: 'instantaneous' });
  return spot;
}

/** Fits to the whole history are made once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
const garch = once(() => calibrateGjrGarch({ close }));
const merton = once(() => calibrateMerton({ close }));
const twoRegimes = once(() => calibrateMarkovSwitching({ close }, { seed, restarts: 4 }));

function figure(fit: FitQuality, name: string) {
  return fit.comparison.find((row) => row.figure === name)!;
}

describe.each<[string, (close: Float64Array) => { readonly market: Market; readonly fit: FitQuality }]>([
  ['GBM', (column) => calibrateGbm({ close: column })],
  ["Merton's jump diffusion", (column) => calibrateMerton({ close: column })],
  ['GJR-GARCH', (column) => calibrateGjrGarch({ close: column })],
  ['Markov switching', (column) => calibrateMarkovSwitching({ close: column }, { seed, restarts: 3 })],
  ['a block bootstrap', (column) => calibrateBlockBootstrap({ close: column })],
])('calibration of %s', (name, calibrate) => {
  it('gives a market without drift and says how well it fits', () => {
    const { market, fit } = calibrate(close.subarray(0, 1000));
    const { spot } = market.simulate({ paths: 20_000, steps: 10, seed, stream: [], quote: 'instantaneous' });
    const ends = spot.subarray(200_000);
    expect(Math.abs(ends.reduce((sum, price) => sum + price, 0) / 20_000 - 100)).toBeLessThan(0.15);
    expect(fit.market).toBe(market.name);
    expect(fit.days).toBe(999);
    expect(fit.comparison.map((row) => row.figure)).toHaveLength(6);
    expect(Object.values(fit.parameters).every(Number.isFinite)).toBe(true);
    const { observed, model, modelSd } = figure(fit, 'volAnnual');
    expect(Math.abs(observed - model)).toBeLessThan(4 * modelSd + 0.01);
    if (fit.logLikelihood === undefined) return;
    expect(fit.aic).toBeCloseTo(-2 * fit.logLikelihood + 2 * fit.freeParameters!, 9);
    expect(fit.bic).toBeCloseTo(-2 * fit.logLikelihood + fit.freeParameters! * Math.log(999), 9);
  });

  it('refuses closes that it cannot be fitted to, saying what is possible', () => {
    for (const [column, message] of [
      [close.subarray(0, 100), `only 99 days have a close at both ends: expected at least 250 to calibrate ${name} to`],
      [new Float64Array(400).fill(7), 'the close is 7 on all 399 days'],
      [Float64Array.from({ length: 400 }, (_, t) => 1.0001 ** t), 'all 399 daily returns are 0.0000999'],
      [close.map((value, t) => (t === 3 ? -36.98 : value)), 'the Bachelier market is the one for prices'],
    ] as const) {
      expect(() => calibrate(column)).toThrow(InputError);
      expect(() => calibrate(column)).toThrow(message);
    }
  });
});

describe('fitQuality', () => {
  it('warns of figures that samples do not have', () => {
    const still = defineMarket({
      ...createGbm({ volAnnual: 0.2 }),
      draw(_, into) {
        into.spot.fill(100);
        into.impliedVol.fill(0.2);
      },
    });
    const { warnings } = fitQuality({ market: still, returns: logReturnsOf(close).subarray(0, 500), parameters: {} });
    expect(warnings.join(' ')).toMatch(/the skewness of daily returns cannot be compared/);
  });
});

describe('calibrateGbm', () => {
  it('has the moments of log returns and the likelihood of a normal sample', () => {
    const { fit } = calibrateGbm({ close });
    const returns = logReturnsOf(close);
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const sd = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length);
    expect(fit.parameters.volAnnual).toBeCloseTo(sd * Math.sqrt(252), 12);
    expect(fit.parameters.driftAnnual).toBeCloseTo(252 * (mean + (sd * sd) / 2), 12);
    // A hidden Markov model of one state by hmmlearn has log likelihood −8400.998946 in per cent.
    expect(fit.logLikelihood! - returns.length * Math.log(100)).toBeCloseTo(-8400.998946, 5);
  });

  it('gives the same figures again', () => {
    expect(calibrateGbm({ close })).toMatchObject({ fit: calibrateGbm({ close }).fit });
  });

  it('says that history has fatter tails and clusters', () => {
    const { warnings } = calibrateGbm({ close }).fit;
    expect(warnings.join(' ')).toMatch(
      /excess kurtosis of daily returns is 11\.2 in history, which the market does not draw/,
    );
    expect(warnings.join(' ')).toMatch(/autocorrelation of squared returns at 5 days is 0\.333/);
  });

  it('finds the parameters of the series that it draws, and has no complaints', () => {
    const truth = createGbm({ volAnnual: 0.25, driftAnnual: 0.1 });
    const { fit, market } = calibrateGbm({ close: drawn(truth, 5000) }, { keepDrift: true });
    expect(Math.abs(fit.parameters.volAnnual - 0.25)).toBeLessThan(3 * 0.25 * Math.sqrt(1 / 10_000));
    expect(Math.abs(fit.parameters.driftAnnual - 0.1)).toBeLessThan(3 * 0.25 * Math.sqrt(252 / 5000));
    expect(fit.warnings).toEqual([]);
    expect(market.toJSON()).toMatchObject({ driftAnnual: fit.parameters.driftAnnual });
  });
});

describe('fitMerton', () => {
  // The same likelihood maximised by scipy.optimize.minimize (SciPy 1.10.1), 20 jumps a day counted.
  it('finds the maximum that SciPy finds', () => {
    const fit = fitMerton(logReturnsOf(close));
    expect(fit.converged).toBe(true);
    expect(fit.logLikelihood).toBeCloseTo(15928.892848, 3);
    expect(fit.mean).toBeCloseTo(0.00097272, 6);
    expect(fit.sd).toBeCloseTo(0.00576039, 6);
    expect(fit.jumps).toBeCloseTo(0.448726, 3);
    expect(fit.jumpMean).toBeCloseTo(-0.00187051, 5);
    expect(fit.jumpSd).toBeCloseTo(0.01577706, 5);
  });

  it('finds the parameters of the series that it draws', () => {
    const truth = { volAnnual: 0.12, jumpsPerYear: 25, jumpMean: -0.01, jumpSd: 0.025 };
    const fit = fitMerton(logReturnsOf(drawn(createMerton(truth), 6000)));
    expect(Math.abs(fit.sd * Math.sqrt(252) - 0.12)).toBeLessThan(0.004);
    expect(Math.abs(fit.jumps * 252 - 25)).toBeLessThan(6);
    expect(Math.abs(fit.jumpMean + 0.01)).toBeLessThan(0.004);
    expect(Math.abs(fit.jumpSd - 0.025)).toBeLessThan(0.004);
  });
});

describe('calibrateGjrGarch at a bound', () => {
  it('says which weights ended at 0', () => {
    expect(garch().fit.parameters.alpha).toBeLessThan(1e-4);
    expect(garch().fit.warnings).toContain('ended at a bound, so history does not settle it: alpha.');
  });

  it.each([303, 403, 503, 953])('holds a persistence that is 1 but for rounding, %i days', (days) => {
    const { fit } = calibrateGjrGarch({ close: Float64Array.from({ length: days }, (_, t) => 100 + (t % 2)) });
    expect(fit.warnings.join(' ')).toContain('it is held at 0.9999 at most');
    expect(fit.warnings.join(' ')).not.toMatch(/\d{6,} days/);
    expect(fit.parameters.persistence).toBeLessThanOrEqual(0.9999);
  });
});

describe('calibrateMerton', () => {
  it('keeps the variance of history and its jumps', () => {
    const { fit } = merton();
    const { volAnnual, jumpsPerYear, jumpMean, jumpSd } = fit.parameters;
    const total = Math.sqrt(volAnnual ** 2 + jumpsPerYear * (jumpMean ** 2 + jumpSd ** 2));
    expect(Math.abs(total - figure(fit, 'volAnnual').observed)).toBeLessThan(0.01);
    expect(fit.warnings[0]).toMatch(/^113 jumps a year .* stand for changing volatility/);
  });

  it('says when there are no jumps', () => {
    const { warnings } = calibrateMerton({ close: drawn(createGbm({ volAnnual: 0.2 }), 1000) }).fit;
    expect(warnings.join(' ')).toMatch(/next to no jumps|at a bound|jumps a year/);
  });

  it('refuses a history of closes that mostly repeat', () => {
    const stream = createRandomStream(6, 'stale');
    let price = 100;
    const stale = Float64Array.from({ length: 1000 }, (_, t) => {
      if (t % 3 === 0) price *= Math.exp(0.01 * stream.normal());
      return price;
    });
    expect(() => calibrateMerton({ close: stale })).toThrow(/hardly any movement between jumps/);
  });
});

describe('calibrateGjrGarch', () => {
  it('starts at the volatility of the day after the last close, or at the long run', () => {
    const { market, fit } = garch();
    const { impliedVol, signals } = market.simulate({ paths: 2, steps: 1, seed, stream: [] });
    // 2.7 % a day on 17 April 2020, against 19 % a year in the long run.
    expect(impliedVol[0]).toBeCloseTo(fit.parameters.nextDayVolAnnual, 12);
    expect(fit.parameters.nextDayVolAnnual).toBeGreaterThan(0.4);
    expect(fit.parameters.longRunVolAnnual).toBeCloseTo(0.19, 1);
    expect(signals.variance[0]).toBeCloseTo(impliedVol[0] ** 2, 12);
    const { market: patient } = calibrateGjrGarch({ close }, { start: 'long-run' });
    const start = patient.simulate({ paths: 4000, steps: 1, seed, stream: [] }).signals.variance.subarray(0, 4000);
    expect(new Set(start).size).toBe(4000);
  });

  it('has a likelihood of log returns, above those of the other markets on this history', () => {
    const returns = logReturnsOf(close);
    const { fit } = garch();
    // arch 6 on log returns in per cent: −6778.33867; simple returns differ in shape by little.
    expect(Math.abs(fit.logLikelihood! - returns.length * Math.log(100) + 6778.34)).toBeLessThan(10);
    expect(fit.logLikelihood!).toBeGreaterThan(twoRegimes().fit.logLikelihood!);
    expect(fit.logLikelihood!).toBeGreaterThan(merton().fit.logLikelihood!);
  });

  it('holds the persistence below 1 where history asks for more, and says so', () => {
    // Volatility that doubles every 150 days.
    const stream = createRandomStream(5, 'explosive');
    let price = 100;
    const explosive = Float64Array.from({ length: 600 }, (_, t) => {
      price *= Math.exp(0.001 * 2 ** (t / 150) * stream.normal());
      return price;
    });
    for (const innovations of ['normal', 'student'] as const) {
      const { fit, market } = calibrateGjrGarch({ close: explosive }, { innovations });
      expect(fit.warnings.join(' ')).toMatch(/a persistence of 1\.\d+, at which .*: it is held at 0\.9999 at most/);
      expect(fit.parameters.persistence).toBeLessThan(0.9999 + 1e-12);
      expect(fit.parameters.persistence).toBeGreaterThan(0.99);
      const figures = figure(fit, 'volAnnual');
      expect(fit.parameters.longRunVolAnnual / figures.observed).toBeCloseTo(1, 1);
      // The last day's volatility is 0.016.
      expect(fit.parameters.nextDayVolAnnual / (0.016 * Math.sqrt(252))).toBeGreaterThan(0.6);
      expect(market.simulate({ paths: 4, steps: 5, seed, stream: [] }).spot.every(Number.isFinite)).toBe(true);
    }
  });

  it('finds the parameters of the series that it draws', () => {
    const truth = { omega: 2e-6, alpha: 0.03, gamma: 0.12, beta: 0.89, degreesOfFreedom: 6 };
    const { fit } = calibrateGjrGarch({ close: drawn(createGjrGarch(truth), 8000) });
    expect(Math.abs(fit.parameters.persistence - 0.98)).toBeLessThan(0.012);
    expect(Math.abs(fit.parameters.degreesOfFreedom - 6)).toBeLessThan(1.2);
    expect(Math.abs(fit.parameters.longRunVolAnnual - Math.sqrt((252 * 2e-6) / 0.02))).toBeLessThan(0.03);
  });
});

describe('calibrateMarkovSwitching', () => {
  it('is the hidden Markov model of daily returns', () => {
    const { fit } = twoRegimes();
    // hmmlearn on 100 Δ log close: log likelihood −7214.841572, variances 0.49055183 and 4.20343666, stays 0.98977478 and 0.97494361.
    expect(fit.logLikelihood! - 5104 * Math.log(100)).toBeCloseTo(-7214.841572, 3);
    expect(fit.parameters.regime0VolAnnual).toBeCloseTo(Math.sqrt(252 * 0.49055183) / 100, 4);
    expect(fit.parameters.regime1VolAnnual).toBeCloseTo(Math.sqrt(252 * 4.20343666) / 100, 4);
    expect(fit.parameters.regime0DurationDays).toBeCloseTo(1 / (1 - 0.98977478), 1);
    expect(fit.parameters.regime1DurationDays).toBeCloseTo(1 / (1 - 0.97494361), 1);
  });

  it('takes a fit that is still improving, and says so', () => {
    // One regime in truth: three of them are told apart by noise.
    const stream = createRandomStream(5, 'noise');
    let price = 100;
    const noise = Float64Array.from({ length: 1500 }, () => {
      price *= Math.exp(0.01 * stream.normal());
      return price;
    });
    const { fit } = calibrateMarkovSwitching({ close: noise }, { seed, states: 3, restarts: 3 });
    expect(fit.warnings[0]).toMatch(/3 regimes to 1499 days was still improving after 1000 iterations/);
  });

  it('finds the regimes of the series that it draws', () => {
    const { market, fit } = twoRegimes();
    const again = calibrateMarkovSwitching({ close: drawn(market, 10_000) }, { seed, restarts: 2 }).fit;
    for (const [name, tolerance] of [
      ['regime0VolAnnual', 0.006],
      ['regime1VolAnnual', 0.02],
    ] as const) {
      expect(Math.abs(again.parameters[name] - fit.parameters[name])).toBeLessThan(tolerance);
    }
    for (const name of ['regime0DurationDays', 'regime1DurationDays']) {
      expect(Math.abs(Math.log(again.parameters[name] / fit.parameters[name]))).toBeLessThan(0.5);
    }
  });
});

describe('calibrateBlockBootstrap', () => {
  it('chooses blocks that keep volatility clusters, and keeps the figures of history', () => {
    const { fit } = calibrateBlockBootstrap({ close });
    // The longer of 7.6 days for returns and 122 for their squares (test/math/block-length.test.ts).
    expect(fit.parameters.meanBlockDays).toBeCloseTo(121.9866, 3);
    expect(fit.warnings).toEqual([]);
    expect(calibrateBlockBootstrap({ close }, { meanBlockDays: 21 }).fit.parameters.meanBlockDays).toBe(21);
  });

  it('lets implied volatility ride along on the days that have one', () => {
    const impliedVol = close.map((_, t) => (t < 3000 ? Number.NaN : 0.2 + 0.0001 * (t % 50)));
    const { market, fit } = calibrateBlockBootstrap({ close, impliedVol }, { meanBlockDays: 10, volBy: 'levels' });
    expect(fit.days).toBe(close.length - 3001);
    const paths = market.simulate({ paths: 100, steps: 5, seed, stream: [] });
    expect(paths.impliedVol.every((vol) => vol > 0.1999 && vol < 0.2051)).toBe(true);
  });

  it('refuses implied volatilities that are too few or of another length', () => {
    const impliedVol = close.map((_, t) => (t < 4900 ? Number.NaN : 0.2));
    expect(() => calibrateBlockBootstrap({ close, impliedVol })).toThrow(
      'only 204 days have a close and an implied volatility',
    );
    expect(() => calibrateBlockBootstrap({ close, impliedVol: impliedVol.subarray(1) })).toThrow(
      'impliedVol has 5104 rows',
    );
  });
});
